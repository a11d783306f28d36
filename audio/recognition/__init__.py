"""What every recognizer shares: frames in, words and their clearness out; endpointing."""
