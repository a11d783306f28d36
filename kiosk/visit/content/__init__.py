"""The kiosk's texts: topics, questions, prompts, pronunciations; one folder a language."""
