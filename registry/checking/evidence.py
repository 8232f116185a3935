"""Checks that were run, written down; and the verdicts that follow from them."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import groupby, zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from registry.checking.jobs import Job
from registry.language.versions import release
from registry.mapping.models import framework_of
from registry.problems import UserError

FORMAT = 2
NO_RELEASES: Mapping[str, str] = MappingProxyType({})
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
            columns = content["columns"]
            for api, others in content["results"].items():
                for other, rows in others.items():
                    for row in rows:
                        told = dict(zip_longest(columns, row))
                        kept = {name: told[name] for name in _KEPT}
                        key = (api, other or None, kept["case"])
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


def environments(
    results: Results, frameworks: Collection[str], versions: Mapping[str, str]
) -> list[str]:
    """The names of the environments of some results that have all of these frameworks, at these
    releases."""
    return sorted(
        {
            environment(each["environment"]["versions"], each["environment"]["device"])
            for ran in results.values()
            for each in ran
            if each["environment"]["versions"].keys() >= set(frameworks) and _at(each, versions)
        }
    )


def write(folder: Path, results: Iterable[Mapping[str, Any]], date: str) -> list[Path]:
    """Write one file for each environment in which both sides ran; skipped cases are left out.

    Cases that were run again replace those of an existing file; the others stay. A file has a line
    for each case, without what is empty at its end, and figures of four digits.
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
    if len(device) == 1:
        full, device = _beside_another(folder, ran, full) or (full, device)
    path = folder / f"{_slug(environment(full, device))}.json"
    kept: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    if path.exists():
        for key, old in read([path]).items():
            kept[_sortable(key)] = old[0]
    for each in ran:
        kept[_sortable((each["api"], each["counterpart"], each["case"]))] = each
    head = {"format": FORMAT, "date": date, "environment": {"versions": full, "device": device}}
    head["columns"] = list(_KEPT)
    replace(path, f'{json.dumps(head)[:-1]}, "results": {{\n{_table(kept)}\n}}}}\n')
    return path


def _beside_another(
    folder: Path, ran: list[Mapping[str, Any]], versions: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]] | None:
    """Where there are results of one framework alone: the environment in which it was run before,
    beside another framework, if that had all of these cases."""
    keys = {(each["api"], each["counterpart"], each["case"]) for each in ran}
    for path in evidence_files([folder]):
        had = read([path])
        if keys <= had.keys():
            seen = next(iter(had.values()))[0]["environment"]
            if versions.items() <= seen["versions"].items():
                return seen["versions"], seen["device"]
    return None


def _table(kept: Mapping[tuple[str, str, str], Mapping[str, Any]]) -> str:
    """The rows by API and counterpart, in the order of the keys."""
    apis: list[str] = []
    for api, own in groupby(sorted(kept), key=lambda key: key[0]):
        others = [
            f"{json.dumps(other)}: [\n" + ",\n".join(_row(kept[key]) for key in keys) + "\n]"
            for other, keys in groupby(own, key=lambda key: key[1])
        ]
        apis.append(f"{json.dumps(api)}: {{" + ", ".join(others) + "}")
    return ",\n".join(apis)


def _row(result: Mapping[str, Any]) -> str:
    values = [result[name] for name in _KEPT]
    while values[-1] is None:
        values.pop()
    short = [float(f"{each:.4g}") if isinstance(each, float) else each for each in values]
    return json.dumps(short, allow_nan=True, separators=(",", ":"))


_KEPT = (
    "case",
    "digest",
    "expected",
    "outcome",
    "max_abs",
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


def fresh(job: Job, results: Results, versions: Mapping[str, str]) -> list[dict[str, Any]]:
    """The results of exactly this job, with the same digest, that were seen at these releases.

    What a framework says of itself alone counts, if need be, from beside another release too.
    """
    ran = [
        each
        for each in results.get((job.api, job.counterpart, job.case), [])
        if each["digest"] == job.digest
    ]
    found = [each for each in ran if _at(each, versions)]
    frameworks = {side.framework for side in job.sides}
    if not found and len(frameworks) == 1:
        own = {name: text for name, text in versions.items() if name in frameworks}
        return [each for each in ran if _at(each, own)]
    return found


def _at(result: Mapping[str, Any], versions: Mapping[str, str]) -> bool:
    seen = result["environment"]["versions"]
    return all(
        seen[name] == versions[name] or release(seen[name]) == release(versions[name])
        for name in seen.keys() & versions.keys()
    )


def verdict(
    jobs: Iterable[Job], results: Results, versions: Mapping[str, str] = NO_RELEASES
) -> Verdict:
    """What the evidence says of the jobs of one counterpart (or of one missing counterpart), at
    some releases of the frameworks or, where none is named, at whatever they had."""
    every = list(jobs)
    found: list[dict[str, Any]] = []
    missing: list[str] = []
    for job in every:
        ran = fresh(job, results, versions)
        found += ran
        if not ran:
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
