"""Reports an evaluation as an object for programs and as a table for people, worst first."""

from collections.abc import Mapping

from rich.table import Table

from kiosk.lab.evaluation.findings import Findings
from kiosk.lab.evaluation.recognition import VERDICTS, Evaluation, Rate
from kiosk.terminal.console import own_console

_TURNED_ROUND = (("yes", "no"), ("no", "yes"))


def as_object(evaluation: Evaluation, conditions: Mapping[str, object]) -> dict[str, object]:
    """Give everything measured, ready for JSON; `conditions` are added as they are."""
    return {
        "recognizer": evaluation.recognizer,
        "clips": len(evaluation.decisions),
        "confusion": evaluation.confusion,
        "phrases": evaluation.phrases,
        "ms_per_clip": round(evaluation.ms_per_clip, 3),
        **{
            f"false_{heard}": {
                "count": rate.errors,
                "of": rate.tries,
                "upper_95": round(rate.bound, 5),
            }
            for heard in ("yes", "no")
            for rate in (evaluation.false(heard),)
        },
        **{
            f"{said}_as_{heard}": list(evaluation.mistaken(said, heard))
            for said, heard in _TURNED_ROUND
        },
        "unreadable": list(evaluation.unreadable),
        **conditions,
    }


def findings(evaluation: Evaluation) -> Findings:
    """Give what a report for people shows."""
    others = [d for d in evaluation.decisions if d.clip.group not in ("yes", "no")]
    mistakes = {
        f"{said}, heard as {heard}": evaluation.mistaken(said, heard)
        for said, heard in _TURNED_ROUND
    }
    for heard in ("yes", "no"):
        wrong = tuple(d.clip.path for d in others if d.heard == heard)
        mistakes[f"something else, heard as {heard}"] = wrong
    for said in ("yes", "no"):
        mistakes[f"{said}, not understood"] = evaluation.mistaken(said, "reject")
    said_times = {
        said: sum(evaluation.confusion.get(said, {}).values()) for said in ("yes", "no")
    } | {"something else": len(others)}
    return Findings(
        rates={
            what: Rate(len(paths), said_times[what.split(",")[0]])
            for what, paths in mistakes.items()
        },
        outcomes=VERDICTS,
        confusion=evaluation.confusion,
        right={"yes": "yes", "no": "no"},
        mistakes=mistakes,
        clips=len(evaluation.decisions),
        ms_per_clip=evaluation.ms_per_clip,
        unreadable=evaluation.unreadable,
    )


def print_table(evaluation: Evaluation, conditions: Mapping[str, object]) -> None:
    """Print the table on standard output."""
    console = own_console()
    for said, heard in _TURNED_ROUND:
        for path in evaluation.mistaken(said, heard):
            console.print(f"{said} heard as {heard}: {path}", style="bold red", soft_wrap=True)
    table = Table("group", *VERDICTS, "wrong", "clips", box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    rows = [
        (group, counts, _wrong(group, counts)) for group, counts in evaluation.confusion.items()
    ]
    for group, counts, wrong in sorted(rows, key=lambda row: (-row[2].errors, row[0])):
        table.add_row(
            group,
            *(str(counts[verdict]) for verdict in VERDICTS),
            f"{wrong.errors / wrong.tries:.1%}",
            str(wrong.tries),
        )
    console.print(table)
    for heard in ("yes", "no"):
        rate = evaluation.false(heard)
        console.print(
            f"false {heard}: {rate.errors} of {rate.tries}, at most {rate.bound:.2%} (95 %)"
        )
    for group, counts in evaluation.phrases.items():
        others = ", ".join(f"{i} {n}" for i, n in counts.items() if i not in ("yes", "no"))
        if others:
            console.print(f"other phrases heard in {group}: {others}", soft_wrap=True)
    told = ", ".join(f"{name} {value}" for name, value in conditions.items() if value is not None)
    console.print(
        f"{evaluation.recognizer}: {len(evaluation.decisions)} clips, "
        f"{evaluation.ms_per_clip:.1f} ms of one core each" + (f"; {told}" if told else "")
    )


def _wrong(group: str, counts: Mapping[str, int]) -> Rate:
    right = group if group in ("yes", "no") else "reject"
    clips = sum(counts.values())
    return Rate(clips - counts[right], clips)
