"""The source's arguments in the counterpart's terms, and which differences apply to a call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from registry.language import conditions, signatures
from registry.language.signatures import Argument, Code
from registry.mapping.models import Counterpart, Difference, Entry
from registry.mapping.runs import Run

Arguments = dict[str, Any]
Converter = Callable[[Arguments, Run], Arguments]
Converters = Mapping[str, Converter]

_TYPES: dict[str, Callable[[Any], Any]] = {
    "float": float,
    "int": int,
    "bool": bool,
    "list": list,
}


def subject(entry: Entry) -> str | None:
    """The parameter that is optimized or scheduled, if there is one.

    It is the first one of an optimizer, where it takes what it trains, and ``optimizer`` or
    ``params`` of a schedule.
    """
    names = signatures.parse(entry.signature).names
    if entry.kind == "optimizer":
        return names[0] if entry.takes_parameters else None
    return next((name for name in names if name in ("optimizer", "params")), None)


def varied(entry: Entry) -> list[Argument]:
    """The parameters that a case can give: all but the :func:`subject`."""
    parameters = signatures.parse(entry.signature).arguments
    return [each for each in parameters if each.name != subject(entry)]


def complete(entry: Entry, arguments: Mapping[str, Any]) -> Arguments:
    """Every argument of a call, defaults included, in the order of the signature.

    Raises ``ValueError`` with one sentence for an argument that the source does not have or misses.
    """
    parameters = varied(entry)
    unknown = sorted(set(arguments) - {each.name for each in parameters})
    if unknown:
        known = ", ".join(each.name for each in parameters)
        raise ValueError(f"there is no parameter {unknown[0]}; there are {known}")
    full: Arguments = {}
    for parameter in parameters:
        if parameter.name in arguments:
            _understood(arguments[parameter.name])
            full[parameter.name] = _alike(arguments[parameter.name], parameter.default)
        elif parameter.required:
            raise ValueError(f"the argument {parameter.name} is missing; the source requires it")
        else:
            full[parameter.name] = parameter.default
    return full


def _understood(value: Any) -> None:
    """A function is written in the language of conditions, which can do nothing but compute.

    An item of a list may be a schedule, ``{schedule: NAME, ...}`` with its arguments.
    """
    if isinstance(value, dict) and list(value) == ["lambda"]:
        conditions.parse(str(value["lambda"]))
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            _understood(each)


def _alike(value: Any, default: Any) -> Any:
    """YAML has no tuples; what is a tuple by default is one when given as a list."""
    return tuple(value) if isinstance(default, tuple) and isinstance(value, list) else value


def translate(
    counterpart: Counterpart,
    arguments: Arguments,
    run: Run,
    converters: Converters,
    given: Collection[str] = (),
) -> Arguments:
    """The counterpart's arguments for a :func:`complete` call: only those that must be written.

    An argument is left out where the counterpart's default is the same value, unless it comes from
    one of those ``given``. An argument may be ``Code``, an expression whose value nobody knows.
    Raises ``ValueError`` when a value cannot be converted and ``LookupError`` when the converter is
    unknown.
    """
    target = signatures.parse(counterpart.signature)
    wanted: Arguments = {}
    kept: set[str] = set()
    for name, value in arguments.items():
        parameter = counterpart.parameters[name]
        for place, name_there in enumerate(parameter.targets(name)):
            item = _item(name, value, place) if parameter.split else value
            wanted[name_there] = _typed(item, parameter.type)
            kept |= {name_there} if name in given else set()
        if parameter.converted and is_open(value):
            raise ValueError(f"{name} has to be a literal, because the rates follow from it")
    if counterpart.converter:
        wanted |= converters[counterpart.converter](_of_today(counterpart, arguments), run)
    wanted |= {name: extra.value for name, extra in counterpart.extra.items() if extra.is_written}
    same = {
        name for name, default in target.defaults.items() if _identical(wanted.get(name), default)
    }
    return {
        each: wanted[each] for each in target.names if each in wanted and each not in same - kept
    }


def _of_today(counterpart: Counterpart, arguments: Arguments) -> Arguments:
    """The arguments that a converter knows: those of parameters that newer releases have too."""
    return {
        name: value
        for name, value in arguments.items()
        if counterpart.parameters[name].until is None
    }


def is_open(value: Any) -> bool:
    """Is the value, or a part of it, an expression whose value nobody knows?"""
    if isinstance(value, dict):
        value = list(value.values())
    return isinstance(value, Code) or (isinstance(value, list | tuple) and any(map(is_open, value)))


def _item(name: str, value: Any, place: int) -> Any:
    if isinstance(value, Code):
        return Code(f"{value.text}[{place}]")
    try:
        return value[place]
    except (TypeError, LookupError):
        raise ValueError(f"{name} has no item {place}, which is asked for over there") from None


def _typed(value: Any, kind: str | None) -> Any:
    if kind is None or value is None:
        return value
    if isinstance(value, Code):
        return Code(f"{kind}({value.text})")
    if isinstance(value, tuple) and kind != "list":
        return tuple(_typed(item, kind) for item in value)
    try:
        typed = _TYPES[kind](value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{value!r} has to be of the type {kind} over there") from None
    if kind == "int" and typed != value:
        raise ValueError(f"{value} has to be a whole number over there")
    return typed


def _identical(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def applying(
    differences: Mapping[str, Difference],
    arguments: Mapping[str, Any],
    run: Run | Mapping[str, Any] | None,
) -> Iterator[tuple[str, bool | None]]:
    """The name of each difference with whether it applies; ``None`` where that cannot be told.

    ``run`` is ``None`` when nothing is known about the run, or has the facts that are known.
    """

    def value_of(name: str) -> Any:
        return known(name, arguments, run)

    for name, difference in differences.items():
        yield name, conditions.decide(conditions.parse(difference.when), value_of)


def known(name: str, arguments: Mapping[str, Any], run: Run | Mapping[str, Any] | None) -> Any:
    """The value of a name in a condition; ``conditions.UNKNOWN`` where nobody knows it."""
    if not name.startswith("run."):
        return _with_gaps(arguments.get(name, conditions.UNKNOWN))
    fact = name.removeprefix("run.")
    if isinstance(run, Mapping):
        return run.get(fact, conditions.UNKNOWN)
    return getattr(run, fact, conditions.UNKNOWN)


def _with_gaps(value: Any) -> Any:
    if isinstance(value, Code):
        return conditions.UNKNOWN
    if isinstance(value, list | tuple):
        return type(value)(map(_with_gaps, value))
    return value
