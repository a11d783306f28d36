"""Many kiosks, one desk: how each is and who needs staff, over MQTT."""
