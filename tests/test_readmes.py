"""The READMEs hold: their commands work, and what they name is there."""

import argparse
import importlib
import importlib.util
import re
import shlex
import shutil
import sys
import tomllib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from kiosk.cli import COMMANDS, main
from kiosk.lab.replay.play import replay
from kiosk.lab.replay.scenario import load_scenario
from kiosk.lab.replay.staging import Staging
from kiosk.lab.replay.timeline import Entry, Kind
from kiosk.settings.model import Settings
from kiosk.settings.shown import describe_settings
from tests import CHECKOUT, OWN_RECORDINGS

pytestmark = [pytest.mark.sound, pytest.mark.slow]

README = CHECKOUT / "README.md"
FILES = sorted(
    [
        README,
        *(CHECKOUT / ".github").rglob("*.md"),
        *(CHECKOUT / "kiosk").rglob("README.md"),
        *(CHECKOUT / "audio").rglob("README.md"),
    ]
)

CHECKED_BY_PARSING = {
    "bundle": "downloads packages",
    "check": "needs sound devices",
    "clear-emergency": "acts on the kiosk that runs here",
    "fleet": "serves until it is stopped",
    "hazards": "runs tests",
    "keys": "needs somebody to press them",
    "logs": "needs a kiosk that runs",
    "pictures": "runs tests in a browser",
    "record": "needs a person",
    "run": "serves until it is stopped",
    "say": "needs a speaker",
    "selftest": "runs all tests",
    "setup": "installs",
    "start": "serves until it is stopped",
    "status": "needs a kiosk that runs",
    "stop": "needs a kiosk that runs",
}
"""Commands that no test runs as a README has them, and why; all others are run."""

RUN_ALL_THE_SAME = ("--acl", "--install-sheet")
"""Options with which these commands print something and end."""

NEED_MORE = {
    "--scheduler": "a cluster",
    "--seal": "somebody who has reviewed the texts",
    "tests/scenarios": "minutes: test_scenarios.py plays them all",
}
"""Arguments of the other commands that keep them from being run, and what they need."""

