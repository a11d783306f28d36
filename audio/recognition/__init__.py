"""What all recognizers share: their protocol, end of speech, speech activity and clearness."""
