"""Other ways through the same visit: one switch, headphones, slow answers."""
