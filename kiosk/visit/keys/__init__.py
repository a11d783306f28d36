"""Presses of terminals, keypads and switches to the dialogue's characters."""
