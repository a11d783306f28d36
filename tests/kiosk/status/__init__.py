"""The service's log."""
