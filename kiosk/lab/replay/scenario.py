"""Written visits: what a person does, turn by turn, and what the kiosk is expected to do.

```yaml
name: yes at the greeting begins the symptoms
turns:
  - say: recordings/yes.flac     # a recording, found from this file; or plain words
    words: "yes"                 # what the recording says, for runs without sound
  - key: "1"
  - silence: 12.5                # seconds after the kiosk fell silent
  - happens: hearing_lost        # an external event
  - expect: {state: section_menu, spoken: what would you like, within_ms: 1500}
```
"""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from audio.signals.sound_file import ENDINGS as RECORDINGS
from grammar.errors import YamlFaultError
from grammar.yaml_lines import MOST_BYTES, YamlMap, read_yaml
from kiosk.errors import ScenarioError
from kiosk.files.untrusted_text import line_of, read_untrusted_text
from kiosk.visit.dialogue.table import State

RecognizerName: TypeAlias = Literal["auto", "moonshine", "yes-no", "vosk", "text"]
"""How a scenario is heard: "text" hands its words to the grammar, without sound."""

Happening: TypeAlias = Literal[
    "hearing_lost",
    "hearing_back",
    "speaker_lost",
    "speaker_back",
    "headphones_in",
    "headphones_out",
    "alert_acknowledged",
    "staff_reachable",
    "staff_unreachable",
    "out_of_service",
    "back_in_service",
]
"""External events that a scenario can trigger."""

ENDINGS = (".yaml", ".yml")  # of a scenario's file

