"""How long the property tests look, and that no test touches the network or this machine's models.

`selftest --hypothesis-profile nightly` looks longer.
"""

import os

from hypothesis import settings

settings.register_profile("ci", max_examples=500, deadline=None)
settings.register_profile("nightly", max_examples=10_000, deadline=None)
settings.load_profile("ci")

# For what the tests start as well. A model that was set up on this machine would change what the
# kiosk hears.
os.environ["KIOSK_FETCH_MODEL"] = "false"
os.environ["XDG_DATA_HOME"] = "/nowhere/data"
