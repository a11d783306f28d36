"""The kiosk: each folder is a room, and `tests/test_house.py` holds the order of their imports."""

import os
from pathlib import Path

# Two threads for matrices as small as the listener's cost twice the work and win no time. OpenBLAS
# reads this when NumPy is imported: https://numpy.org/doc/stable/reference/global_state.html
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

CHECKOUT = Path(__file__).resolve().parents[1]
"""The folder that holds the program."""