_IN_PLAIN_WORDS = {
    "extra_forbidden": "unknown key: correct or remove it",
    "missing": "this key is missing: write it",
    "model_type": "keys with values belong here",
    "dict_type": "keys with values belong here",
    "string_type": "a text belongs here: put it in quotes",
    "string_too_short": "the text is empty: write it or remove the key",
    "tuple_type": "a list belongs here, each entry after a hyphen",
}
"""pydantic's commonest errors in words for authors of scenarios."""


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Texts: TypeAlias = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...], BeforeValidator(_as_tuple)
]
Key: TypeAlias = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expect(_Strict):
    """What the kiosk is to do after the last input.

    Attributes:
        state: the dialogue's state it comes to.
        heard: the one intent that is understood, such as "yes" or "topic.overview"; "nothing".
        spoken: texts that sentences spoken since the last input contain; case is ignored.
        caption: texts that the captions shown since the last input contain.
        absent: texts that no sentence contains until the kiosk has spoken out.
        alert: staff are fetched, and how urgently.
        within_ms: milliseconds from the end of the input until all of it has come about.
    """

    state: State | None = None
    heard: Annotated[str, Field(min_length=1)] | None = None
    spoken: Texts = ()
    caption: Texts = ()
    absent: Texts = ()
    alert: Literal["emergency", "call", "attention"] | None = None
    within_ms: Annotated[int, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _expects_something(self) -> Self:
        given = (self.state, self.heard, self.spoken, self.caption, self.absent, self.alert)
        if not any(given):
            raise ValueError("expect nothing: give state, heard, spoken, caption, absent or alert")
        return self


class Turn(_Strict):
    """One input, one expectation, or an input with what is expected of it.

    Attributes:
        say: a recording or words, said once the kiosk listens.
        words: what the recording in `say` says, for runs without sound.
        over: do not wait for the kiosk to be silent.
        key: the keys pressed, one after the other; "space" and "enter" by name.
        silence: seconds in which the person does nothing.
        happens: an external event.
        expect: what the kiosk is to do.
        line: where the turn stands in its file.
    """

    say: Annotated[str, Field(min_length=1)] | None = None
    words: Annotated[str, Field(min_length=1)] | None = None
    over: bool = False
    key: Key | None = None
    silence: Annotated[float, Field(gt=0, le=3600)] | None = None
    happens: Happening | None = None
    expect: Expect | None = None
    line: Annotated[int, Field(alias="@line")]

    @model_validator(mode="after")
    def _is_one_input(self) -> Self:
        possible = (self.say, self.key, self.silence, self.happens)
        inputs = [given for given in possible if given is not None]
        if len(inputs) > 1:
            raise ValueError("say, key, silence, happens exclude each other: make a turn of each")
        if not inputs and self.expect is None:
            raise ValueError("nothing happens: give say, key, silence, happens or expect")
        if self.words is not None and not self.is_recording:
            raise ValueError("words go with a recording in say: leave them out")
        return self

    @property
    def is_recording(self) -> bool:
        """Whether `say` names a recording."""
        return self.say is not None and self.say.lower().endswith(RECORDINGS)


class Scenario(_Strict):
    """One visit.

    Attributes:
        name: what it shows.
        recognizer: how it is heard unless the command line says otherwise.
        touch: visitors have a touch screen, and no keys.
        settings: settings of the kiosk that differ from the default.
        settings_line: where they stand in the file.
        turns: what happens, in order.
        file: where it is written.
        wrong: why there is nothing to play: the file cannot be read. "" where it can.
    """

    name: Annotated[str, Field(min_length=1)]
    recognizer: RecognizerName = "auto"
    touch: bool = False
    settings: dict[str, Any] = Field(default_factory=dict)
    settings_line: Annotated[int, Field(alias="@settings")] = 1
    turns: Annotated[tuple[Turn, ...], Field(min_length=1)]
    file: Annotated[Path, Field(alias="@file")]
    wrong: Annotated[str, Field(alias="@wrong")] = ""

    @property
    def is_recording(self) -> bool:
        """Whether it is a recording that is played by itself."""
        return self.file.suffix.lower() in RECORDINGS

    def place(self, turn: Turn) -> str:
        """Name a turn as `file:line`; a recording, or what cannot be read, has no lines."""
        if self.is_recording or self.wrong:
            return str(self.file)
        return f"{self.file}:{turn.line}"

    def recording(self, turn: Turn) -> Path:
        """Give the path of a turn's recording."""
        return self.file.parent / str(turn.say)


def files_within(folder: Path, endings: Collection[str]) -> list[Path]:
    """List, sorted, the files of a folder and of its folders whose names end so.

    Hidden ones are passed over: a Mac lays its own `._a.yaml` beside each `a.yaml`.
    """
    return sorted(
        file
        for file in folder.rglob("*")
        if file.suffix.lower() in endings
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
        and not file.is_dir()
    )


def require_text(file: Path) -> None:
    """Refuse a path that is no UTF-8: it cannot be printed, nor stand in a report.

    Raises:
        ScenarioError: so it is.
    """
    try:
        str(file).encode()
    except UnicodeEncodeError:
        readable = str(file).encode(errors="backslashreplace").decode()
        raise ScenarioError(f"{readable}: the name is not UTF-8: rename the file.") from None


def unreadable(file: Path, error: ScenarioError) -> Scenario:
    """Stand in for a file of a folder that cannot be read: it fails, and those beside it do not."""
    readable = str(file).encode(errors="backslashreplace").decode()
    return Scenario.model_validate(
        {
            "name": readable,
            "turns": [{"silence": 1, "@line": 1}],
            "@file": Path(readable),
            "@wrong": str(error),
        }
    )


def load_scenario(file: Path) -> Scenario:
    """Read one scenario.

    Raises:
        ScenarioError: the file cannot be read, is not YAML, or breaks the format; the message
            begins with file and line.
    """
    require_text(file)
    try:
        return Scenario.model_validate({**_with_lines(_parse(file)), "@file": file, "@wrong": ""})
    except ValidationError as error:
        raise broken(file, error) from None


def broken(file: Path, error: ValidationError, inside: Sequence[str] = ()) -> ScenarioError:
    """Tell the first thing that is wrong in a scenario, with file and line.

    Args:
        file: the scenario.
        error: what pydantic found.
        inside: the keys that lead to what pydantic looked at.
    """
    first = error.errors()[0]
    keys = (*inside, *first["loc"])
    what = _IN_PLAIN_WORDS.get(first["type"]) or first["msg"].removeprefix("Value error, ")
    where = ".".join(map(str, keys))
    line = _line(_parse(file), keys)
    return ScenarioError(f"{file}:{line}: {where}: {what[0].lower()}{what[1:]}.")


def _parse(file: Path) -> YamlMap:
    try:
        document = read_yaml(read_untrusted_text(file, most=MOST_BYTES))
    except YamlFaultError as fault:
        raise ScenarioError(
            f"{file}:{fault.line}: this is not YAML: {fault.problem}: correct it."
        ) from None
    except (OSError, ValueError) as error:
        line = line_of(error) if isinstance(error, UnicodeDecodeError) else 1
        reason = getattr(error, "strerror", None) or "it is not text"
        raise ScenarioError(
            f"{file}:{line}: cannot read the scenario ({reason}): give a YAML file in UTF-8, or a "
            "recording as .wav, .flac, .ogg or .mp3."
        ) from None
    if not isinstance(document, YamlMap):
        raise ScenarioError(f"{file}:1: a scenario has name and turns: write them.")
    return document


def _with_lines(document: YamlMap) -> dict[str, Any]:
    """Copy the document, each turn and the settings with the line they stand on."""
    copy = {**document, "@settings": _line(document, ("settings",))}
    turns = document.get("turns")
    if isinstance(turns, list):
        copy["turns"] = [
            {**turn, "@line": turn.line} if isinstance(turn, YamlMap) else turn for turn in turns
        ]
    return copy


def _line(document: YamlMap, loc: Sequence[int | str]) -> int:
    """Find the line of what pydantic complains about; the nearest that has one."""
    line = 1
    node: Any = document
    for key in loc:
        try:
            line = node.lines[key]
            node = node[key]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line
