"""`check` from outside: each part is tried, and what is not fit says what to do."""

import json
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from audio.moonshine import files
from audio.recordings import recording
from audio.voices import natural
from kiosk.cli import main
from kiosk.errors import ServiceError
from kiosk.service.assembly.voices import INSTEAD
from kiosk.service.checkup import examination, hearing_trial, running_kiosk
from kiosk.service.checkup.secret_files import secrets_finding
from kiosk.service.control.client import ANOTHERS
from kiosk.service.control.door import open_control
from kiosk.settings.model import Settings
from kiosk.watchdog.marks import Marks
from tests.audio.vosk.models.namespaces import apart
from tests.kiosk.visit.keys.key_records import Keypad
from tests.korean_model import model

pytestmark = [pytest.mark.sound, pytest.mark.slow]

NO_SOUND = "unix:/nowhere"


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_STATE_FOLDER", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PULSE_SERVER", NO_SOUND)


def checked(capsys: pytest.CaptureFixture[str], code: int = 1) -> dict[str, tuple[bool, str]]:
    assert main(["check", "--json"]) == code
    found = json.loads(capsys.readouterr().out)
    assert found["fit"] is (code == 0)
    return {part["part"]: (part["fit"], part["line"]) for part in found["parts"]}


def test_what_works_is_fit_and_what_is_missing_says_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = checked(capsys)
    for part in ("wording", "state folder", "voice", "recognizers"):
        assert found[part][0], found[part]
    assert not found["review"][0]
    assert "signed_off_by" in found["review"][1]
    assert all(len(line.splitlines()) == 1 for _, line in found.values())


def test_a_wording_that_was_signed_off_is_fit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_SIGNED_OFF_BY", "Dr. A. Example")
    monkeypatch.setenv("KIOSK_SIGNED_OFF_ON", date.today().isoformat())
    fit, line = checked(capsys)["review"]
    assert fit
    assert "signed off by Dr. A. Example" in line


