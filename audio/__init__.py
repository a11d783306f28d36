"""Sound: microphones, recordings, end of speech, recognizers, voices, speakers, models."""
