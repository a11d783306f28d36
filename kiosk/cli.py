"""The command line: finds the command, runs it, and turns every expected error into one line.

`kiosk.commands.arguments` says what each command takes, with the standard library alone, so that
help is there before anything is installed. The command's own module is imported only to run it.
"""

import argparse
import difflib
import importlib
import shutil
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn, Protocol, TextIO, cast

from audio.errors import AudioError, reason_of
from grammar.errors import GrammarError
from kiosk.errors import FORESEEN, ContentError, ScenarioError, SettingsError
from kiosk.launch.printable import guarded_streams, one_line
from kiosk.launch.standard_streams import write_nowhere

PROGRAM = "run_kiosk.py"
DEFAULT_COMMAND = "run"

DONE = 0
FAILED = 1
WRONG_INPUT = 2
SOUND_FAILED = 3
INTERRUPTED = 130

EXIT_CODES = """\
exit codes:
  0    done
  1    it did not work, or the answer is no (status, check, replay, ...)
  2    wrong input: an option, the settings, the content, the phrases, a scenario
  3    sound: a device, a recording, a model or the voice
  130  ended by Ctrl-C (a running kiosk ends with 0)"""


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command lives, and the line about it in the list of all.

    The module of the same name in `kiosk.commands.arguments` says what it takes.
    """

    module: str
    summary: str


COMMANDS: dict[str, Command] = {
    "run": Command("kiosk.commands.run", "run the kiosk in this terminal (the default)"),
    "start": Command("kiosk.commands.start", "run the kiosk in the background"),
    "stop": Command("kiosk.commands.stop", "end the service; a visitor is told"),
    "restart": Command("kiosk.commands.restart", "restart the service; a visitor is told"),
    "status": Command("kiosk.commands.status", "show how the service is, on one screen"),
    "logs": Command("kiosk.commands.logs", "show what the service did, in counts and states"),
    "fleet": Command("kiosk.commands.fleet", "show all kiosks of a site and answer their calls"),
    "page": Command("kiosk.commands.page", "open the page of a kiosk that runs as a service"),
    "setup": Command("kiosk.commands.setup", "get the natural voice and a Vosk model"),
    "check": Command("kiosk.commands.check", "try every part and say what to do about faults"),
    "settings": Command("kiosk.commands.settings", "show each setting, its value, and where from"),
    "replay": Command("kiosk.commands.replay", "play scenarios or recordings through the dialogue"),
    "record": Command(
        "kiosk.commands.record", "record a person's voice for tests, once they agree"
    ),
    "evaluate": Command("kiosk.commands.evaluate", "measure recognition on labelled recordings"),
    "phrases": Command("kiosk.commands.phrases", "list what may be said, and what a phrase means"),
    "review": Command("kiosk.commands.review", "show who has reviewed the wording, and until when"),
    "keys": Command("kiosk.commands.keys", "learn what the keys of a keypad or switch mean"),
    "devices": Command("kiosk.commands.devices", "list the sound devices of this machine"),
    "say": Command("kiosk.commands.say", "speak a text"),
    "hazards": Command("kiosk.commands.hazards", "show the hazard log with its tests' results"),
    "conformance": Command(
        "kiosk.commands.conformance", "show the accessibility checklist with its tests' results"
    ),
    "pictures": Command("kiosk.commands.pictures", "take a picture of the page in each state"),
    "diagram": Command("kiosk.commands.diagram", "draw the dialogue's states as a Mermaid diagram"),
    "clear-emergency": Command(
        "kiosk.commands.clear_emergency", "end an emergency or call: staff have taken over"
    ),
    "bundle": Command("kiosk.commands.bundle", "write one file for a machine without a network"),
    "selftest": Command("kiosk.commands.selftest", "run the project's checks and tests"),
}


class ArgumentsModule(Protocol):
    """What the module of a command's arguments gives."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments, a description, and an example as epilog."""
        ...


class CommandModule(Protocol):
    """What the module of a command gives."""

    def run(self, args: argparse.Namespace) -> int:
        """Run the command and give the exit code."""
        ...


class _OneLineParser(argparse.ArgumentParser):
    """An argument parser that reports wrong use in one line."""

    def error(self, message: str) -> NoReturn:
        """Print the message with a pointer to the help, and exit."""
        self.exit(WRONG_INPUT, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(argv: Sequence[str]) -> int:
    """Run the command that `argv` (without the program's name) names; give its exit code."""
    with guarded_streams():
        return _told(argv)


def _told(argv: Sequence[str]) -> int:
    """Run the command; report in one line why it failed."""
    try:
        try:
            code = _dispatch(list(argv))
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else FAILED
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return _fail("stopped", INTERRUPTED)
    except BrokenPipeError:
        # The reader of the output has closed it.
        write_nowhere(sys.stdout)
        return FAILED
    except FORESEEN as error:
        return _fail(str(error), _exit_code(error))
    except OSError as error:
        place = f"{one_line(str(error.filename))}: " if error.filename else ""
        if not error.filename and not _can_be_written(sys.stdout):
            place = "standard output: "
            write_nowhere(sys.stdout)
        return _fail(f"{place}{reason_of(error)}", FAILED)


def _dispatch(argv: list[str]) -> int:
    if argv and argv[0] in ("-h", "--help", "help"):
        print(_overview())  # noqa: T201 - the help is this command's output
        return DONE
    name = DEFAULT_COMMAND
    if argv and not argv[0].startswith("-"):
        name = argv.pop(0)
    command = COMMANDS.get(name)
    if command is None:
        near = difflib.get_close_matches(name, COMMANDS, n=1)
        advice = f'did you mean "{near[0]}"?' if near else f"see {PROGRAM} --help"
        return _fail(f'unknown command "{name}"; {advice}', WRONG_INPUT)
    folder, _, file = command.module.rpartition(".")
    arguments = importlib.import_module(f"{folder}.arguments.{file}")
    parser = _OneLineParser(
        prog=f"{PROGRAM} {name}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    cast(ArgumentsModule, arguments).add_arguments(parser)
    parser.description = _wrapped(parser.description or "")
    parser.epilog = f"{parser.epilog or ''}\n\n{EXIT_CODES}".lstrip()
    given = parser.parse_args(argv)
    return cast(CommandModule, importlib.import_module(command.module)).run(given)


def _wrapped(text: str) -> str:
    """Wrap a text to the terminal's width; argparse leaves the lines of an example alone."""
    return textwrap.fill(text, max(shutil.get_terminal_size().columns - 2, 40))


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {command.summary}" for name, command in COMMANDS.items()]
    return "\n".join(
        (
            f"usage: {PROGRAM} [COMMAND] [OPTIONS]",
            "",
            "An offline voice kiosk for a clinic's waiting room.",
            "",
            "commands:",
            *lines,
            "",
            "example:",
            f"  {PROGRAM} say --help",
            "",
            EXIT_CODES,
        )
    )


def _exit_code(error: Exception) -> int:
    match error:
        case SettingsError() | ContentError() | ScenarioError() | GrammarError():
            return WRONG_INPUT
        case AudioError():
            return SOUND_FAILED
        case _:
            return FAILED


def _can_be_written(stream: TextIO) -> bool:
    try:
        stream.flush()
    except OSError:
        return False
    return True


def _fail(message: str, code: int) -> int:
    try:
        print(f"{PROGRAM}: {message}", file=sys.stderr, flush=True)  # noqa: T201 - errors' one place
    except OSError:  # such as a full disk: the exit code shows it
        write_nowhere(sys.stderr)
    return code
