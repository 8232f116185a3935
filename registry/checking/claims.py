"""Somebody else's table of correspondences, held against what was seen in runs.

A table is a JSON file::

    {"title": "...", "reasons": {"there.ops.Step": "it is an operator, not an optimizer"},
     "claims": [{"release": "r2.2", "source": "here.optim.Plain", "target": "there.optim.Descent",
                 "says": "consistent", "words": "Consistent", "page": "https://..."}]}

``says`` is what the words come to: ``consistent`` (they do the same), ``differs`` (they do not
quite) or ``corresponds`` (one stands for the other, and no more is said). ``reasons`` say why a
target cannot be tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from registry.checking.evidence import Results, fresh, verdict
from registry.checking.jobs import COMPLETE, Job, jobs_of
from registry.mapping import releases
from registry.mapping.catalog import Registry
from registry.mapping.models import Case, framework_of
from registry.problems import UserError

Judgement = Literal["confirmed", "refuted", "not testable"]


class Claim(BaseModel):
    """One row of a table, as it stands there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    release: str
    source: str
    target: str
    says: Literal["consistent", "differs", "corresponds"]
    words: str = ""
    page: str = ""


class Table(BaseModel):
    """A table and what it is called."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    reasons: dict[str, str] = {}
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Judged:
    """What the evidence makes of the rows that claim the same of the same pair."""

    claims: tuple[Claim, ...]
    judgement: Judgement
    because: str


def read(path: Path) -> Table:
    """Read a table; raises :class:`~registry.problems.UserError` where it is not one."""
    try:
        return Table.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise UserError.at(
            str(path), f"{where}: {first['msg']}; see registry/checking/claims.py"
        ) from None


def judge(registry: Registry, results: Results, table: Table) -> Iterator[Judged]:
    """Judge every row; rows of several releases that say the same are judged together."""
    same: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in table.claims:
        same.setdefault((claim.source, claim.target, claim.says), []).append(claim)
    pairs = _Pairs(registry, results)
    for source, target, says in sorted(same):
        judgement, because = pairs.judged(source, target, says, table.reasons.get(target))
        yield Judged(tuple(same[source, target, says]), judgement, because)


class _Pairs:
    """What was seen of each pair of names, at the releases that the map speaks of."""

    def __init__(self, registry: Registry, results: Results) -> None:
        self._registry = releases.today(registry)
        self._versions = releases.of({}, registry.surfaces).versions
        self._results = results
        self._meant = {each: each for each in registry.names()}
        for located in registry.entries:
            self._meant |= dict.fromkeys(located.entry.aliases, located.api)

    def judged(
        self, source: str, target: str, says: str, reason: str | None
    ) -> tuple[Judgement, str]:
        if target not in self._meant and target.rpartition(".")[0] in self._known_whole():
            return "refuted", f"there is no {target} in {self._release(target)}"
        jobs = list(self._jobs(source, target))
        if not jobs:
            return "not testable", reason or "the two are not mapped to each other here"
        found = verdict(jobs, self._results, self._versions)
        if found.state != "verified":
            return "not testable", found.reason
        apart = [job for job in jobs if job.expected != "agree"]
        agree = len(jobs) - len(apart)
        right = {"consistent": not apart, "differs": bool(apart), "corresponds": agree > 0}[says]
        told = f"{agree} of {len(jobs)} cases agree"
        if apart:
            told += f"; {self._told(min(apart, key=self._plainness))}"
        return ("confirmed" if right else "refuted"), told

    def _jobs(self, source: str, target: str) -> Iterator[Job]:
        """The cases that compare two APIs, whichever of them is the source."""
        one, other = self._meant.get(source), self._meant.get(target)
        for located in self._registry.entries:
            if located.api in (one, other):
                for job in jobs_of(self._registry, located):
                    if len(job.sides) == 2 and {located.api, job.counterpart} == {one, other}:
                        yield job

    def _result(self, job: Job) -> dict[str, Any]:
        return fresh(job, self._results, self._versions)[0]

    def _plainness(self, job: Job) -> tuple[Any, ...]:
        """The case that says most: few arguments, numbers instead of an error, far apart."""
        result = self._result(job)
        entry = job.located.entry
        case = entry.cases.get(job.case)
        given = len(case.arguments) if case else 0
        far = result["tolerances"] or 0.0
        return len(_unusual(case)), result["outcome"] == "error", given, -far, job.case

    def _told(self, job: Job) -> str:
        result = self._result(job)
        case = job.located.entry.cases.get(job.case)
        said = [f"{name}={value}" for name, value in (case.arguments if case else {}).items()]
        said += [f"{fact}: {value}" for fact, value in _unusual(case)]
        call = f" with {', '.join(said)}" if said else ""
        case_of = f"the case {job.case}{call}"
        why = " and ".join(job.because)
        if result["outcome"] == "error":
            return f"{case_of} raises or cannot be translated ({why})"
        if result["max_abs"] is None:  # a figure that is infinite or not a number is null
            return f"{case_of} leaves the numbers from step {result['first_step']} on ({why})"
        return (
            f"{case_of} is {result['max_abs']:.2g} apart, {result['tolerances']:.2g} tolerances, "
            f"from step {result['first_step']} on ({why})"
        )

    def _known_whole(self) -> set[str]:
        """The modules of which every name is known, as a run has shown."""
        return {
            module
            for located in self._registry.entries
            for job in (jobs_of(self._registry, located) if located.entry.complete else ())
            if job.case == COMPLETE
            and verdict([job], self._results, self._versions).state == "verified"
            for module in located.entry.complete
        }

    def _release(self, api: str) -> str:
        framework = framework_of(api)
        if framework in self._versions:
            return f"{framework} {self._versions[framework]}"
        seen = {
            each["environment"]["versions"][framework]
            for ran in self._results.values()
            for each in ran
            if framework in each["environment"]["versions"]
        }
        return f"{framework} {', '.join(sorted(seen))}"


def _unusual(case: Case | None) -> list[tuple[str, Any]]:
    """The facts of a run that a case states."""
    if case is None:
        return []
    return [(fact, getattr(case.run, fact)) for fact in sorted(case.run.model_fields_set)]


def as_json(judged: Iterable[Judged]) -> list[dict[str, str]]:
    """One row for each claim of the table."""
    return [
        {**claim.model_dump(), "judgement": each.judgement, "because": each.because}
        for each in judged
        for claim in each.claims
    ]
