"""The rules for what counts as an answer to a health question, for a clinician to read."""
