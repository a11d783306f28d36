"""Who notices that a thread, the loop or the process hangs, and what survives it."""
