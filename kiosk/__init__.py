"""The service: content, dialogue, answers, app loop, display, alerts, staff commands."""
