"""The compiled index: what the registry knows, in the form that the linter looks names up in.

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

Keys that format 1 does not have are ignored. Texts are whole sentences; they follow the name of the
API and a colon. Messages never contain a line break.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

FORMAT = 1


class BrokenIndex(ValueError):
    """An index file cannot be used; the text says in one line which, where, and what to do."""


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


@dataclass(frozen=True, eq=False)
class Index:
    """Everything that the index files say, ready to be looked up."""

    roots: tuple[str, ...]
    modules: Mapping[str, frozenset[str]]
    canonical: Mapping[str, str]
    apis: Mapping[str, tuple[Mapping[str, Any], str]]
    operations: Mapping[str, Mapping[str, Operation]]
    subclass: Mapping[str, Subclass]
    prefixes: frozenset[str]
    _words: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)
    _short_names: dict[str, Mapping[str, str]] = field(
        default_factory=dict, compare=False, repr=False
    )
    _read: dict[str, Api] = field(default_factory=dict, compare=False, repr=False)

    def api(self, name: str) -> Api | None:
        """The API of that canonical name; BrokenIndex when its entry cannot be understood."""
        known = self._read.get(name)
        if known is None and name in self.apis:
            entry, origin = self.apis[name]
            try:
                known = self._read[name] = _api(name, entry)
            except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
                raise BrokenIndex(
                    f"{origin}: apis.{name}: cannot be understood ({error!r}); write it again with "
                    "registry index"
                ) from error
        return known

    def kind(self, name: str) -> str:
        """The kind of an API, or nothing for a name that is none."""
        entry = self.apis.get(name)
        return str(entry[0]["kind"]) if entry is not None else ""

    def kind_of_module(self, module: str) -> str:
        """The kind of which all classes of the module are, or nothing where there are several."""
        return self._kinds.get(module, "")

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        found: dict[str, set[str]] = {}
        for name in self.apis:
            module = name.rpartition(".")[0]
            if (kind := self.kind(name)) in self.subclass:
                found.setdefault(module, set()).add(kind)
        return {module: kinds.pop() for module, kinds in found.items() if len(kinds) == 1}

    @cached_property
    def children(self) -> Mapping[str, frozenset[str]]:
        """The next parts below every module that has no list of its own names."""
        found: dict[str, set[str]] = {}
        for name in self.prefixes:
            module, _, last = name.rpartition(".")
            if module and module not in self.modules and module not in self.apis:
                found.setdefault(module, set()).add(last)
        return {module: frozenset(names) for module, names in found.items()}

    @cached_property
    def operation_names(self) -> frozenset[str]:
        """The attributes of instances that the index says anything about."""
        return frozenset(name for kind in self.operations.values() for name in kind)

    def words(self, framework: str) -> frozenset[str]:
        """What a file has to say, one of it, where that framework is ported to.

        The parts right below the roots, and the short names of the classes.
        """
        found = self._words.get(framework)
        if found is None:
            names = [one for one in (*self.modules, *self.canonical, *self.apis) if "." in one]
            below = {one.split(".", 2)[1] for one in names if not one.startswith(f"{framework}.")}
            found = self._words[framework] = frozenset(below)
        return found

    def short_names(self, framework: str) -> Mapping[str, str]:
        """The classes whose instances are followed, by the last part of their names."""
        found = self._short_names.get(framework)
        if found is None:
            names = [one for one in self.apis if not one.startswith(f"{framework}.")]
            found = self._short_names[framework] = {
                one.rpartition(".")[2]: one
                for one in sorted(names, reverse=True)
                if self.kind(one) in self.subclass
            }
        return found

    def could_matter(self, source: str, framework: str) -> bool:
        """Whether the text says a root, and anything that the registry knows below the roots."""
        return any(root in source for root in self.roots if root != framework) and any(
            word in source for word in self.words(framework)
        )


def prefixes(names: Iterable[str]) -> set[str]:
    """Every name with all that it starts with: torch, torch.optim, torch.optim.SGD."""
    found: set[str] = set()
    for name in names:
        while name and name not in found:
            found.add(name)
            name = name.rpartition(".")[0]
    return found


def _api(name: str, entry: Mapping[str, Any]) -> Api:
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
