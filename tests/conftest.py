"""How long the property tests look: `selftest --hypothesis-profile nightly` looks longer."""

from hypothesis import settings

settings.register_profile("ci", max_examples=500, deadline=None)
settings.register_profile("nightly", max_examples=10_000, deadline=None)
settings.load_profile("ci")
