"""The command that runs cases on the real frameworks."""

from __future__ import annotations

import ast
import datetime
import fnmatch
import json
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry.answers import quick
from registry.cli import common, explaining, searching, showing
from registry.problems import UserError

if TYPE_CHECKING:
    from registry.checking.checks import Interpreter
    from registry.checking.jobs import Job
    from registry.checking.legs import Leg
    from registry.checking.results import Result
    from registry.mapping.catalog import Registry
    from registry.mapping.loading import Located

FOLDER = click.Path(file_okay=False, path_type=Path)


@dataclass(frozen=True)
class Question:
    """A call that somebody has in mind, instead of the cases of the data."""

    arguments: tuple[str, ...]
    to: str | None
    run: dict[str, Any]

    @property
    def asked(self) -> bool:
        return bool(self.arguments or self.to or self.run)


@click.command()
@click.argument("pattern", default="*")
@click.option("--case", "cases", multiple=True, help="Only the case of this name; repeatable.")
@click.option(
    "--with",
    "arguments",
    multiple=True,
    metavar="NAME=VALUE",
    help="An argument of a call of your own, in the source's terms; repeatable.",
)
@click.option("--to", metavar="API", help="With a call of your own: only against this counterpart.")
@click.option("--steps", type=int, help="With a call of your own: the steps of an optimizer.")
@click.option("--lr", type=float, help="With a schedule of your own: the rate it starts from.")
@click.option("--epochs", type=int, help="With a schedule of your own: the epochs.")
@click.option("--steps-per-epoch", type=int, help="With a schedule of your own: its steps.")
@click.option(
    "--python",
    "pythons",
    multiple=True,
    metavar="FRAMEWORK=PATH",
    help="The interpreter that has the framework; this one by default.",
)
@click.option(
    "--device",
    "devices",
    multiple=True,
    metavar="FRAMEWORK=NAME",
    help="Where the framework runs, such as torch=cuda, torch=cuda+fused or mindspore=Ascend.",
)
@click.option(
    "-j", "workers", type=click.IntRange(1, 64), default=1, help="Check this many APIs at a time."
)
@click.option("--timeout", default=120.0, show_default=True, help="Seconds for one case.")
@click.option("--strict", is_flag=True, help="A skipped case is a failure.")
@click.option("--evidence", type=FOLDER, help="Write what was seen into a file in this folder.")
@click.option("--record", type=FOLDER, help="Keep the answers of both frameworks in this folder.")
@click.option(
    "--against",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Take the frameworks that this folder has answers of from there.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a list of JSON objects.")
@click.option("--oracle", is_flag=True, help="Say which side leaves the publication, and by what.")
@click.option("--search", "searches", is_flag=True, help="Look for calls that the data gets wrong.")
@click.option("--seconds", type=float, help="With --search: for each API; 60 by default.")
@click.option("--seed", type=int, help="With --search: which calls to try; 0 by default.")
def check(
    pattern: str,
    cases: tuple[str, ...],
    arguments: tuple[str, ...],
    to: str | None,
    steps: int | None,
    lr: float | None,
    epochs: int | None,
    steps_per_epoch: int | None,
    pythons: tuple[str, ...],
    devices: tuple[str, ...],
    workers: int,
    timeout: float,
    strict: bool,
    evidence: Path | None,
    record: Path | None,
    against: Path | None,
    as_json: bool,
    oracle: bool,
    searches: bool,
    seconds: float | None,
    seed: int | None,
) -> int:
    """Run the cases of the APIs that PATTERN fits on the real frameworks.

    PATTERN is a name as in `registry lookup`, or has * and ?. Exit code 0: every outcome is the
    expected one. 1: one is not. 2: bad input. With --search the cases are made up, and those whose
    outcome is not the expected one are printed in their simplest form.
    """
    from registry.checking import checks

    facts = {"steps": steps, "lr": lr, "epochs": epochs, "steps_per_epoch": steps_per_epoch}
    question = Question(arguments, to, {k: v for k, v in facts.items() if v is not None})
    registry = common.registry()
    if searches:
        _nothing_else_is_asked(cases, arguments, question.run, record, against, evidence, oracle)
        box = searching.box(seconds, seed, timeout, to)
        legs_here = _legs(registry, pythons, devices)
        wanted = [each for each in registry.entries if each.api in _wanted(registry, pattern)]
        return searching.search(registry, wanted, legs_here, box, strict, as_json)
    if seconds is not None or seed is not None:
        raise UserError.at("--seconds and --seed", "are for --search; add it")
    if question.asked:
        chosen = _of_a_question(registry, pattern, question)
    else:
        chosen = _chosen(registry, pattern, cases)
    if record and workers > 1:
        raise UserError.at("--record", "needs one worker; leave out -j")
    legs = [
        _with_traces(_legs(registry, pythons, devices), record, against) for _ in range(workers)
    ]
    results: list[Result] = []
    try:
        running = checks.run_side_by_side(chosen, legs, timeout)
        for result in showing.with_progress(running, len(chosen), as_json):
            results.append(result)
        said = {}
        if oracle:
            said = explaining.explain(registry, legs[0], timeout, chosen, results, as_json)
    finally:
        for leg in [leg for each in legs for leg in each.values()]:
            leg.stop()
    place = {job.name: number for number, job in enumerate(chosen)}
    results.sort(key=lambda each: place[each.name])
    _keep(legs[0], results, evidence)
    if as_json:
        rows = [{**each.as_json(), **_oracle(said, each)} for each in results]
        click.echo(json.dumps(rows))
    else:
        showing.summary(results, strict)
    return int(any(each.fails(strict) for each in results))


def _oracle(said: dict[str, Any], result: Result) -> dict[str, Any]:
    return {"oracle": said[result.name]} if result.name in said else {}


def _nothing_else_is_asked(*given: Any) -> None:
    if any(given):
        text = "makes its own calls; leave out what chooses or keeps them, --to apart"
        raise UserError.at("--search", text)


def _wanted(registry: Registry, pattern: str) -> set[str]:
    """The names that a pattern fits; of an API without wildcards, that one on either side."""
    if any(c in pattern for c in "*?["):
        names = {each.api for each in registry.entries}
        return {api for api in names if fnmatch.fnmatch(api.lower(), pattern.lower())}
    return {_named(registry, pattern)}


def _chosen(registry: Registry, pattern: str, cases: tuple[str, ...]) -> list[Job]:
    from registry.checking import jobs

    wanted = _wanted(registry, pattern)
    every = [job for job in jobs.jobs(registry) if job.api in wanted or job.counterpart in wanted]
    if not every:
        raise UserError.at("PATTERN", f"no API fits {pattern}; `registry list` shows every name")
    unknown = sorted(set(cases) - {job.case for job in every})
    if unknown:
        known = ", ".join(dict.fromkeys(job.case for job in every))
        raise UserError.at("--case", f"there is no case {unknown[0]} here; there are {known}")
    return [job for job in every if not cases or job.case in cases]


def _named(registry: Registry, name: str) -> str:
    """The API that a name means, on either side of a mapping."""
    from registry.answers.lookup import Miss, find

    aliases = {a: each.api for each in registry.entries for a in each.entry.aliases}
    apis = {each.api: None for each in registry.entries}
    apis |= {c.api: None for each in registry.entries for c in each.entry.counterparts}
    found = find(name, apis, aliases)
    if isinstance(found, Miss):
        raise UserError.at("PATTERN", quick.unknown(name, found))
    return found.api


def _of_a_question(registry: Registry, name: str, question: Question) -> list[Job]:
    from registry.checking import jobs

    api = _named(registry, name)
    arguments: dict[str, Any] = {}
    for each in question.arguments:
        parameter, equals, text = each.partition("=")
        if not equals or not parameter:
            raise UserError.at("--with", f"{each} is not NAME=VALUE")
        arguments[parameter] = _literal(text)
    found: list[Located] = [each for each in registry.entries if each.api == api]
    if not found:
        raise UserError.at("PATTERN", f"ask from the other side: {api} is only a counterpart")
    try:
        return [
            job
            for located in found
            for job in jobs.asked(registry, located, arguments, question.run, question.to)
        ]
    except ValueError as error:
        raise UserError.at("--with", str(error)) from None


def _literal(text: str) -> Any:
    """A Python literal, or the text itself where it is none (``strong_wolfe``)."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return text


def _legs(registry: Registry, pythons: Iterable[str], devices: Iterable[str]) -> dict[str, Leg]:
    from registry.checking.legs import Leg

    python = _by_framework(registry, "--python", pythons)
    for framework, path in python.items():
        if shutil.which(path) is None:
            raise UserError.at("--python", f"{framework}={path} is not a program; give its path")
    device = _by_framework(registry, "--device", devices)
    return {
        framework: Leg(
            framework, adapter, python.get(framework, sys.executable), device.get(framework)
        )
        for framework, adapter in registry.adapters.items()
    }


def _with_traces(
    legs: dict[str, Leg], record: Path | None, against: Path | None
) -> dict[str, Interpreter]:
    """The legs, recorded if asked for; what the folder has answers of is not run."""
    from registry.checking.traces import Recorded, Recorder

    if record and against:
        raise UserError.at("--record", "cannot be used together with --against; leave one out")
    chosen: dict[str, Interpreter] = {}
    for name, leg in legs.items():
        kept = against is not None and (against / name).is_dir()
        chosen[name] = Recorded(name, against) if against and kept else leg
        if record:
            chosen[name] = Recorder(leg, record)
    return chosen


def _by_framework(registry: Registry, option: str, said: Iterable[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for each in said:
        framework, equals, value = each.partition("=")
        if not equals or not value or framework not in registry.adapters:
            known = " or ".join(sorted(registry.adapters))
            raise UserError.at(option, f"{each} is not FRAMEWORK=VALUE with {known} before the =")
        values[framework] = value
    return values


def _keep(legs: dict[str, Interpreter], results: list[Result], evidence: Path | None) -> None:
    """Write the recorded answers and the evidence, where they were asked for."""
    from registry.checking.evidence import write
    from registry.checking.traces import Recorder

    written: list[Path] = []
    for leg in legs.values():
        if isinstance(leg, Recorder):
            written += leg.write()
    if evidence:
        today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        written += write(evidence, [each.as_json() for each in results], today)
    for path in written:
        click.echo(f"registry: wrote {path}", err=True)
