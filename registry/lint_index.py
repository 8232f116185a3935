"""The registry compiled for the linter, which only looks up: every text is made here.

``flake8_registry.index`` reads the result and describes its format.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from registry import conditions, signatures
from registry.catalog import Registry
from registry.models import Counterpart, Entry, framework_of
from registry.signatures import Argument, Code

FORMAT = 1
Table = dict[str, Any]


def compile_lint_index(registry: Registry) -> str:
    """The index as JSON text, one API a line, sorted, so that a change of it can be read."""
    apis: dict[str, Table] = {}
    canonical: dict[str, str] = {}
    for located in registry.entries:
        entry = located.entry
        about = apis.setdefault(
            located.api,
            {"kind": entry.kind, "parameters": _parameters(entry.signature), "targets": {}},
        )
        about["targets"][entry.target] = _mapped(entry)
        canonical |= dict.fromkeys(entry.aliases, located.api)
    lines = ",\n".join(f"{json.dumps(api)}: {json.dumps(apis[api])}" for api in sorted(apis))
    head = {
        "format": FORMAT,
        "roots": sorted({framework_of(api) for api in apis}),
        "modules": {},
        "canonical": canonical,
        "operations": {},
        "subclass": {},
    }
    return f'{json.dumps(head, sort_keys=True)[:-1]}, "apis": {{\n{lines}\n}}}}\n'


def _parameters(text: str) -> list[Any]:
    rows: list[Any] = []
    for argument in signatures.parse(text).arguments:
        if argument.keyword_only and "*" not in rows:
            rows.append("*")
        rows.append([argument.name, *_default(argument)])
    return rows


def _default(argument: Argument) -> Iterable[Any]:
    if argument.required:
        return []
    default = argument.default
    if isinstance(default, Code):
        return [{"code": default.text}]
    if isinstance(default, list | tuple):
        return [[type(default).__name__, *default]]
    return [default]


def _mapped(entry: Entry) -> Table:
    nothing = entry.no_counterpart
    return {
        "none": _texts(nothing.what, nothing.instead) if nothing else None,
        "counterparts": [_counterpart(entry, each) for each in entry.counterparts],
    }


def _counterpart(entry: Entry, counterpart: Counterpart) -> Table:
    arguments: Table = {}
    told: set[str] = set()
    for name, parameter in counterpart.parameters.items():
        if parameter.difference and parameter.difference not in told:
            told.add(parameter.difference)
            arguments[name] = _rule(counterpart, parameter.difference)
    differences = [
        {"id": name, **_rule(counterpart, name)}
        for name in counterpart.differences
        if name not in told
    ]
    return {
        "api": counterpart.api,
        "family": _family(counterpart.api),
        "fit": counterpart.fit,
        "since": counterpart.since,
        "until": counterpart.until,
        "platforms": counterpart.platforms,
        "portable": _portable(counterpart),
        "arguments": arguments,
        "differences": differences,
        "defaults": dict(_defaults(entry, counterpart)),
    }


def _family(api: str) -> str:
    """The module that offers an API; schedulers belong to the optimizers that they schedule."""
    return api.rpartition(".")[0].removesuffix(".lr_scheduler")


def _rule(counterpart: Counterpart, name: str) -> Table:
    difference = counterpart.differences[name]
    message = " ".join(_texts(difference.what, difference.instead).values())
    return {"when": conditions.parse(difference.when), "message": message}


def _texts(what: str, instead: str) -> dict[str, str]:
    """The first sentence of each: a line of a linter is no page; look-up has the rest."""
    first = [re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0] for text in (what, instead)]
    return {"what": first[0], "instead": first[1]}


def _portable(counterpart: Counterpart) -> str:
    if counterpart.fit == "rename":
        return f"It is {counterpart.api} there, with the same arguments."
    changes = [
        f"{name} is {' and '.join(parameter.targets(name))}"
        for name, parameter in counterpart.parameters.items()
        if parameter.targets(name) not in ((), (name,))
    ]
    told = f" There {', '.join(changes)}." if changes else ""
    if counterpart.fit == "adapt":
        return f"It is {counterpart.api} there, with other arguments.{told}"
    return f"It is {counterpart.api} there, which changes the shape of the code.{told}"


def _defaults(entry: Entry, counterpart: Counterpart) -> Iterable[tuple[str, str]]:
    here = signatures.parse(entry.signature)
    there = signatures.parse(counterpart.signature)
    for name, parameter in counterpart.parameters.items():
        targets = parameter.targets(name)
        if len(targets) != 1 or here[name].required or targets[0] not in there:
            continue
        other = there[targets[0]]
        mine = f"Its default is {here[name].default!r} here"
        if other.required:
            yield name, f"{mine} and {other.name} must be given there. Write it out."
        elif other.default != here[name].default:
            yield name, f"{mine} and {other.default!r} there. Write it out."
