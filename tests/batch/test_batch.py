"""An archive in shards: the same claims as `sayso read`, whatever happens to a worker, and all of it into a ledger."""

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.batch import planted
from tests.pages.site import STORY as STORY_PAGE

import sayso
from sayso.batch import shard as shards
from sayso.batch.engines import Cluster, Outcome, Pool
from sayso.batch.load import load
from sayso.batch.shard import Shard, Step, cut, marks, read_shard, table_of
from sayso.model import SaysoError, to_json
from sayso.pages import taken
from sayso.pages.fetch import Exchange
from sayso.pages.warc import record_of

parquet = pytest.importorskip("pyarrow.parquet")

ROOT = Path(__file__).parents[2]
SOURCES = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
"""For processes that stand in another folder, and import what is planted."""

STORY = "Rebel fighters captured village {n} near Qasr on Thursday, the River Monitor said. The army denied it.\n"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nine texts, an empty file among them and a picture, in shards of three."""
    monkeypatch.setattr(taken, "GATHERED_PAGES", 3)
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(9):
        name = f"{number}-sick.txt" if number == 4 else f"{number}.txt"
        (folder / name).write_text("" if number == 7 else STORY.format(n=number), encoding="utf-8")
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    return folder


def claims_of(out: Path) -> list[str]:
    """The claims as every shard holds them, in order."""
    return [
        body for mark in marks(out) for body in parquet.read_table(table_of(mark, "claims")).column("body").to_pylist()
    ]


def claims_of_read(archive: Path) -> list[str]:
    """The claims as `sayso read` finds them."""
    return [to_json(claim) for account in sayso.read(archive) for claim in account.claims]


def outcomes(engine: Pool | Cluster, archive: Path, out: Path) -> dict[str, Outcome]:
    found = {each.shard.name: each for each in engine.map(Step(str(out)), cut([str(archive)]))}
    assert sorted(found) == [shard.name for shard in cut([str(archive)])]
    return found


def test_shards_are_cut_where_reading_gathers_and_are_named_by_their_files(archive: Path) -> None:
    found = list(cut([str(archive)]))
    assert [len(shard.paths) for shard in found] == [3, 3, 3]
    assert [path for shard in found for path in shard.paths] == sorted(map(str, archive.glob("*.txt")))
    assert found == list(cut([str(archive)]))
    mixed = [str(archive / "0.txt"), "a.warc.gz", "b.WARC.gz", str(archive / "1.txt")]
    assert [shard.paths for shard in cut(mixed)] == [(path,) for path in mixed]
    assert [shard.name[:6] for shard in cut(mixed)] == ["000000", "000001", "000002", "000003"]


def test_a_folder_gives_its_pages_and_behind_them_every_web_archive(archive: Path, tmp_path: Path) -> None:
    fetched = Exchange(
        "https://a.example/", None, "2024-05-18T00:00:00Z", 200, "OK", ((b"Content-Type", b"text/html"),), STORY_PAGE
    )
    (archive / "1.warc.gz").write_bytes(record_of(fetched))
    with zipfile.ZipFile(archive / "0.wacz", "w") as packed:
        packed.writestr("archive/a.warc.gz", record_of(replace(fetched, address="https://b.example/")))
    found = list(cut([str(archive)]))
    assert [Path(path).name for shard in found[3:] for path in shard.paths] == ["0.wacz", "1.warc.gz"]
    out = tmp_path / "out"
    assert [read_shard(Step(str(out)), shard).files for shard in found] == [3, 3, 3, 1, 1]
    assert claims_of(out) == claims_of_read(archive)


def test_a_shard_holds_the_claims_of_read_byte_for_byte_and_every_problem(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = [read_shard(Step(str(out)), shard) for shard in cut([str(archive)])]
    assert claims_of(out) == claims_of_read(archive) != []
    assert [each.failed for each in done] == [0, 0, 1]
    problems = parquet.read_table(table_of(marks(out)[2], "problems")).to_pylist()
    assert [(row["number"], row["code"]) for row in problems] == [(1, "empty")]
    assert not list(out.glob("*.part"))


def test_what_is_done_is_passed_over_until_a_file_a_date_or_the_reader_changes(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    (first, *_) = cut([str(archive)])
    assert not read_shard(Step(str(out)), first).before
    assert read_shard(Step(str(out)), first).before
    assert not read_shard(Step(str(out), "2024-05-17"), first).before
    assert not read_shard(Step(str(out)), first).before
    (archive / "0.txt").write_text(STORY.format(n=99), encoding="utf-8")
    assert not read_shard(Step(str(out)), first).before
    from sayso.reading import reading

    monkeypatch.setattr(reading, "reader", lambda: "a better reader")
    assert not read_shard(Step(str(out)), first).before


def test_a_shard_cut_short_leaves_no_mark_and_no_half_file(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    (first, *_) = cut([str(archive)])

    (account,) = sayso.read(first.paths[0])

    def cut_short(*_: object, **__: object) -> Any:
        yield account
        raise KeyboardInterrupt

    monkeypatch.setattr(shards.api, "read", cut_short)
    with pytest.raises(KeyboardInterrupt):
        read_shard(Step(str(out)), first)
    assert list(out.iterdir()) == []


@pytest.mark.parametrize(("work", "why"), [(planted.raising, "planted mistake"), (planted.killed, "by SIGKILL")])
def test_a_pool_loses_one_shard_which_the_next_run_reads(archive: Path, tmp_path: Path, work: Any, why: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    first = outcomes(Pool(1, work), archive, out)
    (lost,) = [each for each in first.values() if each.done is None]
    assert lost.failure
    assert why in lost.failure
    assert "4-sick" in lost.shard.paths[1]
    again = outcomes(Pool(2, work), archive, out)
    assert [each.done.before for _, each in sorted(again.items()) if each.done] == [True, False, True]
    assert claims_of(out) == claims_of_read(archive)


def test_loading_gives_the_ledger_that_read_would_have_made(archive: Path, tmp_path: Path) -> None:
    out, loaded, straight = tmp_path / "out", tmp_path / "loaded.db", tmp_path / "read.db"
    for shard in cut([str(archive)]):
        read_shard(Step(str(out), outlet="The Herald"), shard)
    brought = list(load(out, loaded))
    assert [each.new_pages for each in brought] == [3, 3, 2]
    list(sayso.read(archive, ledger=straight, outlet="The Herald"))
    one, two = sayso.open(loaded), sayso.open(straight)
    assert {kept.claim for kept in one.claims()} == {kept.claim for kept in two.claims()}
    assert one.counts() == two.counts()
    assert one.verify().faults == ()
    before = one.verify()
    assert [each.new_pages for each in load(out, loaded)] == [0, 0, 0]
    assert one.verify() == before


def test_a_folder_without_shards_and_a_damaged_one_are_told(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(SaysoError, match="holds no shard"):
        list(load(out, tmp_path / "x.db"))
    for shard in cut([str(archive)]):
        read_shard(Step(str(out)), shard)
    table_of(marks(out)[1], "claims").write_bytes(b"PAR1 damaged PAR1")
    with pytest.raises(SaysoError, match=r"remove .*done\.json and read again"):
        list(load(out, tmp_path / "x.db"))
    assert sayso.open(tmp_path / "x.db").counts().pages == 3


@pytest.mark.usefixtures("archive")
def test_the_command_reads_tells_and_loads(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "sayso", "batch", *arguments]
        env = {**os.environ, "PYTHONPATH": SOURCES}
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    read = run("read", "archive", "--out", "out", "--workers", "1")
    assert read.returncode == 1  # one file is empty
    assert "1 shard in" in read.stderr
    assert "9 files" in read.stderr
    assert "1 file could not be read" in read.stderr
    again = run("read", "archive", "--out", "out")
    assert "(1 done before)" in again.stderr
    assert "8 pages" in run("load", "out", "--ledger", "a.db").stderr
    for option in (("--date", "soon"), ("--fields", "body")):
        wrong = run("read", "archive", "--out", "out", *option)
        assert wrong.returncode == 2
        assert wrong.stderr.count("\n") == 1
    (tmp_path / "news.jsonl").write_text(json.dumps({"body": STORY.format(n=1)}), encoding="utf-8")
    assert run("read", "news.jsonl", "--out", "lines").returncode == 1
    assert "1 file, 2 claims" in run("read", "news.jsonl", "--out", "lines", "--fields", "text=body").stderr


@pytest.fixture
def ray() -> Any:
    if os.environ.get("SAYSO_NOTHING_SKIPS"):
        import ray
    else:
        ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'sayso[ray]'")
    return ray


@pytest.mark.filterwarnings("ignore")  # Ray's own, at its start and end
def test_two_nodes_lose_one_shard_each_time_and_read_the_same_claims(
    ray: Any, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ray.cluster_utils import Cluster as Nodes

    monkeypatch.setenv("PYTHONPATH", SOURCES)
    out = tmp_path / "out"
    out.mkdir()
    nodes = Nodes(initialize_head=True, head_node_args={"num_cpus": 1})
    try:
        nodes.add_node(num_cpus=1)
        nodes.wait_for_nodes()
        for work, why in ((planted.raising, "planted mistake"), (planted.killed, "worker was lost")):
            found = outcomes(Cluster(nodes.address, work), archive, out)
            (lost,) = [each for each in found.values() if each.done is None]
            assert lost.failure
            assert why in lost.failure
        assert all(each.done for each in outcomes(Cluster(nodes.address), archive, out).values())
    finally:
        ray.shutdown()
        nodes.shutdown()
    assert claims_of(out) == claims_of_read(archive)
    told = json.loads(marks(out)[0].read_bytes())
    assert told["done"]["files"] == 3


def test_a_cluster_that_is_not_there_is_told_in_a_line(ray: Any, archive: Path, tmp_path: Path) -> None:
    assert ray
    with pytest.raises(SaysoError, match=r"no Ray cluster at 127\.0\.0\.1:1") as told:
        next(Cluster("127.0.0.1:1").map(Step(str(tmp_path)), [Shard.of(0, [str(archive)])]))
    assert "\n" not in str(told.value)
