"""The only place where settings become parts."""
