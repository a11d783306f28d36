"""People are recorded for tests: only once they agree, and only whole."""
