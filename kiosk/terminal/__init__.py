"""Writing to a terminal: bounded, without waiting, and without foreign escape sequences."""
