"""`setup`: brings the natural voice, and a Vosk model that it downloads or reads from a file."""

import argparse
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from audio.voices.natural import NaturalVoice
from audio.vosk.models.installed import BUNDLED, record_of
from audio.vosk.models.store import ModelStore
from audio.vosk.models.table import MODELS, Choice
from kiosk.cli import INTERRUPTED, PROGRAM
from kiosk.service.control.background import UNITS_FOLDER
from kiosk.service.control.systemd import Display, hand_to_systemd, write_units
from kiosk.service.control.units import settings_of_kiosk
from kiosk.service.setup.model import record_for, takes_the_grammar
from kiosk.settings.load import load_settings
from kiosk.terminal.console import own_console
from kiosk.visit.dialogue.pace import Pace
from kiosk.web.policy import FOLDERS, how_to_remove, write_policy


def run(args: argparse.Namespace) -> int:
    """Install the model and say where it is."""
    if args.natural_voice:
        with closing(NaturalVoice()) as voice:
            voice.speak("This is the natural voice.", Pace().words_per_minute)
        _tell('the natural voice works; the kiosk uses it unless the settings say voice = "plain"')
        return 0
    if args.cluster:
        _tell("on one machine:   .venv/bin/dask scheduler")
        _tell("on each of them:  .venv/bin/dask worker tcp://THAT_MACHINE:8786")
        _tell(
            "then, anywhere:   python3 run_kiosk.py replay PATH --scheduler tcp://THAT_MACHINE:8786"
        )
        _tell("Dask does not ask who connects: only on a network that is trusted, or with its TLS.")
        return 0
    if args.service:
        return _set_up_service(args)
    settings = settings_of_kiosk(args.settings)
    record = record_for(args.model or _size_of(args.archive), settings.clinic.language)
    bundled = ModelStore(BUNDLED)
    if bundled.chosen() == record and bundled.state(record, thoroughly=True) == "whole":
        _tell(f"{record.name} is there already and verified: {bundled.place(record)}")
        return 0
    store = ModelStore(settings.hearing.models_folder)
    by_hand = (
        settings.hearing.vosk_model
        if record_of(settings.hearing.models_folder, settings.hearing.vosk_model) is None
        else None
    )
    console = own_console(stderr=True)
    try:
        with _progress(console) as progress:
            task = progress.add_task(record.name, total=record.size, visible=False)
            outcome = store.set_up(
                record,
                partial(_show, progress, task),
                archive=args.archive,
                url=args.url,
                accept=takes_the_grammar(settings.clinic.language),
                waiting=lambda: console.print("another set-up is under way; waiting for it"),
            )
    except KeyboardInterrupt:
        print(f"{PROGRAM}: stopped; the next setup goes on from there", file=sys.stderr)  # noqa: T201
        return INTERRUPTED
    came = "is there already and" if outcome == "there already" else f"({record.licence}) is"
    _tell(f"{record.name} {came} verified: {store.place(record)}")
    if by_hand is not None:
        _tell(f"The settings name another model, which the kiosk uses: vosk_model = {by_hand}")
    else:
        _tell("The kiosk uses it from its next start.")
    return 0


def _set_up_service(args: argparse.Namespace) -> int:
    settings = load_settings(args.settings)
    file = args.settings.absolute() if args.settings else None
    authority = Path(args.xauthority).absolute() if args.xauthority else None
    page = Display(args.display, authority) if args.page else None
    calls = bool(settings.alerts.webhook or settings.mqtt.host)
    opens = page is not None and bool(settings.page.browser)
    folder = args.units or UNITS_FOLDER
    for unit in write_units(folder, file, page, calls=calls, opens=opens):
        _tell(f"{unit} is written")
    if page is not None and not opens:
        _tell("The settings name no browser: status tells the address to open by hand.")
    if opens and (args.policies or args.units is None):
        _write_policy(args, settings.page.port)
    if args.units is None:
        hand_to_systemd(page=opens)
        _tell("The kiosk starts with the machine from now on; to start it now: run_kiosk.py start")
    return 0


def _write_policy(args: argparse.Namespace, port: int) -> None:
    written = write_policy(port, [args.policies] if args.policies else FOLDERS)
    for policy in written:
        _tell(f"{policy} is written")
    _tell(
        "From now on Chromium and Chrome show nothing but this machine's own pages here, whoever "
        f"opens them; to undo that: {how_to_remove(written)}"
    )


def _size_of(archive: Path | None) -> Choice:
    """Give which model a file is by its size; its hash is looked at later."""
    size = archive.stat().st_size if archive is not None and archive.is_file() else 0
    return next((choice for choice, each in MODELS.items() if each.size == size), "small")


def _show(progress: Progress, task: TaskID, there: int, total: int) -> None:
    if not progress.tasks[task].visible:
        # The part that an earlier set-up has fetched must not count for this one's speed.
        progress.reset(task, total=total, completed=there, visible=True)
    progress.update(task, completed=there)


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def _tell(line: str) -> None:
    print(line)  # noqa: T201 - this command's output
