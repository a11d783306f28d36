"""How a kiosk is, as snapshot, counts, log and metrics; never a visitor's words."""
