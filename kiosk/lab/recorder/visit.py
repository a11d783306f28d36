"""Makes a scenario of a visit: a person talks to the kiosk and presses its keys as they like."""

from collections.abc import Sequence

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from grammar.grammar import Grammar
from kiosk.lab.recorder.booth import STOP, Booth
from kiosk.lab.recorder.kiosk_aloud import KEY_NAMES, KioskAloud
from kiosk.lab.recorder.scenario_text import as_text, quoted
from kiosk.lab.recorder.session import Line, Session
from kiosk.lab.recorder.wording import Wording
from kiosk.lab.replay.play import PATIENCE, UTTERANCE_ENDS, Stage
from kiosk.lab.replay.visitors import REACTION
from kiosk.visit.dialogue.events import Started
from kiosk.visit.dialogue.keys import KEYS

STEM = "visit"

FINISH = "f"
"""The key that ends the visit here; the kiosk has no use for it."""

AT_REST = "attract"

_KIOSK_KEYS = tuple(key for key in (*KEYS, *"123456789") if key != STOP)
_AFTER_SPEECH = 0.5


class Visit:
    """One visit, turn by turn; the kiosk is a replay's, so no staff are called."""

    def __init__(
        self,
        stage: Stage,
        aloud: KioskAloud,
        booth: Booth,
        session: Session,
        *,
        grammar: Grammar,
        wording: Wording,
    ) -> None:
        """Prepare.

        Args:
            stage: the kiosk, watched by `aloud`.
            aloud: speaks for it.
            booth: where the person is.
            session: keeps what they say.
            grammar: says how what was understood is said.
            wording: what is said to them.
        """
        self._stage = stage
        self._aloud = aloud
        self._booth = booth
        self._session = session
        self._phrases = {phrase.intent: phrase.text for phrase in reversed(grammar.phrases())}
        self._wording = wording
        self._turns: list[dict[str, object]] = []

    def lead(self) -> None:
        """Go on until the visit is over: the kiosk is at rest again, or FINISH was pressed.

        Raises:
            StoppedError, AudioError: see `Session.record`.
        """
        stage = self._stage
        stage.transcript.begin(stage.clock.now())
        stage.driver.post(Started())
        while True:
            stage.pass_until(lambda: not stage.app.speaking, PATIENCE)
            stage.pass_until(lambda: stage.app.listening, _AFTER_SPEECH)
            if stage.transcript.state() == AT_REST and self._turns:
                return
            said = self._session.take(self._ask, (*_KIOSK_KEYS, FINISH))
            match said:
                case None:
                    continue
                case str() if said == FINISH:
                    return
                case str():
                    self._press(said)
                case _:
                    self._say(said)

    def text(self, speaker: str, stem: str, names: Sequence[str]) -> str:
        """Write it as a scenario, given the names of its clips."""
        clips = iter(names)
        turns = [turn | {"say": next(clips)} if "say" in turn else turn for turn in self._turns]
        return as_text({"name": f"a visit ({speaker}, {stem})", "turns": turns})

    def _ask(self) -> None:
        self._booth.keys.drop()  # an extra press to skip a sentence must not answer it
        self._booth.tell(f"speak to the kiosk or press its keys; {FINISH}: the visit is over")

    def _press(self, key: str) -> None:
        stage = self._stage
        if self._turns:
            self._turns.append({"silence": _AFTER_SPEECH})
        stage.transcript.begin(stage.clock.now())
        stage.driver.press(key)
        self._turns.append({"key": KEY_NAMES.get(key, key), "expect": self._reached()})

    def _say(self, frames: Frames) -> None:
        stage, aloud = self._stage, self._aloud
        aloud.understood, aloud.perhaps = None, ()
        aloud.hold()
        stage.transcript.begin(stage.clock.now())
        stage.driver.play(np.zeros(round(REACTION * SAMPLE_RATE), dtype=np.float32))
        stage.driver.play(frames)
        stage.pass_until(lambda: bool(stage.transcript.heard), UTTERANCE_ENDS)
        reached = self._reached()
        perhaps = f"perhaps {' or '.join(aloud.perhaps)}" if aloud.perhaps else "nothing"
        self._booth.tell(f"understood: {aloud.understood or perhaps}")
        default = self._phrases.get(aloud.understood or "", "")
        words = self._booth.typed(self._wording.ask_what_was_said, default)
        self._session.keep(Line(words), frames)
        said = {"words": quoted(words)} if words else {}
        self._turns.append({"say": "", **said, "expect": reached})
        aloud.release()

    def _reached(self) -> dict[str, str]:
        return {"state": self._stage.transcript.state()}
