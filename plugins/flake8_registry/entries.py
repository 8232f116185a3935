"""What an index says of one API, operation or subclass, made of its JSON once it is asked for.

An index is one JSON file, written by the registry and read here without it. Format 1::

    {"format": 1,
     "roots": ["torch"],
     "modules": {"torch.optim": ["Adam", "SGD", "lr_scheduler"]},
     "canonical": {"torch.optim.lbfgs.LBFGS": "torch.optim.LBFGS"},
     "apis": {"torch.optim.SGD": API},
     "operations": {"optimizer": {"param_groups": OPERATION}, "schedule": {"step": OPERATION}},
     "subclass": {"optimizer": {"code": "OPR401", "message": "...",
                                "base": "torch.optim.Optimizer"},
                  "schedule": {"code": "OPR402", "message": "...", "base": "..."}}}

``roots``
    First parts of the names. A file that has none of these words is not looked at.
``modules``
    Every public name of each module that the registry claims to know. They are what a star import
    binds. A name asked of such a module that is not in its list, no API, no alias and no module is
    OPR901, unless it starts with an underscore or is all lower case (a submodule).
``canonical``
    Private paths and aliases, each with the API that it is.
``subclass``
    What a subclass means for its kind; ``base`` is the class that annotations and ``type[...]``
    speak of when nothing more is known.

An ``API`` is::

    {"kind": "optimizer",
     "parameters": [["params"], ["lr", 0.001], "*", ["maximize", false]],
     "targets": {"mindspore": {"none": null | {"what": "...", "instead": "..."},
                               "counterparts": [COUNTERPART, ...]}}}

``kind``
    ``optimizer`` and ``schedule`` are classes whose instances are followed; any other kind
    (``function``, ``pattern``) is looked up by name only.
``parameters``
    In the order of the signature. ``[name]`` is required, ``[name, default]`` has a default written
    as a literal of a condition: ``["tuple", 0.9, 0.999]`` and ``["list"]`` for sequences. A default
    that is no literal is given as ``{"code": "..."}`` and is unknown. ``"*"`` starts the
    keyword-only ones. ``*args`` and ``**rest`` are left out.
``targets``
    One entry for each framework that the registry maps the API to; no entry, nothing said.
    ``none`` says that there is no counterpart, and makes the counterparts irrelevant.

A ``COUNTERPART``, best first, is::

    {"api": "mindspore.nn.SGD", "family": "mindspore.nn", "fit": "adapt",
     "since": "1.0" | null, "until": null, "platforms": ["Ascend", "GPU", "CPU"],
     "portable": "text: what to change",
     "arguments": {"maximize": {"when": CONDITION, "message": "..."}},
     "differences": [{"id": "...", "when": CONDITION, "message": "..."}],
     "defaults": {"lr": "message"}}

``since``, ``until``
    The first and the last release that has it; null for always and still. ``platforms`` empty or
    left out means all.
``portable``
    OPR001.
``arguments``
    OPR201: the argument is given, and the condition holds. Always: ``true``.
``differences``
    OPR202: the condition holds and is not decided by defaults alone; if it is, OPR203.
``defaults``
    OPR203: the argument is left out.

A ``CONDITION`` is a tree as :mod:`flake8_registry.conditions` describes it; ``["name", "eps"]`` is
an argument of the source API (its default where it is left out), and names that start with
``run.`` are facts of a run, which the linter never knows.

An ``OPERATION`` is an attribute of an instance, read, written or called::

    {"code": "OPR301", "message": "...", "when": "used" | "argument", "except": ["torch.optim.X"],
     "targets": {"mindspore": {"families": {"mindspore.nn": "message", "mindspore.x": null}}}}

``when``
    ``used`` (left out: the same) is any mention; ``argument`` is a call with an argument.
``except``
    APIs for whose instances it is no finding.
``families``
    By family of the counterpart: what to say there, or null where it ports. A family that is not
    listed gets ``message``; a target that is not listed is not reported.

A file may have a ``targets`` key, ``{"mindspore": ["mindspore.nn"]}``: the families of all
counterparts by framework, so that they need not be gathered. The registry writes one API a line, as
the last key and with its kind first; such a file is taken apart by its lines, and an entry is not
read before someone asks for it. Any other layout means the same and is only slower.

Keys that format 1 does not have are ignored. Texts are whole sentences; they follow the name of the
API and a colon. Messages never contain a line break.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds under a condition: OPR201 and OPR202."""

    when: object
    message: str


