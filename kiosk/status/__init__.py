"""The service's log: one line of JSON an event, of counts, states and the kiosk's own troubles."""
