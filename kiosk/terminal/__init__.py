"""What is written to a terminal: bounded, never waited for, and without others' escapes."""
