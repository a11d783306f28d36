"""Stand-ins for devices and recognizers in tests."""
