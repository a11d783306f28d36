"""What may be said and what it means."""
