"""The source's arguments in the counterpart's terms, and which differences apply to a call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from registry import conditions, signatures
from registry.models import Counterpart, Difference, Entry, Run

Arguments = dict[str, Any]
Converter = Callable[[Arguments, Run], Arguments]
Converters = Mapping[str, Converter]

_TYPES: dict[str, Callable[[Any], Any]] = {
    "float": float,
    "int": int,
    "bool": bool,
    "list": list,
}


def complete(entry: Entry, arguments: Mapping[str, Any]) -> Arguments:
    """Every argument of a call, defaults included, in the order of the signature.

    What is optimized or scheduled (the first parameter of an optimizer, ``optimizer`` or ``params``
    of a schedule) is not an argument here. Raises ``ValueError`` with one sentence for an argument
    that the source does not have or misses.
    """
    parameters = list(signatures.parse(entry.signature).arguments)
    if entry.kind == "optimizer":
        del parameters[0]
    else:
        parameters = [each for each in parameters if each.name not in ("optimizer", "params")]
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
    counterpart: Counterpart, arguments: Arguments, run: Run, converters: Converters
) -> Arguments:
    """The counterpart's arguments for a :func:`complete` call: only those that must be written.

    An argument is left out where the counterpart's default is the same value. Raises ``ValueError``
    when a value cannot be converted and ``LookupError`` when the converter is unknown.
    """
    target = signatures.parse(counterpart.signature)
    wanted: Arguments = {}
    for name, value in arguments.items():
        for place, name_there in enumerate(counterpart.parameters[name].targets(name)):
            item = value[place] if counterpart.parameters[name].split else value
            wanted[name_there] = _typed(item, counterpart.parameters[name].type)
    if counterpart.converter:
        wanted |= converters[counterpart.converter](arguments, run)
    wanted |= {name: extra.value for name, extra in counterpart.extra.items() if extra.is_written}
    defaults = target.defaults
    return {
        each: wanted[each]
        for each in target.names
        if each in wanted and not (each in defaults and _identical(wanted[each], defaults[each]))
    }


def _typed(value: Any, kind: str | None) -> Any:
    if kind is None or value is None:
        return value
    typed = _TYPES[kind](value)
    if kind == "int" and typed != value:
        raise ValueError(f"{value} has to be a whole number over there")
    return typed


def _identical(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def applying(
    differences: Mapping[str, Difference], arguments: Mapping[str, Any], run: Run | None
) -> Iterator[tuple[str, bool | None]]:
    """The name of each difference with whether it applies; ``None`` where that cannot be told.

    ``run`` is ``None`` when nothing is known about the run.
    """

    def value_of(name: str) -> Any:
        if name.startswith("run."):
            fact = name.removeprefix("run.")
            return conditions.UNKNOWN if run is None else getattr(run, fact, conditions.UNKNOWN)
        return arguments.get(name, conditions.UNKNOWN)

    for name, difference in differences.items():
        yield name, conditions.decide(conditions.parse(difference.when), value_of)
