"""The hazard log is read from the tests, and the file in the repository is up to date."""

import re
from pathlib import Path

import pytest

from kiosk.assurance.attack_list import read_attacks
from kiosk.assurance.hazard_log import Hazard, Result, as_markdown, read_hazards, run_tests
from kiosk.commands.hazards import LOG
from kiosk.errors import HazardLogError
from tests.kiosk.visit.dialogue.world import CONTENT

pytestmark = pytest.mark.unit

DOCSTRING = '''"""H1. Something goes wrong

Cause: a cause
Effect: an effect
Mitigation: a first part
    and a second
Severity: critical
Likelihood: remote
Residual risk: none known
Owner: somebody
"""
'''


def written(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_every_hazard_of_the_standard_has_its_module() -> None:
    hazards = read_hazards()
    assert [hazard.number for hazard in hazards] == list(range(1, 21))


def test_the_released_log_is_that_of_the_tests_and_of_the_wording() -> None:
    released = LOG.read_text(encoding="utf-8")
    results = {
        hazard.number: Result(1, 0)  # what the results were is the release's own
        for hazard in read_hazards()
    }
    expected = as_markdown(read_hazards(), results, CONTENT.digest, read_attacks())
    assert "FAILED" not in released
    assert without_results(released) == without_results(expected), (
        "run: run_kiosk.py hazards --write"
    )


def without_results(page: str) -> str:
    return re.sub(r"\d+ tests passed", "tests passed", page)


def test_fields_may_run_over_lines(tmp_path: Path) -> None:
    written(tmp_path, "test_h01_something.py", DOCSTRING)
    (hazard,) = read_hazards(tmp_path)
    assert hazard.title == "Something goes wrong"
    assert hazard.fields["Mitigation"] == "a first part and a second"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Owner: somebody\n", "", "the docstring lacks Owner"),
        ("Effect: an effect", "Effect:", "the docstring lacks Effect"),
        ("H1. Something", "Something", "expected 'H7."),
        ("H1.", "H2.", "give each its own number"),
    ],
)
def test_a_row_that_is_not_whole_is_one_line(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert before in DOCSTRING
    written(tmp_path, "test_h01_something.py", DOCSTRING.replace(before, after))
    with pytest.raises(HazardLogError, match=re.escape(said)) as caught:
        read_hazards(tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_a_hazard_without_a_passing_test_is_not_guarded(tmp_path: Path) -> None:
    tests = {
        1: "def test_holds(): assert True\n",
        2: "def test_holds(): assert True\ndef test_does_not(): assert 1 == 2\n",
        3: "",
        4: "import pytest\ndef test_nothing(): pytest.skip('not today')\n",
    }
    hazards = []
    for number, text in tests.items():
        file = tmp_path / f"test_h0{number}_made.py"
        written(tmp_path, file.name, text)
        hazards.append(Hazard(number, "made", {}, str(file)))
    results = run_tests(hazards, processes=2)
    assert [results[number].good for number in tests] == [True, False, False, False]
    assert str(results[2]) == "FAILED: 1 of 2 tests"
    assert str(results[3]) == "NO TEST RAN"
