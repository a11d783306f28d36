"""Speech recognition during a visit: frames of an open window become a `Heard` event."""
