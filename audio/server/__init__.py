"""The sound server: echo, headphones, mixer, and where sound is routed."""
