"""Reports that commands write, in a browser."""
