"""Variables of the environment lead no program that a start runs elsewhere."""

import json
from pathlib import Path

import pytest

from tests.kiosk.launch.checkout import Checkout

pytestmark = [pytest.mark.unit, pytest.mark.slow]


def other_package(checkout: Checkout) -> Path:
    """Publish a package that the lock does not name; give a file that asks pip for it."""
    asks = checkout.elsewhere / "asks.txt"
    asks.write_text(checkout.wheel("person", "6.6"))
    return asks


def test_a_variable_of_pip_installs_no_other_package(checkout: Checkout) -> None:
    asks = other_package(checkout)
    for name in ("PIP_REQUIREMENT", "PIP_EDITABLE", "PIP_CONSTRAINT", "PIP_GROUP"):
        told = checkout.start(by=("env", f"{name}={asks}")).told
        assert (told["tiny"], told["person"]) == ("1.0", None), name


def test_variables_of_pip_that_lead_elsewhere_do_not_count(checkout: Checkout) -> None:
    target = checkout.elsewhere / "target"
    started = checkout.start(
        PIP_USER="1",
        PIP_TARGET=str(target),
        PIP_ROOT=str(target),
        PIP_PREFIX=str(target),
        PIP_DRY_RUN="1",
        PIP_NO_BINARY=":all:",
        PIP_REPORT=str(target),
        PIP_LOG=str(target),
        PIP_PYTHON=str(target),
    )
    assert started.told["tiny"] == "1.0"
    assert not target.exists()


def test_a_file_of_pip_installs_no_other_package_and_says_where_packages_are(
    checkout: Checkout,
) -> None:
    asks = other_package(checkout)
    target = checkout.elsewhere / "target"
    file = checkout.elsewhere / "pip.conf"
    file.write_text(
        f"[global]\nno-index = true\nfind-links =\n    {checkout.wheels}\n    /nowhere\n"
        f"[install]\nrequirement = {asks}\ntarget = {target}\n"
    )
    # The folder of wheels and that there is no index are said by that file alone.
    started = checkout.start(by=("env", "-u", "PIP_FIND_LINKS", f"PIP_CONFIG_FILE={file}"))
    assert (started.told["tiny"], started.told["person"]) == ("1.0", None)
    assert not target.exists()


def test_a_variable_of_pip_goes_before_its_file(checkout: Checkout) -> None:
    file = checkout.elsewhere / "pip.conf"
    file.write_text("[install]\nfind-links = /nowhere\n")
    assert checkout.start(PIP_CONFIG_FILE=str(file)).told["tiny"] == "1.0"


def test_a_file_of_pip_that_cannot_be_read_is_one_line(checkout: Checkout) -> None:
    file = checkout.elsewhere / "pip.conf"
    file.write_text("no section\n")
    failed = checkout.start(PIP_CONFIG_FILE=str(file))
    assert (failed.code, failed.out) == (1, "")
    assert "run_kiosk.py: pip's settings cannot be read (" in failed.said.splitlines()[-1]


def test_pip_is_told_how_the_network_is_reached_and_no_more(checkout: Checkout) -> None:
    told = checkout.folder / "told"
    # Stands for pip: keeps what it was started with, and fails.
    for wheel in (checkout.folder / ".launch").glob("pip-*.whl"):
        wheel.unlink()
    fake = checkout.folder / ".launch" / "pip-99-py3-none-any.whl" / "pip"
    fake.mkdir(parents=True)
    (fake / "__main__.py").write_text(
        "import os, sys\n"
        "if 'config' in sys.argv: sys.exit(print(\"global.proxy='http://desk.test:3128'\"))\n"
        f"open({str(told)!r}, 'w').writelines(f'{{n}}={{v}}\\n' for n, v in os.environ.items())\n"
        "sys.exit(1)\n"
    )
    checkout.start(
        HTTPS_PROXY="http://proxy.test:3128",
        REQUESTS_CA_BUNDLE="/etc/own.pem",
        PIP_REQUIREMENT="x",
        PYTHONPATH="/nowhere",
        KIOSK_STAFF_CODE="471147",
        UV_INDEX="x",
    )
    lines = told.read_text().splitlines()
    for wanted in (
        "HTTPS_PROXY=http://proxy.test:3128",
        "REQUESTS_CA_BUNDLE=/etc/own.pem",
        "PIP_PROXY=http://desk.test:3128",
        "PIP_CONFIG_FILE=/dev/null",
    ):
        assert wanted in lines
    names = {line.partition("=")[0] for line in lines}
    assert not names & {"PIP_REQUIREMENT", "PYTHONPATH", "KIOSK_STAFF_CODE", "UV_INDEX"}


def test_variables_of_python_do_not_reach_the_command(built: Checkout) -> None:
    (built.folder / "kiosk" / "__main__.py").write_text(
        "import json, os; print(json.dumps([n for n in os.environ if n.startswith('PYTHON')]))"
    )
    nowhere = str(built.elsewhere / "nowhere")
    started = built.start(
        PYTHONPATH=nowhere,
        PYTHONPYCACHEPREFIX=nowhere,
        PYTHONWARNINGS="ignore",
        PYTHONOPTIMIZE="1",
        PYTHONUTF8="1",
    )
    assert set(json.loads(started.out)) - {"PYTHONUNBUFFERED"} == {"PYTHONUTF8"}


def test_apt_get_is_handed_no_configuration_of_its_own(built: Checkout) -> None:
    built.needs("run  program  kiosk-ear  libear2  an ear\n")
    asked = built.programs / "asked"
    built.program("apt-get", f'env > "{asked}"; exit 100')
    built.start(APT_CONFIG="/nowhere/apt.conf", DPKG_ROOT="/nowhere", https_proxy="http://p.test:1")
    lines = asked.read_text().splitlines()
    assert "https_proxy=http://p.test:1" in lines
    assert not [line for line in lines if line.startswith(("APT_", "DPKG_"))]
