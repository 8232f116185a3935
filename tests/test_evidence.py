"""Runs that are written down, and the verdicts that follow from them and from nothing else."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from samples import ENTRY, Plugin, registry_of, written

from registry.checking import evidence
from registry.checking.evidence import Verdict, evidence_files, read, verdict, write
from registry.checking.jobs import Job, jobs
from registry.problems import UserError


def made(folder: Path, text: str = ENTRY) -> list[Job]:
    """The jobs of a text: two signatures, a case that agrees and one that differs."""
    return of(written(folder, text))


def of(path: Path) -> list[Job]:
    every = jobs(registry_of(Plugin(mappings=[path])))
    return [job for job in every if job.asks != "discrimination"]


def shown(job: Job, **different: Any) -> dict[str, Any]:
    """A result that shows what is expected of a job, as `registry check --json` gives it."""
    figures = {"max_abs": 1e-7, "max_rel": 1e-7, "tolerances": 0.25, "first_step": None}
    if len(job.sides) == 1:
        figures = dict.fromkeys(figures)
    return {
        "api": job.api,
        "target": job.located.entry.target,
        "counterpart": job.counterpart,
        "case": job.case,
        "digest": job.digest,
        "expected": job.expected,
        "outcome": job.expected,
        "because": [],
        "reason": None,
        "versions": {"here": "1.0", "there": "2.0"},
        "device": {"here": "CPU", "there": "CPU"},
        **figures,
        **different,
    }


def judged(folder: Path, ran: list[dict[str, Any]], every: list[Job]) -> Verdict:
    return verdict(every, read(write(folder / "evidence", ran, "2026-01-01")))


def test_a_claim_is_verified_when_every_case_showed_what_is_expected(tmp_path: Path) -> None:
    every = made(tmp_path)
    assert [job.expected for job in every] == ["agree", "agree", "agree", "differ"]
    assert judged(tmp_path, [shown(job) for job in every], every) == Verdict(
        "verified",
        "every case showed what is expected",
        cases=4,
        agree=3,
        differ=1,
        max_abs=1e-7,
        tolerances=0.25,
        environments=("here 1.0 on CPU, there 2.0 on CPU",),
    )


def test_a_counterpart_with_which_no_case_agrees_is_unverified(tmp_path: Path) -> None:
    every = made(tmp_path, ENTRY.replace("    defaults: {arguments: {}}\n", ""))
    assert [job.expected for job in every] == ["agree", "agree", "differ"]
    found = judged(tmp_path, [shown(job) for job in every], every)
    reason = "no case agrees with it; it has not been run where it works"
    assert (found.state, found.reason, found.differ) == ("unverified", reason, 1)


def test_a_claim_without_runs_is_unverified_and_says_of_what(tmp_path: Path) -> None:
    every = made(tmp_path)
    found = verdict(every, {})
    assert found.state == "unverified"
    assert found.reason == "no run of 4 of 4 cases: signature, signature, defaults"
    found = judged(tmp_path, [shown(job) for job in every[:3]], every)
    assert (found.state, found.reason) == ("unverified", "no run of 1 of 4 cases: decayed")


@pytest.mark.parametrize(("place", "outcome"), [(2, "differ"), (3, "agree"), (2, "error")])
def test_one_run_that_shows_something_else_refutes(
    tmp_path: Path, place: int, outcome: str
) -> None:
    every = made(tmp_path)
    ran = [shown(job) for job in every]
    ran[place]["outcome"] = outcome
    found = judged(tmp_path, ran, every)
    assert found.state == "refuted"
    case, expected = every[place].case, every[place].expected
    assert found.reason == f"{case}: expected {expected}, the run showed {outcome}"


def test_there_is_nothing_to_believe_without_a_case() -> None:
    assert verdict([], {}) == Verdict("unverified", "there is no case")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{decay: 0.5}", "{decay: 0.25}"),
        ("{to: rate}", "{dropped: No.}"),
        ("when: decay != 0", "when: decay > 1"),
        ("decayed: {", "decayed: {run: {seed: 1}, "),
        ("decayed: {", "decayed: {run: {steps: 200}, "),
        ("there.optim.Descent", "there.optim.Ascent"),
        ("decay: {dropped: It never decays., difference: no-decay}", "decay: {to: scale}"),
    ],
)
def test_a_run_counts_for_exactly_the_claim_that_was_run(
    tmp_path: Path, old: str, new: str
) -> None:
    assert old in ENTRY
    before, after = made(tmp_path / "a"), made(tmp_path / "b", ENTRY.replace(old, new))
    assert before[3].digest != after[3].digest
    found = judged(tmp_path, [shown(job) for job in before], after)
    assert found.state == "unverified"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The parameters are not decayed.", "Nothing is decayed."),
        ("fused: {dropped: It is about speed.}", "fused: {dropped: It is about haste.}"),
        ("    defaults: {arguments: {}}", "    other: {arguments: {}}"),
        ("here.optim.Plain:\n", "# a comment\nhere.optim.Plain:\n"),
    ],
)
def test_a_run_outlives_what_does_not_change_it(tmp_path: Path, old: str, new: str) -> None:
    assert old in ENTRY
    other = tmp_path / "b" / "Plain.yaml"
    other.parent.mkdir()
    other.write_text(ENTRY.replace(old, new), encoding="utf-8")
    assert made(tmp_path / "a")[3].digest == of(other)[3].digest


def test_a_signature_that_changes_is_asked_for_again(tmp_path: Path) -> None:
    text = ENTRY.replace("fused=None)", "fused=None, *, more=0)")
    text = text.replace("        fused: {", "        more: {dropped: No.}\n        fused: {")
    before, after = made(tmp_path / "a"), made(tmp_path / "b", text)
    assert [one.digest == other.digest for one, other in zip(before, after, strict=True)] == [
        False,
        True,
        True,
        True,
    ]


def test_skipped_cases_are_not_written_down(tmp_path: Path) -> None:
    every = made(tmp_path)
    assert write(tmp_path / "e", [shown(every[0], outcome="skipped", versions={})], "2026") == []
    assert not (tmp_path / "e").exists()


def test_cases_that_were_run_again_replace_the_old_ones_and_the_others_stay(tmp_path: Path) -> None:
    every = made(tmp_path)
    folder = tmp_path / "evidence"
    (first,) = write(folder, [shown(job) for job in every], "2026-01-01")
    (again,) = write(folder, [shown(every[2], max_abs=0.5)], "2026-01-02")
    assert first == again
    assert first.name == "here-1.0-on-cpu-there-2.0-on-cpu.json"
    content = json.loads(first.read_text(encoding="utf-8"))
    assert content["date"] == "2026-01-02"
    rows = [
        row for others in content["results"].values() for rows in others.values() for row in rows
    ]
    assert len(rows) == 4
    assert verdict(every, read([first])).max_abs == 0.5


def test_a_file_has_one_line_for_each_result_in_a_stable_order(tmp_path: Path) -> None:
    every = [shown(job) for job in made(tmp_path)]
    (one,) = write(tmp_path / "a", every, "2026")
    (other,) = write(tmp_path / "b", reversed(every), "2026")
    assert one.read_text(encoding="utf-8") == other.read_text(encoding="utf-8")
    lines = one.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line.rstrip(",")) for line in lines if line.startswith("[")]
    assert [row[0] for row in rows] == ["signature", "decayed", "defaults", "signature"]


def test_what_one_framework_says_alone_replaces_what_it_said_beside_another(
    tmp_path: Path,
) -> None:
    every = made(tmp_path)
    folder = tmp_path / "evidence"
    (full,) = write(folder, [shown(job) for job in every], "2026")
    alone = {"versions": {"here": "1.0"}, "device": {"here": "CPU"}, "outcome": "differ"}
    assert write(folder, [shown(every[0], **alone)], "2026") == [full]
    assert verdict(every, read([full])).reason.startswith("signature: expected agree")
    newer = {**alone, "versions": {"here": "1.1"}}
    (other,) = write(folder, [shown(every[0], **newer)], "2026")
    assert other.name == "here-1.1-on-cpu.json"


def test_what_one_framework_says_alone_holds_beside_every_release_of_the_other(
    tmp_path: Path,
) -> None:
    every = made(tmp_path)
    results = read(write(tmp_path / "evidence", [shown(job) for job in every], "2026"))
    newer = {"here": "1.0", "there": "3.0"}
    assert [len(job.sides) for job in every] == [1, 1, 2, 2]
    told = [bool(evidence.fresh(job, results, newer)) for job in every]
    assert told == [True, False, False, False]
    same = {"here": "1.0.0+other", "there": "2"}
    assert all(evidence.fresh(job, results, same) for job in every)


def test_another_environment_has_a_file_of_its_own_and_both_count(tmp_path: Path) -> None:
    every = made(tmp_path)
    folder = tmp_path / "evidence"
    write(folder, [shown(job) for job in every], "2026")
    new = {"here": "1.0", "there": "3.0"}
    write(folder, [shown(job, versions=new, outcome="agree") for job in every], "2026")
    found = verdict(every, read(evidence_files([folder])))
    assert found.state == "refuted"
    assert found.environments == (
        "here 1.0 on CPU, there 2.0 on CPU",
        "here 1.0 on CPU, there 3.0 on CPU",
    )


def test_a_file_is_replaced_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file.json"
    evidence.replace(path, "one")
    before = path.stat().st_ino
    evidence.replace(path, "two")
    assert path.read_text(encoding="utf-8") == "two"
    assert path.stat().st_ino != before
    with pytest.raises(UnicodeEncodeError):
        evidence.replace(path, "three \ud800")
    assert path.read_text(encoding="utf-8") == "two"
    assert os.listdir(path.parent) == ["file.json"]


FINE: dict[str, Any] = {
    "format": 2,
    "environment": {"versions": {"here": "1.0"}, "device": {"here": "CPU"}},
    "columns": ["case", "digest"],
    "results": {},
}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is not evidence; write it with `registry check --evidence`"),
        ("{", "is not evidence"),
        ("[]", "is not evidence"),
        ("{}", "is not evidence"),
        ("null", "is not evidence"),
        (json.dumps({**FINE, "results": []}), "is not evidence"),
        (json.dumps({**FINE, "results": {"a": {"b": 3}}}), "is not evidence"),
        (json.dumps({**FINE, "results": 3}), "is not evidence"),
        (json.dumps({**FINE, "environment": {}}), "is not evidence"),
        (
            json.dumps({**FINE, "results": {"a": {"": [["signature", "0"]]}}}),
            "is not evidence",
        ),
        (json.dumps({**FINE, "format": 99}), "has format 99, this release reads 2; upgrade it"),
    ],
)
def test_a_file_that_is_not_evidence_is_one_clear_error(
    tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError) as raised:
        read([path])
    (problem,) = raised.value.problems
    assert str(problem).startswith(f"{path}: {said}")


def test_a_file_that_is_evidence_is_read(tmp_path: Path) -> None:
    path = tmp_path / "fine.json"
    path.write_text(json.dumps(FINE), encoding="utf-8")
    assert read([path]) == {}
    assert list(evidence_files([tmp_path, path])) == [path, path]


def test_a_job_that_expects_something_else_is_another_job(tmp_path: Path) -> None:
    job = made(tmp_path)[3]
    assert replace(job, expected="error").digest != job.digest
    assert replace(job, because=()).digest == job.digest
