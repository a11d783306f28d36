"""`check` says NO for a broker at which anybody can read, take or end a call."""

import json
import subprocess
from pathlib import Path

import pytest

from kiosk.errors import FleetError
from kiosk.service.checkup import broker_trial
from kiosk.service.checkup.broker_trial import broker_finding
from kiosk.service.fleet.broker import Broker
from tests.kiosk.service.control.background_kiosk import BackgroundKiosk
from tests.kiosk.service.fleet.mosquitto import Mosquitto, mosquitto
from tests.kiosk.service.fleet.test_desk import at, certified, settings_for

pytestmark = pytest.mark.broker


def passwords(folder: Path) -> str:
    """Give a user a password; gives Mosquitto's part of it."""
    file = folder / "passwords"
    command = ["mosquitto_passwd", "-b", "-c", str(file), "hall", "correct horse"]
    subprocess.run(command, check=True, capture_output=True)
    return f"password_file {file}\n"


def secured(folder: Path, broker: Mosquitto) -> Broker:
    return Broker("127.0.0.1", broker.port, "hall", "correct horse", folder / "ca.pem")


def without_certificate(folder: Path) -> str:
    return certified(folder).replace("require_certificate true", "require_certificate false")


def test_a_broker_without_tls_and_a_password_is_not_fit(tmp_path: Path, broker: Mosquitto) -> None:
    done = BackgroundKiosk(tmp_path, settings_for(broker)).command("check", "--json")
    parts = {part["part"]: part for part in json.loads(done.stdout)["parts"]}
    assert not parts["broker"]["fit"]
    assert "without TLS and a password or certificate" in parts["broker"]["line"]
    assert "end an emergency; set mqtt_authority, and" in parts["broker"]["line"]


def test_a_broker_that_lets_anybody_in_beside_those_with_a_password_is_not_fit(
    tmp_path: Path,
) -> None:
    config = without_certificate(tmp_path) + passwords(tmp_path) + "allow_anonymous true"
    with mosquitto(tmp_path / "mosquitto", config) as broker:
        finding = broker_finding(secured(tmp_path, broker))
    assert finding.verdict == "unfit"
    assert "lets anybody in, without what the settings give" in finding.line


def test_a_broker_that_lets_anybody_in_at_its_plain_port_is_not_fit(
    tmp_path: Path, broker: Mosquitto, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker_trial, "PLAIN_PORT", broker.port)
    config = without_certificate(tmp_path) + passwords(tmp_path) + "allow_anonymous false"
    with mosquitto(tmp_path / "mosquitto", config) as closed:
        finding = broker_finding(secured(tmp_path, closed))
    assert finding.verdict == "unfit"
    assert f"127.0.0.1:{broker.port} lets anybody in" in finding.line


# paho lets a socket go unclosed whose handshake has failed.
@pytest.mark.filterwarnings("ignore:unclosed <s:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_broker_that_asks_for_a_password_or_a_certificate_is_fit(tmp_path: Path) -> None:
    config = without_certificate(tmp_path) + passwords(tmp_path) + "allow_anonymous false"
    with mosquitto(tmp_path / "one", config) as broker:
        finding = broker_finding(secured(tmp_path, broker))
        assert (finding.verdict, "keeps out" in finding.line) == ("fit", True)
    config = certified(tmp_path, "hall") + "use_identity_as_username true"
    with mosquitto(tmp_path / "other", config) as broker:
        finding = broker_finding(at(tmp_path, broker, "hall"))
        assert (finding.verdict, "keeps out" in finding.line) == ("fit", True)


def test_a_broker_that_is_away_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker_trial, "CONNECTS_WITHIN", 0.5)
    config = without_certificate(tmp_path) + passwords(tmp_path)
    with mosquitto(tmp_path / "mosquitto", config) as broker:
        place = secured(tmp_path, broker)
    with pytest.raises(FleetError, match="cannot be reached"):
        broker_finding(place)
