"""Runs one dialogue on parts that it knows by protocols (`ports.py`)."""
