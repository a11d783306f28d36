"""System libraries: named when missing, installed when that is allowed, done without otherwise."""

import os

import pytest

from tests import CHECKOUT
from tests.kiosk.launch.checkout import Checkout

pytestmark = [pytest.mark.unit, pytest.mark.slow]

NEEDS = "run,say  program  kiosk-ear  libear2  an ear\n"
BY_HAND = "apt-get install libear2"

_APT_GET = """\
# Knows libear2 only after an update, as on a fresh machine.
echo "$DEBIAN_FRONTEND: $*" >> "{folder}/asked"
case "$*" in
    {broken}) echo "E: the disk is on fire" >&2; exit 100 ;;
    update*) touch "{folder}/updated" ;;
    *--download-only*)
        test -e "{folder}/updated" && exit 0
        echo "E: Unable to locate package libear2" >&2; exit 100 ;;
    *libear2*) printf '#!/bin/sh\\n' > "{folder}/kiosk-ear"; chmod +x "{folder}/kiosk-ear" ;;
esac
"""


@pytest.fixture
def deaf(built: Checkout) -> Checkout:
    """A built checkout on a machine without the ear, with an apt-get that can bring it."""
    built.needs(NEEDS)
    give_apt_get(built)
    return built


def give_apt_get(checkout: Checkout, broken: str = "nothing") -> None:
    checkout.program("apt-get", _APT_GET.format(folder=checkout.programs, broken=broken))


def asked(checkout: Checkout) -> str:
    file = checkout.programs / "asked"
    return file.read_text() if file.exists() else ""


def somebody_without_rights() -> tuple[str, ...]:
    """The command line that starts a program as an ordinary user who may write the checkout."""
    if os.geteuid():
        return ()
    override = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return ("setpriv", "--reuid=65534", "--clear-groups", *override)


def test_with_nobody_there_root_installs(deaf: Checkout) -> None:
    started = deaf.start()
    assert started.code == 0
    assert "missing: libear2 (for an ear); installing by apt-get" in started.said
    assert "going on without" not in started.said
    assert "noninteractive: update" in asked(deaf)
    assert (deaf.programs / "kiosk-ear").exists()
    assert deaf.start().said == ""


def test_only_the_commands_that_need_it_ask_for_it(deaf: Checkout) -> None:
    assert deaf.start("diagram").said == ""
    deaf.bring_commands()
    assert deaf.start("say", "--help").said == ""
    assert not asked(deaf)
    assert "libear2" in deaf.start("say", "hello").said


def test_a_failed_install_is_one_line_and_does_not_stop_the_kiosk(deaf: Checkout) -> None:
    give_apt_get(deaf, broken="install*")
    started = deaf.start()
    assert started.told["tiny"] == "1.0"
    last = started.said.splitlines()[-1]
    assert "could not install it (the disk is on fire); going on without" in last
    assert last.endswith(BY_HAND)


def test_without_rights_the_line_to_run_is_printed(deaf: Checkout) -> None:
    deaf.program("sudo", "exit 1")
    started = deaf.start(by=somebody_without_rights())
    assert started.told["tiny"] == "1.0"
    assert f"going on without; to install: sudo {BY_HAND}" in started.said
    assert not asked(deaf)


def test_passwordless_sudo_is_used(deaf: Checkout) -> None:
    deaf.program("sudo", 'test "$1" = -n && shift && exec "$@"')
    deaf.programs.chmod(0o777)  # the stand-in for sudo gives no rights
    started = deaf.start(by=somebody_without_rights())
    assert "going on without" not in started.said
    assert (deaf.programs / "kiosk-ear").exists()


def test_a_person_is_asked_and_no_is_kept(deaf: Checkout) -> None:
    with deaf.at_a_terminal() as person:
        person.waits_for("missing: libear2 (for an ear). Install by apt-get? [Y/n] ")
        person.types("n\n")
        ended = person.sees_the_end()
    assert ended.told["tiny"] == "1.0"
    assert ended.said.rstrip().endswith(BY_HAND)
    with deaf.at_a_terminal() as person:
        again = person.sees_the_end()
    assert "[Y/n]" not in again.said
    assert "going on without" in again.said
    assert not asked(deaf)


def test_a_person_who_says_yes_gets_it(deaf: Checkout) -> None:
    with deaf.at_a_terminal() as person:
        person.waits_for("[Y/n] ")
        person.types("\n")
        ended = person.sees_the_end()
    assert ended.told["tiny"] == "1.0"
    assert (deaf.programs / "kiosk-ear").exists()


def test_the_end_of_input_is_no_yes(deaf: Checkout) -> None:
    with deaf.at_a_terminal() as person:
        person.waits_for("[Y/n] ")
        person.types("\x04")
        ended = person.sees_the_end()
    assert ended.told["tiny"] == "1.0"
    assert not asked(deaf)


def test_yes_on_the_command_line_answers(deaf: Checkout) -> None:
    with deaf.at_a_terminal("say", "hello", "--yes") as person:
        ended = person.sees_the_end()
    assert "[Y/n]" not in ended.said
    assert ended.told["arguments"] == ["say", "hello"]
    assert (deaf.programs / "kiosk-ear").exists()


@pytest.mark.parametrize(
    ("kind", "there", "missing"),
    [
        ("library", "libc.so.6", "libear.so.9"),
        ("program", "sh", "kiosk-mouth"),
        ("file", "/bin/*sh", "/bin/*kiosk-nose"),
    ],
)
def test_what_is_there_is_told_from_what_is_missing(
    built: Checkout, kind: str, there: str, missing: str
) -> None:
    built.needs(f"run {kind} {there} present x\nrun {kind} {missing} absent y\n")
    built.program("apt-get", "exit 1")
    said = built.start().said
    assert "missing: absent (for y)" in said
    assert "present" not in said


def test_the_kiosk_names_portaudio_for_what_makes_sound() -> None:
    table = (CHECKOUT / ".launch" / "system-packages").read_text()
    line = next(line for line in table.splitlines() if "libportaudio.so.2" in line)
    assert set(line.split()[0].split(",")) == {
        *("run", "say", "devices", "check"),
        *("selftest", "hazards", "conformance", "pictures"),
    }
    assert line.split()[3] == "libportaudio2"
