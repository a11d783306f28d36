"""Sound as arrays: recordings, levels, noise, rooms, earcons. It opens no device."""
