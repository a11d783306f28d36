"""Invalid input of all kinds gets a clear error, never a stack trace or a hang."""
