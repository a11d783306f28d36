"""Tries whether the MQTT broker refuses connections without a password or certificate."""

from contextlib import ExitStack, closing
from dataclasses import replace

from kiosk.errors import FleetError
from kiosk.service.checkup.finding import Finding
from kiosk.service.fleet.broker import Broker
from kiosk.service.fleet.connection import Connection
from kiosk.service.fleet.desk import waited_for

CONNECTS_WITHIN = 10.0
"""Seconds for the broker to accept a client with the settings' credentials."""

LETS_IN_WITHIN = 3.0
"""Seconds from then in which a broker without access control has accepted a client without them."""

PLAIN_PORT = 1883
"""Where a broker usually listens without TLS; it may do so beside the port of the settings."""


def broker_finding(broker: Broker) -> Finding:
    """Connect with what the settings give, and without anything.

    Raises:
        FleetError: a certificate cannot be used, or the broker cannot be reached.
    """
    where = f"the MQTT broker at {broker.host}:{broker.port}"
    ends = "end an emergency" if broker.trusts_desk else "take calls, though not end them"
    if not broker.protected:
        return Finding(
            f"{where} is used without TLS and a password or certificate: anybody there can read "
            f"calls, and {ends}; set mqtt_authority, and mqtt_user with mqtt_password or "
            "mqtt_certificate with mqtt_key",
            "unfit",
        )
    with ExitStack() as stack:
        ours = stack.enter_context(closing(_opened(broker)))
        bare = replace(broker, user="", password="", certificate=None, key=None)
        strangers = {bare.port: stack.enter_context(closing(_opened(bare)))}
        if broker.port != PLAIN_PORT:
            plain = replace(bare, port=PLAIN_PORT, authority=None)
            strangers[PLAIN_PORT] = stack.enter_context(closing(_opened(plain)))
        if not waited_for(lambda: ours.connected, CONNECTS_WITHIN):
            raise FleetError(ours.trouble)
        waited_for(lambda: any(each.connected for each in strangers.values()), LETS_IN_WITHIN)
        open_to_all = [port for port, each in strangers.items() if each.connected]
    if open_to_all:
        return Finding(
            f"the MQTT broker at {broker.host}:{open_to_all[0]} lets anybody in, without what the "
            "settings give: whoever is there can read calls, take them and end an emergency; set "
            "allow_anonymous false there, or require_certificate true",
            "unfit",
        )
    return Finding(f"{where} keeps out whoever shows no password and no certificate")


def _opened(broker: Broker) -> Connection:
    connection = Connection(broker, (), lambda _place, _payload: None)
    connection.open()
    return connection
