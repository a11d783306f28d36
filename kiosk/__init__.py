"""The service: content, dialogue, answers, app loop, display, alerts, staff commands."""

import os

# Two threads for matrices as small as the listener's cost twice the work and win no time. OpenBLAS
# reads this when NumPy is imported: https://numpy.org/doc/stable/reference/global_state.html
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
