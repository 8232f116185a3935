"""Answers that were recorded on one machine, compared on another that has the other framework."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy
import pytest
from samples import command

from registry.checking.traces import Recorded, kept_columns, kept_steps, read
from registry.problems import UserError


@pytest.fixture(scope="module")
def recorded(faulty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What both frameworks answered to the cases of two APIs."""
    folder = tmp_path_factory.mktemp("recorded")
    words = ("--timeout", "1", "--record", str(folder))
    for api in ("here.optim.Halves", "here.optim.Right"):
        done = command("check", api, *words, path=(faulty,))
        assert done.returncode == 1, done.stderr
        assert f"registry: wrote {folder / 'here' / api}.npz\n" in done.stderr
    return folder


def alone(recorded: Path, folder: Path, framework: str) -> Path:
    """The answers of one framework, as they come from the machine that has it."""
    shutil.copytree(recorded / framework, folder / framework)
    return folder


def compared(faulty: Path, folder: Path, pattern: str) -> list[dict[str, Any]]:
    words = ("--timeout", "1", "--json", "--against", str(folder))
    done: subprocess.CompletedProcess[str] = command("check", pattern, *words, path=(faulty,))
    assert "Traceback" not in done.stderr, done.stderr
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


@pytest.mark.parametrize("framework", ["here", "there"])
def test_a_recorded_side_shows_what_it_showed_when_it_ran(
    faulty: Path, recorded: Path, tmp_path: Path, framework: str
) -> None:
    rows = compared(faulty, alone(recorded, tmp_path, framework), "here.optim.Right")
    usual = {row["counterpart"].rpartition(".")[2]: row for row in rows if row["case"] == "usual"}
    assert {usual[name]["outcome"] for name in ("Right", "Floods", "Prints")} == {"agree"}
    assert usual["NotANumber"]["outcome"] == "differ"
    assert usual["Ninth"]["outcome"] == "differ"
    assert usual["Ninth"]["first_step"] == 1
    assert usual["Sixty"]["outcome"] == "differ"
    assert usual["Sixty"]["first_step"] == 100  # the first one that is kept after step 60
    assert usual["Raises"]["outcome"] == "error"
    assert "no third step" in usual["Raises"]["reason"]
    assert usual["Still"]["outcome"] != "agree"
    assert usual["Right"]["device"][framework] == "CPU, recorded"


def test_a_schedule_is_recorded_at_every_step(faulty: Path, recorded: Path, tmp_path: Path) -> None:
    rows = compared(faulty, alone(recorded, tmp_path, "there"), "here.optim.Halves")
    usual = {row["counterpart"]: row for row in rows if row["case"] == "usual"}
    assert usual["there.optim.Halves"]["outcome"] == "agree"
    assert usual["there.optim.Constant"]["first_step"] == 61


def test_what_was_not_recorded_is_skipped_and_the_next_case_has_its_own_answer(
    faulty: Path, recorded: Path, tmp_path: Path
) -> None:
    folder = alone(recorded, tmp_path, "here")
    (folder / "here/here.optim.Right.npz").unlink()
    rows = {(r["api"], r["counterpart"], r["case"]): r for r in compared(faulty, folder, "here.*")}
    skipped = rows["here.optim.Right", "there.optim.Right", "usual"]
    assert skipped["outcome"] == "skipped"
    assert skipped["reason"] == f"{folder / 'here'} has no recorded answer of here to this"
    later = rows["here.optim.Halves", "there.optim.Halves", "usual"]
    assert later["outcome"] == "agree", later["reason"]
    assert rows["here.optim.Halves", "there.optim.Halves", "signature"]["outcome"] == "agree"


def test_two_recorded_sides_prove_nothing(faulty: Path, recorded: Path) -> None:
    rows = compared(faulty, recorded, "here.optim.Right")
    assert {row["outcome"] for row in rows if row["case"] == "usual"} == {"error"}


def test_recording_and_comparing_exclude_each_other(faulty: Path, tmp_path: Path) -> None:
    words = ("--record", str(tmp_path), "--against", str(tmp_path))
    done = command("check", "here.optim.Halves", *words, path=(faulty,))
    assert (done.returncode, done.stdout) == (2, "")
    assert "--record: cannot be used together with --against" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("content", [b"", b"words", b"PK\x03\x04"])
def test_a_broken_file_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "here" / "here.optim.Right.npz"
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(UserError, match="is not a recorded trace; write it with"):
        Recorded("here", tmp_path / "here").start()


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "here" / "here.optim.Right.npz"
    path.parent.mkdir()
    header = numpy.frombuffer(json.dumps({"format": 99}).encode(), numpy.uint8)
    with path.open("wb") as stream:
        numpy.savez_compressed(stream, header=header)
    with pytest.raises(UserError, match="has format 99, this release reads 1; record anew"):
        Recorded("here", tmp_path / "here").start()


def test_a_second_recording_adds_to_the_first(faulty: Path, tmp_path: Path) -> None:
    for rate in ("0.2", "0.3"):
        words = ("--with", f"lr={rate}", "--timeout", "1", "--record", str(tmp_path))
        command("check", "here.optim.Right", *words, path=(faulty,))
    header, arrays = read(tmp_path / "here" / "here.optim.Right.npz")
    assert sorted(each["task"]["arguments"]["lr"] for each in header["tasks"].values()) == [
        0.2,
        0.3,
    ]
    assert set(arrays) == set(header["tasks"])


def test_the_last_step_and_both_ends_of_a_tensor_are_always_kept() -> None:
    for rows in (101, 201, 1001, 10_001):
        assert {1, rows - 1} <= set(kept_steps(rows)) <= set(range(1, rows))
    assert kept_columns([("a", 7), ("b", 17)]) == list(range(24))
    long = kept_columns([("a", 7), ("b", 1000)])
    assert {0, 6, 7, 7 + 8, 1006} <= set(long)
    assert len(long) < 100
