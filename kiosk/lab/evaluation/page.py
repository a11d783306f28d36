"""Writes an evaluation as a page for a clinic's technician."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kiosk.lab.evaluation.findings import Findings
from kiosk.lab.evaluation.rate_plot import plots
from kiosk.lab.evaluation.recognition import Rate
from kiosk.report.file import write_report
from kiosk.report.html import Page

_MOST_NAMED = 500
"""Files named of one kind of mistake: a page of thousands is not read."""


@dataclass(frozen=True, slots=True)
class Level:
    """What was found at one level of noise; `snr_db` None: without noise."""

    snr_db: float | None
    findings: Findings

    @property
    def name(self) -> str:
        """As people read it."""
        return level_name(self.snr_db)


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was measured, and how.

    Attributes:
        folder: where the recordings are.
        recognizer: who heard them.
        as_emergency: each answered an emergency question through the whole kiosk.
        noise: where the noise came from; None: there was none.
        room: where the rooms' responses came from; None: the recordings are as they are.
        problems: rows of the manifest that could not be read.
        levels: what was found; one at least.
    """

    folder: str
    recognizer: str
    as_emergency: bool
    noise: str | None
    room: str | None
    problems: Sequence[str]
    levels: Sequence[Level]


def level_name(snr_db: float | None) -> str:
    """Name a level of noise."""
    return "no noise" if snr_db is None else f"{snr_db:g} dB"


def write_page(file: Path, measurement: Measurement) -> None:
    """Write the page; raises as `write_report`."""
    write_report(file, page(measurement))


def page(measurement: Measurement) -> str:
    """Give the page as HTML."""
    made = Page("How well the kiosk hears yes and no")
    levels = measurement.levels
    made.paragraph(_verdict(levels), "verdict")
    made.paragraph(
        "Small numbers prove little: “at most” is what the rate may still be, with 95 % "
        "certainty, after so many recordings (Clopper and Pearson's bound)."
    )
    made.heading("What was measured")
    conditions = _conditions(measurement)
    columns = ("what", "value")
    made.table("Recordings and conditions", columns, conditions, [["text"]] * len(conditions))
    made.heading("Mistakes")
    made.table(
        "How often each mistake was made, of how many recordings, and its bound; gravest first",
        ("what was said, and what became of it", *(level.name for level in levels)),
        [
            (what, *(_counted(level.findings.rates[what]) for level in levels))
            for what in levels[0].findings.rates
        ],
    )
    if len(levels) > 1:
        made.heading("Errors against noise")
        made.paragraph(
            "A picture for each mistake, all on the same scale; further right the noise is "
            "louder. A mark is the share that was measured; the line through it shows where the "
            "true share lies with 95 % certainty."
        )
        rates = levels[0].findings.rates
        series = {what: [level.findings.rates[what] for level in levels] for what in rates}
        made.add(plots([level.name for level in levels], series))
    else:
        made.paragraph(
            "For a plot against noise measure several levels: --noise PATH --snr 20,10,5,0."
        )
    made.heading("What each recording was taken for")
    made.paragraph(
        "A row is what was said, or the kind of sound; a column is what it was taken for"
        + (" after one attempt. " if measurement.as_emergency else ". ")
        + "Green is as it should be; bold on red is a wrong answer."
    )
    for level in levels:
        _confusion(made, level)
    made.heading("Recordings that went wrong")
    for level in levels:
        for what, paths in level.findings.mistakes.items():
            if paths:
                lines = list(islice(paths, _MOST_NAMED))
                if len(paths) > len(lines):
                    lines.append(f"and {len(paths) - len(lines)} more")
                made.folded(f"{what}: {len(paths)} ({level.name})", lines)
    if not any(paths for level in levels for paths in level.findings.mistakes.values()):
        made.paragraph("None.")
    unusable = (*measurement.problems, *levels[0].findings.unreadable)
    if unusable:
        made.heading("Recordings that could not be used")
        made.folded(f"{len(unusable)} left out", unusable)
    return str(made)


def _verdict(levels: Sequence[Level]) -> str:
    """Say of the gravest mistake how often it was made, at the level where it was worst."""
    what = next(iter(levels[0].findings.rates))
    worst = max(levels, key=lambda level: _badness(level.findings.rates[what]))
    rate = worst.findings.rates[what]
    if not rate.tries:
        return "No recording says yes, so nothing is known about a yes that is taken for a no."
    said, _, became = what.partition(", ")
    many = len(levels) > 1
    bound = f"With 95 % certainty it happens to at most {rate.bound:.1%} of them"
    if not rate.errors:
        everywhere = " at each of the levels of noise" if many else ""
        tries = "one try" if rate.tries == 1 else f"{rate.tries} tries"
        return f"No {said} was {became} in {tries}{everywhere}. {bound}."
    at = f" where it was worst ({worst.name})" if many else ""
    return f"{rate.errors} of {rate.tries} recordings of {said} were {became}{at}. {bound}."


def _badness(rate: Rate) -> tuple[float, float]:
    return (rate.errors / rate.tries if rate.tries else -1.0, rate.bound)


def _conditions(measurement: Measurement) -> list[tuple[str, str]]:
    findings = measurement.levels[0].findings
    noisy = [level.name for level in measurement.levels if level.snr_db is not None]
    recognizers = measurement.recognizer.replace("+", " and ")
    milliseconds = ", ".join(f"{level.findings.ms_per_clip:.1f} ms" for level in measurement.levels)
    return [
        ("folder", measurement.folder),
        ("recordings used", str(findings.clips)),
        ("recordings left out", str(len(measurement.problems) + len(findings.unreadable))),
        ("recognizers", recognizers),
        (
            "taken for",
            "an answer to an emergency question, through the whole kiosk"
            if measurement.as_emergency
            else "a word by itself",
        ),
        ("room", measurement.room or "as recorded"),
        ("noise", measurement.noise or "none added"),
        ("speech above noise", ", ".join(noisy) or "no noise"),
        ("time of one core for one recording", milliseconds),
    ]


def _confusion(made: Page, level: Level) -> None:
    findings = level.findings
    rows, styles = [], []
    for group, counts in findings.confusion.items():
        right = findings.right.get(group, findings.outcomes[-1])
        clips = sum(counts.values())
        rows.append((group, *(str(counts[outcome]) for outcome in findings.outcomes), str(clips)))
        answers = set(findings.right.values()) - {right}
        kinds = {right: "right"} | dict.fromkeys(answers, "wrong")
        styles.append(
            [
                kinds.get(outcome, "") if counts.get(outcome) else ""
                for outcome in (*findings.outcomes, "all")
            ]
        )
    made.table(
        f"Taken for, {level.name}",
        ("said", *(o.replace("_", " ").lower() for o in findings.outcomes), "all"),
        rows,
        styles,
    )


def _counted(rate: Rate) -> str:
    if not rate.tries:
        return "not tried"
    return f"{rate.errors} of {rate.tries}, at most {rate.bound:.1%}"
