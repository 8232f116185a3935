"""The command that runs cases on the real frameworks."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry.cli import choosing, common, explaining, keeping, placing, searching, showing
from registry.cli.interrupting import Interrupted, interruptible
from registry.problems import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from registry.checking.checks import Interpreter
    from registry.checking.jobs import Job
    from registry.checking.results import Result

    Said = dict[str, dict[str, Any]]
    Explain = Callable[[Mapping[str, Interpreter], float, Sequence[Job], Sequence[Result]], Said]

FOLDER = click.Path(file_okay=False, path_type=Path)


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
@click.option("--target", help="Only what is mapped to this framework, such as optax.")
@click.option("--steps", type=int, help="With a call of your own: the steps of an optimizer.")
@click.option("--lr", type=float, help="With a schedule of your own: the rate it starts from.")
@click.option("--epochs", type=int, help="With a schedule of your own: the epochs.")
@click.option("--steps-per-epoch", type=int, help="With a schedule of your own: its steps.")
@placing.options
@click.option(
    "-j", "workers", type=click.IntRange(1, 64), default=1, help="Check this many APIs at a time."
)
@click.option(
    "--timeout",
    type=common.SECONDS,
    default=120.0,
    show_default=True,
    help="Seconds for one answer of a framework.",
)
@click.option("--strict", is_flag=True, help="A skipped case is a failure.")
@click.option("--evidence", type=FOLDER, help="Write what was seen into a file in this folder.")
@click.option(
    "--missing",
    is_flag=True,
    help="With --evidence: only the cases that it has no expected result of, here.",
)
@click.option("--record", type=FOLDER, help="Keep the answers of both frameworks in this folder.")
@click.option(
    "--against",
    metavar="FOLDER",
    help="Take the frameworks that this folder has answers of from there, or from those `shipped`.",
)
@click.option(
    "--junit",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the results to this file, as JUnit XML for CI.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a list of JSON objects.")
@click.option(
    "--json-lines", "as_lines", is_flag=True, help="Print each result at once, as a JSON object."
)
@click.option("--oracle", is_flag=True, help="Say which side leaves the publication, and by what.")
@click.option("--search", "searches", is_flag=True, help="Look for calls that the data gets wrong.")
@click.option("--seconds", type=float, help="With --search: for each API; 60 by default.")
@click.option("--seed", type=int, help="With --search: which calls to try; 0 by default.")
def check(
    pattern: str,
    cases: tuple[str, ...],
    arguments: tuple[str, ...],
    to: str | None,
    target: str | None,
    steps: int | None,
    lr: float | None,
    epochs: int | None,
    steps_per_epoch: int | None,
    places: placing.Places,
    workers: int,
    timeout: float,
    strict: bool,
    evidence: Path | None,
    missing: bool,
    record: Path | None,
    against: str | None,
    junit: Path | None,
    as_json: bool,
    as_lines: bool,
    oracle: bool,
    searches: bool,
    seconds: float | None,
    seed: int | None,
) -> int:
    """Run the cases of the APIs that PATTERN fits on the real frameworks.

    PATTERN is a name as in `registry lookup`, or has * and ?. Exit code 0: every outcome is the
    expected one. 1: one is not. 2: bad input. 130 and 143: interrupted. With --search the cases are
    made up, and those whose outcome is not the expected one are printed in their simplest form.
    """
    facts = {"steps": steps, "lr": lr, "epochs": epochs, "steps_per_epoch": steps_per_epoch}
    facts = {name: value for name, value in facts.items() if value is not None}
    question = choosing.Question(arguments, to, facts)
    shape = showing.shape(as_json, as_lines)
    registry = common.registry()
    wanted = choosing.toward(registry, pattern, target)
    if searches:
        _nothing_else_is_asked(cases, arguments, facts, record, against, evidence, junit, oracle)
        box = searching.box(seconds, seed, timeout, to)
        (legs_here,) = placing.legs(registry, places)
        here = choosing.here(registry, legs_here)
        apis = choosing.wanted_apis(registry, pattern)
        mapped = [each for each in here.registry.entries if choosing.leads_to(each, wanted)]
        entries = [each for each in mapped if each.api in apis]
        return searching.search(here.registry, entries, legs_here, box, strict, shape)
    if seconds is not None or seed is not None:
        raise UserError.at("--seconds and --seed", "are for --search; add it")
    if oracle and as_lines:
        raise UserError.at("--oracle", "speaks after the run; use --json in place of --json-lines")
    legs = [
        placing.with_traces(registry, each, record, against)
        for each in placing.legs(registry, places, workers)
    ]
    here = choosing.here(registry, legs[0])
    if question.asked:
        jobs = choosing.of_a_question(registry, here, pattern, question, wanted)
    else:
        jobs = choosing.chosen(registry, here, pattern, cases, wanted)
    if missing:
        if evidence is None:
            raise UserError.at("--missing", "asks what the evidence lacks; add --evidence FOLDER")
        jobs = choosing.lacking(jobs, here, evidence)
    asked = partial(explaining.explain, here.registry, shape=shape) if oracle else None
    results, said, ended = _run(jobs, legs, timeout, shape, asked)
    if shape == "json":
        click.echo(json.dumps([{**each.as_json(), **said.get(each.name, {})} for each in results]))
    elif shape == "text":
        showing.summary(results, strict)
    if evidence:
        keeping.evidence(results, evidence)
    if junit:
        seen = {each.name for each in results}
        left = [job for job in jobs if job.name not in seen]
        keeping.report(results, left, strict, junit)
    if ended:
        showing.interruption(len(results), len(jobs))
        return ended.code
    keeping.answers(legs)
    return int(any(each.fails(strict) for each in results))


def _run(
    jobs: Sequence[Job],
    legs: Sequence[Mapping[str, Interpreter]],
    timeout: float,
    shape: showing.Shape,
    explain: Explain | None,
) -> tuple[list[Result], Said, Interrupted | None]:
    """What was shown, in the order of the jobs, what the oracle says of it if it is asked, and
    whether somebody ended the run before its end."""
    from registry.checking import checks
    from registry.checking.legs import stop

    results: list[Result] = []
    said: Said = {}
    ended: Interrupted | None = None

    def kept() -> Iterator[Result]:
        # Before it is shown: what was shown is not lost when a signal comes.
        for result in checks.run_side_by_side(jobs, legs, timeout):
            results.append(result)
            yield result

    try:
        with interruptible():
            for _ in showing.with_progress(kept(), len(jobs), shape):
                pass
            if explain:
                said = explain(legs[0], timeout, jobs, results)
    except Interrupted as signal:
        ended = signal
    finally:
        stop(leg for each in legs for leg in each.values())
    place = {job.name: number for number, job in enumerate(jobs)}
    return sorted(results, key=lambda each: place[each.name]), said, ended


def _nothing_else_is_asked(*given: Any) -> None:
    if any(given):
        text = "makes its own calls; leave out what chooses or keeps them, --to apart"
        raise UserError.at("--search", text)
