"""Does a parameter matter at the values that the cases use? Otherwise agreement proves nothing.

For each parameter that the map calls portable, some cases that give it are run on the source alone
once as they are and once with that parameter changed: to its default, to what another case gives,
or to a value near by. In one of them the trace has to move by at least :data:`ENOUGH` tolerances;
an entry that calls the parameter idle says that it moves in none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from registry.language import signatures
from registry.language.signatures import Argument, Code
from registry.mapping.models import Case, Counterpart, Entry
from registry.mapping.translate import varied

ENOUGH = 100.0
TRIED = 5

Change = tuple[Case, dict[str, Any]]
"""A case, and its arguments with one of them changed."""


def portable(entry: Entry) -> list[str]:
    """The parameters that some counterpart takes over.

    A usage has none: its programs vary no argument.
    """
    if entry.kind == "usage":
        return []
    return [
        parameter.name
        for parameter in varied(entry)
        if any(_takes_over(counterpart, parameter.name) for counterpart in entry.counterparts)
    ]


def _takes_over(counterpart: Counterpart, name: str) -> bool:
    told = counterpart.parameters.get(name)
    return told is not None and bool(told.targets(name) or told.converted)


def changes(entry: Entry, name: str) -> list[Change]:
    """The plainest cases that give a parameter, each with that parameter changed."""
    parameter = signatures.parse(entry.signature)[name]
    giving = sorted(
        (case for case in entry.cases.values() if name in case.arguments), key=_plainness
    )
    return [
        change
        for other in (_default, _given_elsewhere, _near_by)
        for change in islice(_changed(entry, parameter, giving, other), TRIED)
    ]


def _changed(
    entry: Entry, parameter: Argument, giving: list[Case], other: Callable[..., Iterator[Any]]
) -> Iterator[Change]:
    for case in giving:
        rest = {name: v for name, v in case.arguments.items() if name != parameter.name}
        for changed in other(entry, parameter, case.arguments[parameter.name]):
            yield case, {**rest, **changed}


def _plainness(case: Case) -> tuple[int, int]:
    return len(case.run.model_fields_set), len(case.arguments)


def _default(_: Entry, parameter: Argument, value: Any) -> Iterator[dict[str, Any]]:
    """Nothing at all, where that means another value."""
    alike = tuple(value) if isinstance(value, list) else value
    if not parameter.required and (
        isinstance(parameter.default, Code) or parameter.default != alike
    ):
        yield {}


def _given_elsewhere(entry: Entry, parameter: Argument, value: Any) -> Iterator[dict[str, Any]]:
    given = (case.arguments.get(parameter.name) for case in entry.cases.values())
    other = next((each for each in given if each not in (None, value)), None)
    if other is not None:
        yield {parameter.name: other}


def _near_by(_: Entry, parameter: Argument, value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield {parameter.name: value / 2 if isinstance(value, float) else value + 1}
