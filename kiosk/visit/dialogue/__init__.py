"""The pure machine: one event in, a list of actions out; no I/O, no thread, no clock."""
