"""What counts as an answer to a health question, to be read by a clinician."""