def test_a_day_of_signing_off_after_the_machine_s_date_is_told_with_both(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = date.today() + timedelta(1)
    monkeypatch.setenv("KIOSK_SIGNED_OFF_BY", "Dr. A. Example")
    monkeypatch.setenv("KIOSK_SIGNED_OFF_ON", tomorrow.isoformat())
    fit, line = checked(capsys)["review"]
    assert not fit
    assert f"signed_off_on is {tomorrow}, which is after this machine's date, " in line


def test_a_clock_before_the_review_of_the_wording_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Long(date):
        @classmethod
        def today(cls) -> "Long":
            return cls(1970, 1, 2)

    monkeypatch.setattr("kiosk.commands.check.date", Long)
    monkeypatch.setenv("KIOSK_SIGNED_OFF_BY", "Dr. A. Example")
    monkeypatch.setenv("KIOSK_SIGNED_OFF_ON", date.today().isoformat())
    fit, line = checked(capsys)["review"]
    assert not fit
    assert line.startswith("this machine's date is 1970-01-02, which is before the wording was ")
    assert "its clock must be wrong" in line


def test_a_keypad_that_is_missing_is_not_fit_and_one_that_is_there_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KIOSK_KEY_DEVICE", str(tmp_path / "pad"))
    fit, line = checked(capsys)["keys"]
    assert not fit
    assert "plug it in" in line
    with Keypad(tmp_path / "pad"):
        assert checked(capsys)["keys"] == (True, str(tmp_path / "pad"))


def test_an_emergency_that_is_latched_keeps_it_from_service(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    Marks(tmp_path / "state").keep_emergency(True)
    fit, line = checked(capsys)["emergency"]
    assert not fit
    assert "run_kiosk.py clear-emergency" in line


def test_a_kiosk_that_was_never_started_is_looked_to_and_one_that_ended_is_not_fit(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    fit, line = checked(capsys)["kiosk"]
    assert fit
    assert line.endswith("was ever started here; start it: python3 run_kiosk.py start")
    with closing(open_control(tmp_path / "state")):
        pass
    fit, line = checked(capsys)["kiosk"]
    assert not fit
    assert line.endswith("runs here any more; start it: python3 run_kiosk.py start")


def test_whoever_may_not_ask_the_kiosk_is_told_first_to_check_as_root(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise ServiceError(ANOTHERS)

    monkeypatch.setattr(running_kiosk, "ask", refused)
    assert main(["check", "--json"]) == 1
    first = json.loads(capsys.readouterr().out)["first"]
    assert first.endswith("check as root: sudo python3 run_kiosk.py check")


def test_commands_are_told_with_the_settings_at_hand(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "my clinic.toml"
    file.write_text('kiosk_name = "door"\n')
    main(["check", "--settings", str(file)])
    assert f"start it: python3 run_kiosk.py start --settings '{file}'\n" in capsys.readouterr().out


def test_each_fault_of_the_settings_is_a_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "voice-kiosk").mkdir()
    (tmp_path / "voice-kiosk" / "kiosk.toml").write_text("kiosk_name = 3\nspeeker = 1\n")
    assert main(["check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("kiosk.toml")[2][:3] for line in lines[:2]] == [":1:", ":2:"]
    assert lines[-1] == f"Do this first: {lines[0][4:]}"


def test_a_settings_file_with_secrets_that_others_can_read_is_not_fit(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "voice-kiosk" / "kiosk.toml"
    file.parent.mkdir()
    file.write_text('staff_code = "482915"\nmqtt_password = "secret"\n')
    for mode in (0o604, 0o640):
        file.chmod(mode)
        fit, line = checked(capsys)["secrets"]
        assert not fit
        assert line.startswith(f"{file} holds staff_code, mqtt_password, and other users of this ")
        assert line.endswith(f"only the kiosk's user read it: chmod 600 {file}")
    file.chmod(0o600)
    assert checked(capsys)["secrets"][0]
    file.chmod(0o644)
    for line, is_fit in (
        ('alert_command = ["page", "front desk"]', True),
        ('alert_webhook = "http://desk.example/alert"', True),
        ('alert_webhook = "http://desk.example/hooks/T02BX1WQ09ZLM4RK"', False),
        ('alert_webhook = "http://desk.example/?key=1"', False),
    ):
        file.write_text(f"{line}\n")
        finding = secrets_finding(file, None)
        assert (finding.verdict == "fit") is is_fit, line


def test_a_key_that_others_can_read_is_not_fit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key = tmp_path / "hall.key"
    key.touch(mode=0o644)
    monkeypatch.setenv("KIOSK_MQTT_AUTHORITY", str(tmp_path / "ca.pem"))
    monkeypatch.setenv("KIOSK_MQTT_KEY", str(key))
    fit, line = checked(capsys)["secrets"]
    assert not fit
    assert f"{key} holds the key of mqtt_certificate, and other users" in line


def test_alert_settings_that_cannot_be_used_are_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KIOSK_MQTT_HOST", "127.0.0.1")
    monkeypatch.setenv("KIOSK_MQTT_AUTHORITY", str(tmp_path / "none.pem"))
    fit, line = checked(capsys)["alert channels"]
    assert not fit
    assert "none.pem: cannot be read: no such file or directory; correct mqtt_authority" in line


@pytest.mark.parametrize(
    ("wanted", "packages", "fit", "says"),
    [
        ("plain", ("no_such_package",), True, "gmw/en-us"),
        ("auto", ("no_such_package",), True, f"gmw/en-us; {natural.MISSING}"),
        ("natural", ("no_such_package",), False, INSTEAD.format(natural.MISSING)),
    ],
)
def test_the_voice_that_speaks_is_named_and_how_to_get_a_better_one(
    wanted: str, packages: tuple[str, ...], fit: bool, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(natural, "_PACKAGES", packages)
    voice = Settings.of(voice=wanted).voice
    finding, level = examination._voice(voice, Settings().clinic)
    assert (finding.verdict == "fit", finding.line) == (fit, says)
    assert -40 < level < 0


def test_a_listener_that_takes_no_for_yes_is_not_fit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    swapped = {"yes": recording("no"), "no": recording("yes")}
    monkeypatch.setattr(hearing_trial, "recording", swapped.get)
    fit, line = checked(capsys)["recognizers"]
    assert not fit
    assert line.startswith('the recognizer yes-no hears "yes" as "no"; ')


def test_each_recognizer_is_told_with_what_it_hears(capsys: pytest.CaptureFixture[str]) -> None:
    found = checked(capsys)
    fit, line = found["recognizers"]
    assert fit
    assert "yes-no (yes, no and silence)" in line
    assert "moonshine (yes, no, radiation therapy)" in line
    assert found["model"] == (True, "none; Moonshine hears every phrase")


def test_without_moonshine_yes_and_no_are_heard_and_the_advice_says_how_to_get_more(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_RECOGNIZERS", "vosk yes-no")
    found = checked(capsys)
    assert found["recognizers"][0]
    assert "moonshine" not in found["recognizers"][1]
    assert found["model"][1].startswith("none, so choices are offered one at a time by yes and no")


def test_a_missing_package_of_moonshine_is_not_fit(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PACKAGE", "no_such_package")
    fit, line = checked(capsys)["recognizers"]
    assert not fit
    assert line.startswith("the package moonshine-voice is not installed; ")


def test_a_part_whose_check_fails_itself_is_a_line_and_the_others_are_tried(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("one\ntwo")

    monkeypatch.setattr(examination, "load_words", broken)
    monkeypatch.setattr(examination, "AlertTrial", broken)
    found = checked(capsys)
    for part in ("wording", "alert channels"):
        assert not found[part][0]
        assert "ZeroDivisionError: one two" in found[part][1]
    assert found["recognizers"][0]


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    mounted = 'mount -t tmpfs -o size=1m tmpfs "$0" && exec "$@"'
    check = [sys.executable, "-m", "kiosk", "check"]
    done = subprocess.run(
        [*apart("--mount"), "sh", "-c", mounted, str(state), *check],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    line = next(line for line in done.stdout.splitlines() if " state folder: " in line)
    assert line.startswith(f"NO  state folder: the disk of {state} is full, 1 MB are left; ")
    assert line.endswith(f"du -xh --max-depth=1 {state}")


def test_people_read_a_line_for_each_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2] == "Not fit for service."
    assert all(line.startswith(("ok ", "NO ", "?  ")) for line in lines[:-2])
    first = next(line for line in lines if line.startswith("NO "))
    assert lines[-1] == f"Do this first: {first[4:]}"


def test_a_model_that_lacks_words_of_the_grammar_names_them_with_their_phrases(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_VOSK_MODEL", str(model()))
    fit, line = checked(capsys)["recognizers"]
    assert not fit
    assert "does not know 'a' in '" in line
    assert "more: use another model, or leave the phrases with these words out" in line


def test_a_kiosk_without_a_browser_is_fit_and_told_what_the_page_needs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_BROWSER", "no-such-browser --fast")
    told = "no-such-browser is not installed, which run --page would need"
    assert checked(capsys)["page"] == (True, told)