@dataclass(frozen=True, slots=True)
class Counterpart:
    """An API of the target that does the job, and what the caller has to mind."""

    api: str
    family: str
    fit: str
    since: str | None
    until: str | None
    platforms: tuple[str, ...]
    portable: str
    arguments: Mapping[str, Rule]
    differences: tuple[Rule, ...]
    defaults: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Mapped:
    """What is known about moving one API to one framework; ``none`` is why it cannot be moved."""

    none: str | None
    counterparts: tuple[Counterpart, ...]


@dataclass(frozen=True, slots=True)
class Api:
    """A source API: its kind, its parameters in order, and where it can be moved to."""

    name: str
    kind: str
    parameters: tuple[str, ...]
    positional: int
    defaults: Mapping[str, object]
    targets: Mapping[str, Mapped]


@dataclass(frozen=True, slots=True)
class Operation:
    """Something done with an instance of an optimizer or a schedule."""

    name: str
    code: str
    message: str
    when: str
    exceptions: frozenset[str]
    families: Mapping[str, Mapping[str, str | None]]


@dataclass(frozen=True, slots=True)
class Subclass:
    """What deriving from a class of this kind means."""

    code: str
    message: str
    base: str


def api(name: str, entry: Mapping[str, Any]) -> Api:
    written: list[Any] = entry.get("parameters", [])
    positional = written.index("*") if "*" in written else len(written)
    parameters = [one for one in written if one != "*"]
    return Api(
        name=name,
        kind=entry["kind"],
        parameters=tuple(str(one[0]) for one in parameters),
        positional=positional,
        defaults={
            str(one[0]): one[1]
            for one in parameters
            if len(one) > 1 and not (isinstance(one[1], dict) and "code" in one[1])
        },
        targets={framework: _mapped(one) for framework, one in entry.get("targets", {}).items()},
    )


def _mapped(entry: Mapping[str, Any]) -> Mapped:
    none = entry.get("none")
    return Mapped(
        none=None if none is None else " ".join(filter(None, (none["what"], none.get("instead")))),
        counterparts=tuple(_counterpart(one) for one in entry.get("counterparts", ())),
    )


def _counterpart(entry: Mapping[str, Any]) -> Counterpart:
    return Counterpart(
        api=entry["api"],
        family=entry.get("family") or entry["api"].rpartition(".")[0],
        fit=entry.get("fit", ""),
        since=entry.get("since"),
        until=entry.get("until"),
        platforms=tuple(entry.get("platforms") or ()),
        portable=entry.get("portable") or "",
        arguments={
            name: Rule(one.get("when", True), one["message"])
            for name, one in entry.get("arguments", {}).items()
        },
        differences=tuple(
            Rule(one["when"], one["message"]) for one in entry.get("differences", ())
        ),
        defaults=dict(entry.get("defaults", {})),
    )


def operation(name: str, entry: Mapping[str, Any]) -> Operation:
    """An operation, its ``except`` and ``targets`` being optional."""
    return Operation(
        name=name,
        code=entry["code"],
        message=entry["message"],
        when=entry.get("when", "used"),
        exceptions=frozenset(entry.get("except", ())),
        families={
            framework: dict(one["families"]) for framework, one in entry.get("targets", {}).items()
        },
    )


def subclass(entry: Mapping[str, Any]) -> Subclass:
    """What deriving from a class of that kind means."""
    return Subclass(entry["code"], entry["message"], entry["base"])
