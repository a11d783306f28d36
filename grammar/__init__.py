"""What visitors may say, and what it means."""
