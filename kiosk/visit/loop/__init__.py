"""Runs one dialogue on parts that it knows by the protocols in `ports.py`."""
