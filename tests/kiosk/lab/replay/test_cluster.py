"""`replay --scheduler`: the same results on a Dask cluster as in one process."""

import logging
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.cli import main
from tests import CHECKOUT
from tests.kiosk.lab.replay.dask_cluster import DaskCluster, dask_cluster
from tests.kiosk.lab.replay.players import begun, players_of, replayed
from tests.kiosk.lab.replay.written import FOLDER
from tests.system.live.terminal import children_of
from tests.waiting import until

pytestmark = [pytest.mark.sound, pytest.mark.slow]

SHORT = [str(file.relative_to(CHECKOUT)) for file in sorted(FOLDER.glob("[abo][a-z]*.yaml"))]
"""With words and with recordings, but without those that take longest.

Relative to where the replay is started: the workers find nothing there.
"""


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    with dask_cluster(tmp_path_factory.mktemp("cluster"), workers=2) as cluster:
        yield cluster


def test_the_results_are_those_of_one_process_even_when_a_worker_dies(
    two_workers: DaskCluster, tmp_path: Path
) -> None:
    settings = tmp_path / "clinic.toml"
    settings.write_text('emergency_number = "one one two"\n')
    called = tmp_path / "called.yaml"
    called.write_text(
        "name: called\nrecognizer: text\n"
        "turns: [{key: space}, {key: s, expect: {spoken: call one one two}}]\n"
    )
    options = (*SHORT, str(called), "--json", "--settings", str(settings))
    alone = replayed(*options)
    spread = begun(*options, "--scheduler", two_workers.address)
    busy = until(lambda: [each.pid for each in two_workers.nannies if players_of(each.pid)], 300)
    for worker in children_of(busy[0]):
        os.kill(worker, signal.SIGKILL)
    assert spread.communicate(timeout=120) == (alone.stdout, "")
    assert spread.returncode == alone.returncode == 0
    assert not any(players_of(each.pid) for each in two_workers.nannies)


def test_a_recording_that_is_not_there_is_told_as_in_one_process(
    two_workers: DaskCluster, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text("name: a\nturns: [{key: space}, {say: gone.wav}]\n")
    options = (str(tmp_path), "--recognizer", "yes-no", "--json")
    alone, spread = replayed(*options), replayed(*options, "--scheduler", two_workers.address)
    assert f"there is no recording {tmp_path}/gone.wav" in alone.stdout
    assert (spread.stdout, spread.stderr) == (alone.stdout, alone.stderr)
    assert spread.returncode == alone.returncode == 1


def test_another_edition_of_the_kiosk_plays_nothing(tmp_path: Path) -> None:
    for part in ("kiosk", "audio", "grammar"):
        shutil.copytree(
            CHECKOUT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(CHECKOUT / "requirements.lock", tmp_path)
    with (tmp_path / "grammar" / "en" / "answers.yaml").open("a") as phrases:
        phrases.write("# another edition\n")
    folder = tmp_path / "cluster"
    folder.mkdir()
    with dask_cluster(folder, workers=0) as cluster:
        cluster.add_worker({"PYTHONPATH": str(tmp_path)})
        spread = replayed(SHORT[0], "--scheduler", cluster.address)
    assert (spread.returncode, spread.stdout) == (1, "")
    assert "runs another edition of the kiosk; bring it the same" in spread.stderr
    assert spread.stderr.count("\n") == 1


def test_a_cluster_that_is_not_there_or_goes_away_is_one_line(tmp_path: Path) -> None:
    with dask_cluster(tmp_path, workers=0) as cluster:
        options = (SHORT[0], "--recognizer", "text", "--scheduler", cluster.address)
        nobody = replayed(*options)
        assert (nobody.returncode, nobody.stderr) == (
            1,
            f"run_kiosk.py: the scheduler at {cluster.address} has no worker; start one with: "
            f".venv/bin/dask worker {cluster.address}\n",
        )
        worker = cluster.add_worker()
        running = begun(*options, "--repeat", "5000")
        until(lambda: players_of(worker.pid))
        cluster.kill_scheduler()
        told, said = running.communicate(timeout=60)
        assert (running.returncode, told) == (1, "")
        assert said == (
            f"run_kiosk.py: the scheduler at {cluster.address} has gone away; start it and its "
            "workers again, and then the replay\n"
        )


def test_what_is_no_address_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", SHORT[0], "--scheduler", "foo://there:1"]) == 2
    told = capsys.readouterr().err
    assert "'foo://there:1' is not an address such as tcp://HOST:8786" in told


def test_what_else_this_process_logs_is_still_heard(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("kiosk.lab.replay.cluster.replay.CONNECTS_WITHIN", 0.2)
    assert main(["replay", SHORT[0], "--scheduler", "127.0.0.1:1"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "no scheduler answers at 127.0.0.1:1" in told
    logging.getLogger("distributed").error("said by another")
    assert "said by another" in caplog.text
