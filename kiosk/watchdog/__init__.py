"""Detects a thread, loop or process that hangs, replaces it, and keeps what must survive that."""
