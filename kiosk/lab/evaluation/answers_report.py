"""Reports the answer path's results: an object for programs, a table for people, worst first."""

from collections.abc import Callable, Mapping

from rich.table import Table

from kiosk.lab.evaluation.answer_path import Outcome
from kiosk.lab.evaluation.answers import OPPOSITE, Answered, AnswerEvaluation
from kiosk.lab.evaluation.findings import Findings
from kiosk.lab.evaluation.recognition import Rate
from kiosk.terminal.console import own_console

_ATTEMPTS: Mapping[str, Callable[[Answered], Outcome]] = {
    "first": lambda answered: answered.first,
    "with_ask_back": lambda answered: answered.final,
    "repeated": lambda answered: answered.repeated,
}
_IN_WORDS = {
    "first": "first attempt",
    "with_ask_back": "with ask-back",
    "repeated": "asked back and yes said again",
}
_RIGHT = {"yes": Outcome.YES, "no": Outcome.NO}
"""Final outcome that a group should have; every other group's is UNCLEAR."""


def yes_to_no(measured: AnswerEvaluation) -> dict[str, Rate]:
    """Give by attempt how often a yes became NO: the error that may not be."""
    return {
        name: measured.rate(Outcome.NO, attempt, among=("yes",))
        for name, attempt in _ATTEMPTS.items()
    }


def other_to_no(measured: AnswerEvaluation) -> dict[str, Rate]:
    """Give by attempt how often what is neither yes nor no became NO."""
    return {
        name: measured.rate(Outcome.NO, _ATTEMPTS[name], but=OPPOSITE)
        for name in ("first", "with_ask_back")
    }


def asked_back(measured: AnswerEvaluation) -> Rate:
    """Give how many honest answers, yes or no, were asked back."""
    return measured.rate(Outcome.ASK_BACK, _ATTEMPTS["first"], among=OPPOSITE)


def as_object(measured: AnswerEvaluation, conditions: Mapping[str, object]) -> dict[str, object]:
    """Give everything measured, ready for JSON; `conditions` are added as they are."""
    return {
        "recognizer": measured.recognizer,
        "as": "emergency",
        "clips": len(measured.answered),
        "confusion": measured.confusion(_ATTEMPTS["first"]),
        "with_ask_back": measured.confusion(_ATTEMPTS["with_ask_back"]),
        "ms_per_clip": round(measured.ms_per_clip, 3),
        **{
            f"false_{name}": _counted(
                measured.rate(outcome, _ATTEMPTS["with_ask_back"], but=(name,))
            )
            for name, outcome in _RIGHT.items()
        },
        "yes_to_no": {name: _counted(rate) for name, rate in yes_to_no(measured).items()},
        "other_to_no": {name: _counted(rate) for name, rate in other_to_no(measured).items()},
        "asked_back": _counted(asked_back(measured)),
        "yes_as_no": list(measured.mistaken("yes", Outcome.NO)),
        "no_as_yes": list(measured.mistaken("no", Outcome.YES)),
        "other_as_no": list(measured.mistaken(None, Outcome.NO)),
        "unreadable": list(measured.unreadable),
        **conditions,
    }


def findings(measured: AnswerEvaluation) -> Findings:
    """Give what a report for people shows: the confusion is the first attempt's."""
    first, final = _ATTEMPTS["first"], _ATTEMPTS["with_ask_back"]
    unclear = {
        f"{said}, not understood at once": tuple(
            answered.clip.path
            for answered in measured.answered
            if answered.clip.group == said and answered.first is Outcome.UNCLEAR
        )
        for said in OPPOSITE
    }
    return Findings(
        rates={
            "yes, taken for NO": measured.rate(Outcome.NO, final, among=("yes",)),
            "something else, taken for NO": measured.rate(Outcome.NO, final, but=OPPOSITE),
            "no, taken for YES": measured.rate(Outcome.YES, final, among=("no",)),
            "something else, taken for YES": measured.rate(Outcome.YES, final, but=OPPOSITE),
            **{
                what: measured.rate(Outcome.UNCLEAR, first, among=(what.split(",")[0],))
                for what in unclear
            },
        },
        outcomes=[str(outcome) for outcome in Outcome],
        confusion=measured.confusion(first),
        right={group: str(outcome) for group, outcome in _RIGHT.items()},
        mistakes={
            "yes, taken for NO": measured.mistaken("yes", Outcome.NO),
            "something else, taken for NO": measured.mistaken(None, Outcome.NO),
            "no, taken for YES": measured.mistaken("no", Outcome.YES),
            "something else, taken for YES": measured.mistaken(None, Outcome.YES),
            **unclear,
        },
        clips=len(measured.answered),
        ms_per_clip=measured.ms_per_clip,
        unreadable=measured.unreadable,
    )


def print_table(measured: AnswerEvaluation, conditions: Mapping[str, object]) -> None:
    """Print the table on standard output."""
    console = own_console()
    for said, outcome in (("yes", Outcome.NO), (None, Outcome.NO), ("no", Outcome.YES)):
        for path in measured.mistaken(said, outcome):
            console.print(
                f"{said or 'other'} taken for {outcome}: {path}", style="bold red", soft_wrap=True
            )
    console.print(_groups(measured))
    for what, rates in (
        ("yes to NO", yes_to_no(measured)),
        ("neither yes nor no to NO", other_to_no(measured)),
    ):
        for name, rate in rates.items():
            console.print(f"{what}, {_IN_WORDS[name]}: {in_words(rate)}", soft_wrap=True)
    asked = asked_back(measured)
    console.print(f"honest answers asked back: {asked.errors} of {asked.tries}")
    told = ", ".join(f"{name} {value}" for name, value in conditions.items() if value is not None)
    console.print(
        f"{measured.recognizer}: {len(measured.answered)} clips, "
        f"{measured.ms_per_clip:.1f} ms of one core each" + (f"; {told}" if told else ""),
        soft_wrap=True,
    )


def in_words(rate: Rate) -> str:
    """Give a rate with its bound as people read it."""
    return f"{rate.errors} of {rate.tries}, at most {rate.bound:.2%} (95 %)"


def _counted(rate: Rate) -> dict[str, object]:
    return {"count": rate.errors, "of": rate.tries, "upper_95": round(rate.bound, 5)}


def _groups(measured: AnswerEvaluation) -> Table:
    """Make the rows: outcomes of the first attempt, then NO and wrong ones with the ask-back."""
    table = Table("group", *Outcome, "then NO", "then wrong", "clips", box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    final = measured.confusion(_ATTEMPTS["with_ask_back"])

    def wrong(group: str) -> int:
        return sum(final[group].values()) - final[group][_RIGHT.get(group, Outcome.UNCLEAR)]

    def badness(group: str) -> tuple[int, int, str]:
        false_noes = 0 if group == "no" else final[group][Outcome.NO]
        return -false_noes, -wrong(group), group

    first = measured.confusion(_ATTEMPTS["first"])
    for group in sorted(first, key=badness):
        clips = sum(first[group].values())
        table.add_row(
            group,
            *(str(first[group][outcome]) for outcome in Outcome),
            str(final[group][Outcome.NO]),
            f"{wrong(group) / clips:.1%}",
            str(clips),
        )
    return table
