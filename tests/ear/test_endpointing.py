import pytest

from audio.endpointing import Completeness, Endpointer, TurnRules

PHRASES = {
    "yes": Completeness.COMPLETE,
    "no": Completeness.EXTENDABLE,
    "no thank you": Completeness.COMPLETE,
    "radiation": Completeness.INCOMPLETE,
    "radiation therapy": Completeness.COMPLETE,
    "pain": Completeness.EXTENDABLE,
    "pain management": Completeness.COMPLETE,
}
STEP = 0.01


def gauge(words: str) -> Completeness:
    return PHRASES.get(words, Completeness.NOTHING)


def careful_gauge(words: str) -> Completeness:
    return Completeness.CAREFUL if words == "no" else gauge(words)


def end_of(
    speech: list[tuple[float, float]],
    words: list[tuple[float, str]],
    *,
    careful: bool = False,
    rules: TurnRules | None = None,
) -> float | None:
    """When a turn ends with speech in these spans and these words known from these times on."""
    endpointer = Endpointer(careful_gauge if careful else gauge, rules)
    for i in range(1, 4001):
        now = i * STEP
        speaking = any(start < now <= end + 1e-9 for start, end in speech)
        known = [text for at, text in words if at <= now]
        if endpointer.update(now, speaking, known[-1] if known else ""):
            return now
    return None


@pytest.mark.parametrize(
    ("case", "speech", "words", "end"),
    [
        ("yes", [(1.0, 1.5)], [(1.4, "yes")], 1.85),
        ("a no that may go on", [(1.0, 1.4)], [(1.3, "no")], 2.0),
        ("no ... thank you", [(1.0, 1.4), (1.9, 2.5)], [(1.3, "no"), (2.4, "no thank you")], 2.85),
        (
            "a stuttered y... yes",
            [(1.0, 1.2), (2.4, 2.9)],
            [(2.8, "yes")],
            3.25,
        ),
        (
            "no, no, no",
            [(1.0, 1.3), (1.6, 1.9), (2.2, 2.5)],
            [(1.3, "no"), (1.9, "no no"), (2.5, "no no no")],
            3.3,
        ),
        (
            "a phrase with holes of 1.2 s",
            [(1.0, 1.8), (3.0, 3.8)],
            [(1.7, "radiation"), (3.7, "radiation therapy")],
            4.15,
        ),
        ("a phrase broken off", [(1.0, 1.8)], [(1.7, "radiation")], 3.3),
        (
            "a cough, then the word",
            [(1.0, 1.3), (2.0, 2.4)],
            [(2.3, "yes")],
            2.75,
        ),
        ("talk about something else", [(1.0, 3.0)], [], 3.8),
        ("talk that never ends", [(1.0, 40.0)], [(2.0, "pain")], 13.0),
        ("talk with short gaps that never ends", [(1 + i, 1.7 + i) for i in range(40)], [], 13.0),
        ("words that come late", [(1.0, 1.5)], [(2.1, "yes")], 2.1),
        ("silence", [], [], None),
    ],
)
def test_an_utterance_ends_when_its_words_say_so(
    case: str,
    speech: list[tuple[float, float]],
    words: list[tuple[float, str]],
    end: float | None,
) -> None:
    ended = end_of(speech, words)

    assert ended == (None if end is None else pytest.approx(end, abs=STEP * 1.01)), case


def test_more_is_awaited_after_a_no_at_an_emergency_question() -> None:
    speech = [(1.0, 1.4), (2.1, 2.8)]
    words = [(1.3, "no"), (2.7, "no wait yes")]

    assert end_of(speech, words) == pytest.approx(2.0, abs=STEP * 1.01)
    assert end_of(speech, words, careful=True) == pytest.approx(3.6, abs=STEP * 1.01)


def test_slow_answers_get_twice_the_silence_and_no_longer_a_turn() -> None:
    slow = TurnRules().slowed(2.0)

    assert end_of([(1.0, 1.5)], [(1.4, "yes")], rules=slow) == pytest.approx(2.2, abs=0.011)
    assert end_of([(1.0, 1.8)], [(1.7, "radiation")], rules=slow) == pytest.approx(4.8, abs=0.011)
    assert end_of([(1.0, 40.0)], [], rules=slow) == pytest.approx(13.0, abs=0.011)


def test_speech_that_never_ends_is_told_from_speech_that_ended() -> None:
    endless, ended = Endpointer(gauge), Endpointer(gauge)
    for i in range(1, 1301):
        endless.update(i * STEP, True, "")
        ended.update(i * STEP, i <= 100, "")

    assert endless.cut
    assert not Endpointer(gauge).cut
    assert ended.speech_seconds == pytest.approx(1.0)
    assert ended.last_speech == pytest.approx(1.0)
