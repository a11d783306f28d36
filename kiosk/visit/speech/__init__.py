"""What is to be said, to frames for the speaker."""
