"""Checks that were run, written down; and the verdicts that follow from them."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from registry.checking.jobs import Job
from registry.mapping.models import framework_of
from registry.problems import UserError

FORMAT = 1
Results = Mapping[tuple[str, str | None, str], list[dict[str, Any]]]


@dataclass(frozen=True)
class Verdict:
    """What the evidence says of one claim; the figures are over the cases that agreed."""

    state: Literal["verified", "refuted", "unverified"]
    reason: str
    cases: int = 0
    agree: int = 0
    differ: int = 0
    max_abs: float | None = None
    tolerances: float | None = None
    environments: tuple[str, ...] = ()
    releases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each framework the releases at which it is verified, oldest first."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def evidence_files(places: Iterable[Path]) -> Iterator[Path]:
    """The evidence files among some files and folders, in a stable order."""
    for place in places:
        yield from sorted(place.rglob("*.json")) if place.is_dir() else [place]


def read(paths: Iterable[Path]) -> Results:
    """All results of some evidence files by source, counterpart and case.

    Raises :class:`~registry.problems.UserError` for a file that is not evidence.
    """
    results: dict[tuple[str, str | None, str], list[dict[str, Any]]] = {}
    for path in paths:
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            if content["format"] != FORMAT:
                raise UserError.at(
                    str(path),
                    f"has format {content['format']}, this release reads {FORMAT}; upgrade it",
                )
            seen = content["environment"]
            environment(seen["versions"], seen["device"])
            for each in content["results"]:
                key = (each["api"], each["counterpart"], each["case"])
                kept = {name: each[name] for name in _KEPT}
                results.setdefault(key, []).append({**kept, "environment": seen})
        except (ValueError, KeyError, TypeError, AttributeError, OSError):
            raise UserError.at(
                str(path), "is not evidence; write it with `registry check --evidence`"
            ) from None
    return results


def environment(versions: Mapping[str, str], device: Mapping[str, str]) -> str:
    """The name of an environment: ``mindspore 2.10.0 on CPU, torch 2.13.0+cpu on CPU``.

    What a framework stands on, such as jax, has a version and no device of its own; what runs on
    another framework, such as a library for torch, may have no version.
    """
    named = {each: f"{each} {versions[each]}" for each in versions}
    return ", ".join(
        f"{named.get(each, each)} on {device[each]}" if each in device else named[each]
        for each in sorted({*versions, *device})
    )


def environments(results: Results, frameworks: Collection[str]) -> list[str]:
    """The names of the environments of some results that have all of these frameworks."""
    return sorted(
        {
            environment(each["environment"]["versions"], each["environment"]["device"])
            for ran in results.values()
            for each in ran
            if each["environment"]["versions"].keys() >= set(frameworks)
        }
    )


def write(folder: Path, results: Iterable[Mapping[str, Any]], date: str) -> list[Path]:
    """Write one file for each environment in which both sides ran; skipped cases are left out.

    Cases that were run again replace those of an existing file; the others stay.
    """
    pairs: dict[frozenset[str], list[Mapping[str, Any]]] = {}
    for each in results:
        if each["outcome"] != "skipped":
            pair = frozenset({framework_of(each["api"]), each["target"]})
            pairs.setdefault(pair, []).append(each)
    return [_written(folder, ran, date) for ran in pairs.values()]


def _written(folder: Path, ran: list[Mapping[str, Any]], date: str) -> Path:
    full: dict[str, str] = max((each["versions"] for each in ran), key=len)
    device: dict[str, str] = next(each["device"] for each in ran if each["versions"] == full)
    path = folder / f"{_slug(environment(full, device))}.json"
    kept: dict[tuple[str, str, str], dict[str, Any]] = {}
    if path.exists():
        for key, old in read([path]).items():
            kept[_sortable(key)] = {k: v for k, v in old[0].items() if k != "environment"}
    for each in ran:
        key = (each["api"], each["counterpart"], each["case"])
        kept[_sortable(key)] = {name: each[name] for name in _KEPT}
    lines = ",\n".join(json.dumps(kept[key], allow_nan=True) for key in sorted(kept))
    head = {"format": FORMAT, "date": date, "environment": {"versions": full, "device": device}}
    replace(path, f'{json.dumps(head)[:-1]}, "results": [\n{lines}\n]}}\n')
    return path


_KEPT = (
    "api",
    "counterpart",
    "case",
    "digest",
    "expected",
    "outcome",
    "max_abs",
    "max_rel",
    "tolerances",
    "first_step",
)


def _sortable(key: tuple[str, str | None, str]) -> tuple[str, str, str]:
    return (key[0], key[1] or "", key[2])


def _slug(text: str) -> str:
    words = "".join(c if c.isalnum() or c in ".+" else " " for c in text.lower()).split()
    return "-".join(words)


def replace(path: Path, text: str) -> None:
    """Write a file as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def verdict(jobs: Iterable[Job], results: Results) -> Verdict:
    """What the evidence says of the jobs of one counterpart (or of one missing counterpart).

    A result counts when it is of exactly this job: its digest is the same.
    """
    every = list(jobs)
    found: list[dict[str, Any]] = []
    missing: list[str] = []
    for job in every:
        ran = results.get((job.api, job.counterpart, job.case), [])
        fresh = [each for each in ran if each["digest"] == job.digest]
        found += fresh
        if not fresh:
            missing.append(job.case)
    wrong = [each for each in found if each["outcome"] != each["expected"]]
    if wrong:
        case = wrong[0]
        reason = f"{case['case']}: expected {case['expected']}, the run showed {case['outcome']}"
        return _counted("refuted", reason, every, found)
    if missing:
        reason = f"no run of {len(missing)} of {len(every)} cases: {', '.join(missing[:3])}"
        return _counted("unverified", reason, every, found)
    if not every:
        return Verdict("unverified", "there is no case")
    elsewhere = [job for job in every if job.counterpart]
    if elsewhere and not any(
        job.asks == "comparison" and (job.expected == "agree" or _is_not_to_agree(job))
        for job in elsewhere
    ):
        reason = "no case agrees with it; it has not been run where it works"
        return _counted("unverified", reason, every, found)
    return _counted("verified", "every case showed what is expected", every, found)


def _is_not_to_agree(job: Job) -> bool:
    """Is it against a counterpart that is known to differ in every call?"""
    counterparts = job.located.entry.counterparts
    return any(each.api == job.counterpart and each.never_agrees for each in counterparts)


def _counted(
    state: Literal["verified", "refuted", "unverified"],
    reason: str,
    jobs: list[Job],
    found: list[dict[str, Any]],
) -> Verdict:
    agreed = [each for each in found if each["outcome"] == "agree" and each["max_abs"] is not None]
    seen = {environment(e["environment"]["versions"], e["environment"]["device"]) for e in found}
    return Verdict(
        state,
        reason,
        cases=len(jobs),
        agree=sum(each["outcome"] == "agree" for each in found),
        differ=sum(each["outcome"] in ("differ", "error") for each in found),
        max_abs=max((each["max_abs"] for each in agreed), default=None),
        tolerances=max((each["tolerances"] for each in agreed), default=None),
        environments=tuple(sorted(seen)),
    )
