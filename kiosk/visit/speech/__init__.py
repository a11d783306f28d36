"""Speech output: turns `Say` and `PlayEarcon` into frames for the speaker."""