KIOSK = re.compile(r"(?:sudo )?python3 (?:FOLDER/)?run_kiosk\.py\b ?(?P<arguments>.*)")
UNPACK = "python3 voice-kiosk.pyz FOLDER"
TOOL = re.compile(r"\.venv/bin/(?P<name>\w+) ?(?P<arguments>.*)")


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def without_fences(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def inline_code(file: Path) -> list[str]:
    return re.findall(r"`([^`\n]+)`", without_fences(read(file)))


def commands(file: Path) -> Iterator[str]:
    """Give what a person is told to type: indented lines, and whole commands among words."""
    text = without_fences(read(file))
    indented = re.findall(r"^(?: {4}| {6})(?! )(\S.*)$", text, re.MULTILINE)
    among_words = [code for code in inline_code(file) if KIOSK.fullmatch(code)]
    for line in [*indented, *among_words]:
        yield from line.split(" && ")


COMMAND_LINES = [
    pytest.param(command, id=f"{file.relative_to(CHECKOUT)}: {command}")
    for file in FILES
    for command in dict.fromkeys(commands(file))
]


def parser_of(name: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(name, allow_abbrev=False)
    folder, _, module = COMMANDS[name].module.rpartition(".")
    importlib.import_module(f"{folder}.arguments.{module}").add_arguments(parser)
    return parser


def is_run(name: str, arguments: list[str]) -> bool:
    if set(arguments) & {*NEED_MORE}:
        return False
    return name not in CHECKED_BY_PARSING or bool(set(arguments) & {*RUN_ALL_THE_SAME})


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand where the files that the READMEs speak of are."""
    for folder in ("tests", "audio"):
        (tmp_path / folder).symlink_to(CHECKOUT / folder)
    recordings = tmp_path / "recordings"
    recordings.mkdir()
    rows = ["path\tset\tspeaker\tlabel\tseconds"]
    for name in ("yes", "no"):
        shutil.copy(OWN_RECORDINGS / f"{name}.flac", recordings)
        rows.append(f"{name}.flac\town\tkiosk\t{name}\t1")
    (recordings / "manifest.tsv").write_text("\n".join(rows) + "\n")
    shutil.copy(OWN_RECORDINGS / "radiation_therapy.flac", tmp_path / "cafe.wav")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check_kiosk_command(arguments: list[str]) -> None:
    name = arguments.pop(0) if arguments else "run"
    assert name in COMMANDS
    options = ["--", *arguments] if name == "selftest" else arguments
    parser_of(name).parse_args(options)
    if is_run(name, arguments):
        assert main([name, *arguments]) == 0


def check_module(name: str, options: list[str]) -> None:
    found = importlib.util.find_spec(name) or importlib.util.find_spec(f"{name}.__main__")
    assert found is not None
    assert found.origin is not None
    source = read(Path(found.origin))
    if name != "pytest":
        assert [o for o in options if o.startswith("--") and f'"{o}"' not in source] == []


def check_tool(name: str, arguments: list[str]) -> None:
    if name == "python":
        assert arguments[0] == "-m"
        check_module(arguments[1], arguments[2:])
    else:
        assert (Path(sys.executable).parent / name).exists()


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("command", COMMAND_LINES)
def test_a_command_of_a_readme_works(command: str) -> None:
    typed = command.partition(" > ")[0]
    arguments = shlex.split(typed)
    if kiosk := KIOSK.fullmatch(typed):
        check_kiosk_command(shlex.split(kiosk["arguments"]))
    elif tool := TOOL.fullmatch(typed):
        check_tool(tool["name"], shlex.split(tool["arguments"]))
    else:
        assert typed == UNPACK, "this test knows no way to check such a command"
    for argument in arguments:
        if argument.startswith("tests/"):
            assert (CHECKOUT / argument).exists()


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(CHECKOUT)))
def test_options_that_a_readme_names_are_there(file: Path) -> None:
    for code in inline_code(file):
        name, *rest = code.split()
        for option in [word for word in rest if word.startswith("--") and name in COMMANDS]:
            assert re.search(rf"(?<!\S){option}\b", parser_of(name).format_help()), code


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(CHECKOUT)))
def test_settings_that_a_readme_names_are_there(file: Path) -> None:
    keys = {name for name, _, _ in describe_settings()}
    lines = [code for code in inline_code(file) if re.match(r"[a-z_]+ = ", code)]
    blocks = re.findall(r"^```toml\n(.*?)^```$", read(file), re.MULTILINE | re.DOTALL)
    for written in [*lines, *blocks]:
        assert set(tomllib.loads(written)) <= keys


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(CHECKOUT)))
def test_files_that_a_readme_names_are_there(file: Path) -> None:
    named = re.compile(r"(kiosk|audio|grammar|tests|\.ci|\.launch|\.github)/[\w./-]*")
    gone = [c for c in inline_code(file) if named.fullmatch(c) and not (CHECKOUT / c).exists()]
    assert gone == []


def anchors(file: Path) -> set[str]:
    """Give the names by which a page's headings are linked to."""
    headings = re.findall(r"^#+ (.*)$", without_fences(read(file)), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(CHECKOUT)))
def test_links_of_a_readme_lead_somewhere(file: Path) -> None:
    for link in re.findall(r"\]\((?!https?://)([^)]+)\)", read(file)):
        path, _, anchor = link.partition("#")
        target = (file.parent / path).resolve() if path else file
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_the_readme_at_the_top_is_short() -> None:
    assert len(read(README).splitlines()) <= 150


def test_every_command_is_in_the_readme() -> None:
    rows = re.findall(r"^\| (`.*?) \| ", read(README), re.MULTILINE)
    assert {code.split()[0] for row in rows for code in re.findall(r"`(.*?)`", row)} >= {*COMMANDS}


def as_told(kind: Kind, entries: list[Entry]) -> Iterator[str]:
    words = [entry.what for entry in entries]
    if kind is Kind.PRESSED:
        yield f"visitor  presses {', '.join(words)}"
    for each in words:
        if kind is Kind.SAID:
            yield f'visitor  says "{each}"'
        elif kind is Kind.ALERT:
            yield f"kiosk    calls staff: {each}"
        elif kind is Kind.SPOKEN:
            yield f"kiosk    {each}"


def transcript(scenario: Path) -> str:
    """Give what a visitor and the kiosk do in a scenario, as the README tells it."""
    runner = Staging(Settings(), None, None, None, timelines=True).runner()
    stage, person = runner.stage(load_scenario(scenario))
    assert replay(load_scenario(scenario), stage, person).failure is None
    assert stage.timeline is not None
    told = (Kind.PRESSED, Kind.SAID, Kind.ALERT, Kind.SPOKEN)
    entries = [entry for entry in stage.timeline.entries if entry.kind in told]
    groups = groupby(entries, lambda entry: entry.kind)
    return "".join(f"{line}\n" for kind, group in groups for line in as_told(kind, list(group)))


def test_the_transcript_in_the_readme_is_what_the_scenario_gives() -> None:
    (found,) = re.finditer(
        r"<!-- transcript of (\S+) -->\n```text\n(.*?)```\n", read(README), re.DOTALL
    )
    assert found[2] == transcript(CHECKOUT / found[1])


def test_the_scenario_that_is_explained_is_the_one_that_is_played() -> None:
    lab = read(CHECKOUT / "kiosk" / "lab" / "README.md")
    (found,) = re.finditer(r"<!-- (tests/scenarios/\S+) -->\n```yaml\n(.*?)```\n", lab, re.DOTALL)
    assert found[2] == read(CHECKOUT / found[1])


def test_checks_before_a_commit_use_the_tools_of_the_environment() -> None:
    hooks = YAML(typ="safe").load(read(CHECKOUT / ".pre-commit-config.yaml"))["repos"][0]["hooks"]
    tools = [Path(hook["entry"].split()[0]) for hook in hooks]
    assert [tool.name for tool in tools] == ["ruff", "ruff", "mypy"]
    assert all(tool.parent == Path(".venv/bin") for tool in tools)
    assert all((Path(sys.executable).parent / tool.name).exists() for tool in tools)
