"""Keys of terminals, keypads and switches, turned into the dialogue's characters."""
