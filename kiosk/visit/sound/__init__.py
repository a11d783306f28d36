"""The sound devices in service: opened, lost and found again."""
