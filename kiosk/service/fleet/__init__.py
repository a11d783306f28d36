"""Many kiosks and one desk over MQTT: how each kiosk is, and which needs staff."""
