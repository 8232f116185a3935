"""The registry compiled for the linter, which only looks up: every text is made here.

``flake8_registry.index`` reads the result and describes its format.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from registry.language import conditions, signatures
from registry.language.signatures import Argument, Code
from registry.mapping import releases
from registry.mapping.catalog import Registry
from registry.mapping.models import Counterpart, Entry, framework_of

FORMAT = 1
Table = dict[str, Any]

# What is done with an instance of a kind: its code, and whether only an argument makes it one.
_OPERATIONS = {
    ("optimizer", "param_groups"): ("OPR301", "used"),
    ("optimizer", "add_param_group"): ("OPR302", "used"),
    ("optimizer", "state_dict"): ("OPR303", "used"),
    ("schedule", "state_dict"): ("OPR303", "used"),
    ("optimizer", "load_state_dict"): ("OPR304", "used"),
    ("schedule", "load_state_dict"): ("OPR304", "used"),
    ("optimizer", "state"): ("OPR305", "used"),
    ("schedule", "get_last_lr"): ("OPR306", "used"),
    ("optimizer", "step"): ("OPR307", "argument"),
    ("schedule", "step"): ("OPR308", "argument"),
    ("optimizer", "zero_grad"): ("OPR309", "used"),
}
_SCHEDULES = {"lr_scheduler", "dynamic_lr", "learning_rate_schedule"}
_LONG = 120
"""A sentence longer than this ends at its first semicolon."""
_SUBCLASS = {"optimizer": "OPR401", "schedule": "OPR402"}


def compile_lint_index(registry: Registry) -> str:
    """The index as JSON text, one API a line, sorted, so that a change of it can be read."""
    apis: dict[str, Table] = {}
    canonical: dict[str, str] = {}
    registry = releases.today(registry)
    modules = _modules(registry)
    for located in registry.entries:
        entry = located.entry
        if entry.kind == "usage" and located.api.rpartition(".")[0] not in modules:
            continue  # an attribute of a class: an operation, or nothing that has a code
        about = apis.setdefault(
            located.api,
            {
                "kind": entry.base_of or entry.kind,
                "parameters": _parameters(entry.signature),
                "targets": {},
            },
        )
        about["targets"][entry.target] = _mapped(entry)
        canonical |= dict.fromkeys(entry.aliases, located.api)
    lines = ",\n".join(f"{json.dumps(api)}: {json.dumps(apis[api])}" for api in sorted(apis))
    head = {
        "format": FORMAT,
        "roots": sorted({framework_of(api) for api in apis}),
        "modules": modules,
        "canonical": canonical,
        "operations": _operations(registry),
        "subclass": _subclasses(registry),
        "targets": _families(apis),
    }
    return f'{json.dumps(head, sort_keys=True)[:-1]}, "apis": {{\n{lines}\n}}}}\n'


def _families(apis: dict[str, Table]) -> dict[str, list[str]]:
    """The families of all counterparts, by framework."""
    found: dict[str, set[str]] = {}
    for about in apis.values():
        for framework, mapped in about["targets"].items():
            families = (each["family"] for each in mapped["counterparts"])
            found.setdefault(framework, set()).update(families)
    return {framework: sorted(families) for framework, families in found.items()}


def _modules(registry: Registry) -> dict[str, list[str]]:
    """Every name of the modules that the registry claims to know."""
    claimed = {module for each in registry.entries for module in each.entry.complete}
    names = registry.names() | claimed
    inside = {
        module: {name[len(module) + 1 :] for name in names if name.startswith(f"{module}.")}
        for module in sorted(claimed)
    }
    return {
        module: sorted({name.partition(".")[0] for name in below})
        for module, below in inside.items()
        if below
    }


def _operations(registry: Registry) -> dict[str, dict[str, Table]]:
    """What the usages of each kind's base class say, under the names of its attributes."""
    apis = {located.api for located in registry.entries}
    operations: dict[str, dict[str, Table]] = {}
    for base, kind in _bases(registry):
        for located in registry.entries:
            owner, _, name = located.api.rpartition(".")
            if owner != base or (kind, name) not in _OPERATIONS:
                continue
            code, when = _OPERATIONS[kind, name]
            operation = operations.setdefault(kind, {}).setdefault(
                name,
                {
                    "code": code,
                    "message": "",
                    "when": when,
                    # A class with a usage of its own there is not meant.
                    "except": sorted(
                        each.removesuffix(f".{name}")
                        for each in apis
                        if each.endswith(f".{name}") and each != located.api
                    ),
                    "targets": {},
                },
            )
            _add_usage(operation, located.entry)
    return operations


def _add_usage(operation: Table, entry: Entry) -> None:
    families: dict[str, str | None] = {}
    nothing = entry.no_counterpart
    message = " ".join(_texts(nothing.what, nothing.instead).values()) if nothing else ""
    for counterpart in entry.counterparts:
        told = _told(counterpart)
        # What is only named otherwise is no finding.
        families[_family_of_a_class(counterpart.api)] = (
            told if counterpart.fit == "rewrite" or any(_always(counterpart)) else None
        )
        message = message or told
    operation["targets"][entry.target] = {"families": families}
    operation["message"] = operation["message"] or message


def _always(counterpart: Counterpart) -> Iterable[str]:
    """The differences that apply whatever the call is."""
    return (
        name
        for name, difference in counterpart.differences.items()
        if conditions.parse(difference.when) is conditions.ALWAYS
    )


def _told(counterpart: Counterpart) -> str:
    for name in _always(counterpart):
        difference = counterpart.differences[name]
        return " ".join(_texts(difference.what, difference.instead).values())
    return _short(counterpart.note) if counterpart.note else f"It is {counterpart.api} there."


def _family_of_a_class(api: str) -> str:
    return _family(api.rpartition(".")[0])


def _bases(registry: Registry) -> list[tuple[str, str]]:
    return [(each.api, each.entry.base_of) for each in registry.entries if each.entry.base_of]


def _subclasses(registry: Registry) -> dict[str, Table]:
    """What deriving from a base class means; the first one of a kind speaks."""
    subclasses: dict[str, Table] = {}
    for located in registry.entries:
        kind = located.entry.base_of
        if kind and kind not in subclasses and located.entry.counterparts:
            subclasses[kind] = {
                "code": _SUBCLASS[kind],
                "message": located.entry.counterparts[0].note or "",
                "base": located.api,
            }
    return subclasses


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
        if parameter.difference:
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
    """The module that offers an API; schedules belong to the optimizers that they schedule."""
    module, _, last = api.rpartition(".")[0].rpartition(".")
    return module if last in _SCHEDULES else f"{module}.{last}".strip(".")


def _rule(counterpart: Counterpart, name: str) -> Table:
    difference = counterpart.differences[name]
    message = " ".join(_texts(difference.what, difference.instead).values())
    return {"when": conditions.parse(difference.when), "message": message}


def _texts(what: str, instead: str) -> dict[str, str]:
    """The beginning of each: a line of a linter is no page; look-up has the rest."""
    return {"what": _short(what), "instead": _short(instead)}


def _short(text: str) -> str:
    """The first sentence, and of a long one what stands before the first semicolon."""
    first: str = re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]
    beginning, semicolon, _ = first.partition("; ")
    balanced = beginning.count("(") == beginning.count(")")
    return f"{beginning}." if semicolon and balanced and len(first) > _LONG else first


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
