"""The sound server: echo, headphones, and where sound is led. It imports nothing of the kiosk."""
