"""What the kiosk may say: topics, questions, prompts and pronunciations, one folder a language."""
