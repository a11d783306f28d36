"""What each command takes: by the standard library alone, so that help needs nothing else."""
