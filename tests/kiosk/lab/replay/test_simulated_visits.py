"""A visitor hears everything there is and answers every question in one visit, again and again."""

import pytest

from audio.signals.recording import read_recording
from kiosk.lab.replay.runner import ScenarioRunner
from kiosk.service.assembly.loading import load_words
from kiosk.settings.model import Settings
from tests.benchmarks.simulated_visits import complete_visit

pytestmark = [pytest.mark.sound, pytest.mark.slow]


def test_complete_visits_reach_every_topic_and_every_question() -> None:
    settings = Settings()
    content, grammar = load_words(settings.clinic)
    visit = complete_visit(content, grammar)
    heard = [text for turn in visit.turns if turn.expect for text in turn.expect.spoken]
    for topic in content.topics.values():
        if not topic.id.endswith(".intro"):
            assert {*topic.plain, *topic.fuller} <= set(heard)
    assert {question.text for question in content.questions} <= set(heard)
    visits = ScenarioRunner(settings, None, read_recording)
    for _ in range(3):
        assert visits.play(visit).result.failure is None
