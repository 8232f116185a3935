"""Looking for calls that the data is wrong about, and printing them as cases to paste."""

from __future__ import annotations

import importlib.util
import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from registry.cli.interrupting import Interrupted, interruptible
from registry.cli.showing import Shape, as_a_line
from registry.problems import UserError

if TYPE_CHECKING:
    from registry.checking.checks import Interpreter
    from registry.checking.search import Box, Found
    from registry.mapping.catalog import Registry
    from registry.mapping.loading import Located


def box(seconds: float | None, seed: int | None, timeout: float, to: str | None) -> Box:
    """What bounds a search; 60 seconds from seed 0 where nothing is said."""
    if importlib.util.find_spec("hypothesis") is None:
        text = "needs hypothesis; get it with pip install 'optim-registry[search]'"
        raise UserError.at("--search", text)
    if seconds is not None and not seconds > 0:
        raise UserError.at("--seconds", f"{seconds:g} is no time to search in; give more than 0")
    from registry.checking.search import Box

    return Box(60.0 if seconds is None else seconds, seed or 0, timeout, to)


def search(
    registry: Registry,
    chosen: Sequence[Located],
    legs: Mapping[str, Interpreter],
    box: Box,
    strict: bool,
    shape: Shape,
) -> int:
    """Search one API after the other, print what is found, and give the exit code."""
    if not chosen:
        raise UserError.at("PATTERN", "no API fits it; `registry list` shows every name")
    chosen = [each for each in chosen if each.entry.kind != "usage"]
    if not chosen:
        raise UserError.at("PATTERN", "is a usage, whose examples take no arguments to search")
    from registry.checking.legs import stop

    rows: list[dict[str, Any]] = []
    skipped, ended = False, None
    try:
        with interruptible():
            for located in chosen:
                found = _searched(registry, located, legs, box, shape)
                skipped = skipped or found is None
                rows += [_as_json(each, number) for number, each in enumerate(found or [], 1)]
    except Interrupted as signal:
        ended = signal
    finally:
        stop(legs.values())
    if shape == "json":
        click.echo(json.dumps(rows))
    if ended:
        click.echo("registry: the search was interrupted", err=True)
        return ended.code
    return int(bool(rows) or (strict and skipped))


def _searched(
    registry: Registry,
    located: Located,
    legs: Mapping[str, Interpreter],
    box: Box,
    shape: Shape,
) -> list[Found] | None:
    """What is found for one API; ``None`` where a framework is missing."""
    from rich.console import Console

    from registry.checking import search as engine
    from registry.checking.legs import Unavailable

    tally = engine.Tally()
    found: list[Found] = []
    try:
        with Console(stderr=True).status(f"{located.api}: starting the frameworks") as status:

            def watch() -> None:
                status.update(f"{located.api}: {tally.run} calls, {len(found)} found")

            for each in engine.search(registry, located, legs, box, tally, watch):
                found.append(each)
                if shape == "text":
                    click.echo(_shown(each, len(found)))
                elif shape == "lines":
                    as_a_line(_as_json(each, len(found)))
    except Unavailable as error:
        click.echo(f"registry: {located.api} is not searched: {error}", err=True)
        return None
    if shape == "text":
        said = f"{len(found)} found" if found else "nothing found"
        refused = f", {tally.refused} of them refused or of no effect" if tally.refused else ""
        click.echo(f"{located.api}: {said} in {tally.run} calls{refused} (seed {box.seed})")
    return found


def _shown(found: Found, number: int) -> str:
    """What was seen, as a comment over the case as YAML, which goes under ``cases``."""
    result = found.result
    said = f"{', '.join(result.because)} applies" if result.because else "no difference applies"
    seen = f"the sides {result.outcome}"
    if result.outcome == "error":
        seen = f"there is an error: {result.reason}"
    elif result.tolerances is not None:
        seen += f" ({result.tolerances:.2g} tolerances)"
    where = f"{result.api} -> {result.counterpart}"
    return f"    # {where}: {said}, but {seen}\n{_yaml(found, number)}"


def _yaml(found: Found, number: int) -> str:
    case, against = found.case, found.result.counterpart or ""
    lines = [f"    found-{number}:", f"      arguments: {_plain(case.arguments)}"]
    run = case.run.model_dump(exclude_unset=True)
    if run:
        lines.append(f"      run: {_plain(run)}")
    if not against.startswith("recipe "):
        lines.append(f"      against: [{against}]")
    return "\n".join(lines)


def _plain(value: Any) -> str:
    """A value as YAML on one line; a float has a point, without which YAML 1.1 reads text."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_plain(each)}' for name, each in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_plain, value))}]"
    if isinstance(value, float) and math.isfinite(value):
        digits, e, power = repr(value).partition("e")
        return f"{digits if '.' in digits else f'{digits}.0'}{e}{power}"
    return json.dumps(value)


def _as_json(found: Found, number: int) -> dict[str, Any]:
    run = found.case.run.model_dump(exclude_unset=True)
    case = {"arguments": found.case.arguments, "run": run}
    return {**found.result.as_json(), "case": case, "yaml": _yaml(found, number)}
