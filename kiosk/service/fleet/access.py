"""The rules with which Mosquitto lets each kiosk write its own topics only.

A kiosk also reads its own status, and so notices another kiosk with its name.
"""

from kiosk.service.fleet.messages import ROOT


def access_rules(site: str, desk: str) -> str:
    """Give an `acl_file` of Mosquitto.

    Args:
        site: of the kiosks.
        desk: user name of the desk.
    """
    return f"""\
# Mosquitto: put this into the file that acl_file names; see mosquitto.conf(5).
# A kiosk's user name (or with use_identity_as_username its certificate's name) is its kiosk_name.
pattern write {ROOT}/{site}/%u/alert
pattern readwrite {ROOT}/{site}/%u/status
pattern read {ROOT}/{site}/%u/answer
pattern read {ROOT}/{site}/%u/order

user {desk}
topic read {ROOT}/{site}/#
topic write {ROOT}/{site}/+/answer
topic write {ROOT}/{site}/+/order"""
