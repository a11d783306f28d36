"""Input that nobody meant: it gets a clear error, and neither a stack trace nor a hang."""
