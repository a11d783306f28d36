"""Sets up kiosks to be visited in virtual time: all as in service but the clock and the speaker."""
