"""What stands in for a device or a recognizer in tests."""
