"""A scenario to a verdict, in virtual time."""
