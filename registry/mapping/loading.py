"""YAML to located mappings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from pydantic import TypeAdapter, ValidationError
from yaml.constructor import SafeConstructor

from registry.mapping.models import Entry
from registry.mapping.undecided import undecided
from registry.mapping.words import Api
from registry.problems import Problem

MAX_BYTES = 1 << 20
MAX_DEPTH = 40
MAX_NODES = 20_000

Path_: TypeAlias = tuple[Any, ...]
Lines: TypeAlias = dict[Path_, int]

_ENTRY = TypeAdapter(Entry)
_API = TypeAdapter(Api)
_TOO_DEEP = f"is nested deeper than {MAX_DEPTH}; flatten it"


@dataclass(frozen=True)
class Located:
    """An entry, the API that it is about and the place where it stands."""

    api: str
    entry: Entry
    path: Path
    lines: Lines

    @property
    def place(self) -> str:
        """The file, and the line where the entry starts."""
        return f"{self.path}:{_line(self.lines, (self.api,))}"

    def problem(self, field: Path_, text: str) -> Problem:
        """A problem with a field of this entry, at the line where that field starts."""
        path = (self.api, *field)
        return Problem(str(self.path), _line(self.lines, path), _dotted(path), text)


@dataclass(frozen=True)
class Loaded:
    """Everything readable in some files, and everything that was wrong with the rest."""

    entries: tuple[Located, ...]
    problems: tuple[Problem, ...]
    files: tuple[Path, ...]
    """Every file that was read, the broken ones too."""


class Yaml12(yaml.CSafeLoader):
    """The C loader with the scalars of YAML 1.2: ``1e-6`` is a number and ``on`` is a word."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    (
        "float",
        r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan)$",
        list("-+.0123456789"),
    ),
):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def load(places: Iterable[Path], whole: bool = True) -> Loaded:
    """Read YAML files, and all ``*.yaml`` files below folders.

    A file with any problem contributes nothing, or with ``whole=False`` the entries that have none;
    its problems are all reported at once. An API that two files map to the same framework is a
    problem that names both places; the first one counts.
    """
    entries: list[Located] = []
    problems: list[Problem] = []
    every = tuple(files(places))
    for path in every:
        found, wrong = read(path)
        problems += wrong
        entries += [] if wrong and whole else found
    first: dict[tuple[str, str], Located] = {}
    problems += _twice(entries, first)
    return Loaded(tuple(first.values()), tuple(problems), every)


def files(places: Iterable[Path]) -> Iterator[Path]:
    """Each place that is a file, and every ``*.yaml`` below each folder."""
    for place in places:
        yield from sorted(place.rglob("*.yaml")) if place.is_dir() else [place]


def _twice(entries: Iterable[Located], first: dict[tuple[str, str], Located]) -> Iterator[Problem]:
    for located in entries:
        earlier = first.setdefault((located.api, located.entry.target), located)
        if earlier is not located:
            what = f"is already mapped to {located.entry.target} at {earlier.place}"
            yield located.problem((), f"{what}; keep one of the two")


def read(path: Path) -> tuple[list[Located], list[Problem]]:
    """Read one file: its entries, and everything that is wrong with it."""
    text = _text(path)
    if isinstance(text, Problem):
        return [], [text]
    document = _compose(path, text)
    if isinstance(document, Problem):
        return [], [document]
    builder = _Builder(str(path))
    content = builder.build(document, ())
    if not isinstance(content, dict):
        problem = Problem(
            str(path), 1, "", "start with the name of an API, such as torch.optim.SGD:"
        )
        return [], [problem]
    entries: list[Located] = []
    problems = builder.problems
    for api, said in content.items():
        problems += _invalid(path, builder.lines, (api,), _API, api)
        wrong = _undecided_or_invalid(path, builder.lines, api, said)
        problems += wrong
        if not wrong:
            entries.append(Located(api, _ENTRY.validate_python(said), path, builder.lines))
    return entries, sorted(problems)


def content_of(text: str) -> Any:
    """The plain values of a text, whatever they mean; ``None`` where it is no YAML of ours."""
    document = _compose(Path(), text)
    builder = _Builder("")
    content = None if isinstance(document, Problem) else builder.build(document, ())
    return None if builder.problems else content


def _text(path: Path) -> str | Problem:
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return Problem(str(path), 0, "", f"cannot be read ({error.strerror}); check the path")
    if len(raw) > MAX_BYTES:
        return Problem(str(path), 0, "", "is larger than 1 MiB; split it, one API a file")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Problem(str(path), line, "", "is not UTF-8; save it as UTF-8")


def _compose(path: Path, text: str) -> yaml.Node | Problem:
    try:
        depth = 0
        # The C composer recurses, and a deep enough file overflows its stack: look at events first.
        for event in yaml.parse(text, Loader=Yaml12):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                return Problem(str(path), _after(event.start_mark), "", _TOO_DEEP)
        node = yaml.compose(text, Loader=Yaml12)
    except yaml.MarkedYAMLError as error:
        # The scanner of libyaml reads ahead, and since 0.2.6 it gives up at a depth of its own.
        said = error.problem or error.context or ""
        wrong = f"is not YAML: {said}; check indentation, colons and quotes"
        wrong = _TOO_DEEP if "nesting depth" in said else wrong
        return Problem(str(path), _after(error.problem_mark), "", wrong)
    except yaml.YAMLError as error:
        said = str(error).splitlines()[0]
        return Problem(str(path), 1, "", f"is not YAML: {said}; remove what cannot be printed")
    if node is None:
        return Problem(str(path), 1, "", "is empty; start with the name of an API")
    return node


def _after(mark: Any) -> int:
    """The line of a mark, counted from 1."""
    return mark.line + 1 if mark else 1


class _Builder:
    """Turns nodes into values, and remembers the line of every field on the way."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: Lines = {}
        self.problems: list[Problem] = []
        self._nodes = 0
        self._open: set[int] = set()
        self._scalars = SafeConstructor()

    def build(self, node: yaml.Node, path: Path_) -> Any:
        self._nodes += 1
        if id(node) in self._open or self._nodes > MAX_NODES:
            if self._nodes < 2 * MAX_NODES:
                self._wrong(node, path, "expands without bound; write it without anchors")
            self._nodes = 2 * MAX_NODES
            return None
        self.lines.setdefault(path, node.start_mark.line + 1)
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, path)
            if isinstance(node, yaml.SequenceNode):
                return [self.build(each, (*path, place)) for place, each in enumerate(node.value)]
            return self._scalar(node, path)
        finally:
            self._open.discard(id(node))

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[Any, Any]:
        content: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._wrong(key_node, path, "a key must be a word")
                continue
            key = key_node.value
            field = (*path, key)
            if key in content:
                first = self.lines[field]
                self._wrong(key_node, field, f"is said twice, first at line {first}")
            self.lines.setdefault(field, key_node.start_mark.line + 1)
            content[key] = self.build(value_node, field)
        return content

    def _scalar(self, node: yaml.Node, path: Path_) -> Any:
        try:
            if node.tag == "tag:yaml.org,2002:int":
                return int(node.value)  # in YAML 1.2 a leading zero does not make it octal
            return self._scalars.construct_object(node)
        except (yaml.YAMLError, ValueError, LookupError, AttributeError):
            self._wrong(node, path, f"the tag {node.tag} is not used here; write a plain value")
            return None

    def _wrong(self, node: yaml.Node, path: Path_, text: str) -> None:
        self.problems.append(Problem(self.path, node.start_mark.line + 1, _dotted(path), text))


def _undecided_or_invalid(path: Path, lines: Lines, api: str, said: Any) -> list[Problem]:
    """What is left open in an entry, and what is wrong with the rest of it."""
    left = dict(undecided(said))
    problems = [
        Problem(str(path), _line(lines, (api, *place)), _dotted((api, *place)), text)
        for place, text in left.items()
    ]
    known = tuple(f"{problem.field}." for problem in problems)
    wrong = _invalid(path, lines, (api,), _ENTRY, said)
    return problems + [each for each in wrong if not f"{each.field}.".startswith(known)]


def _invalid(
    path: Path, lines: Lines, field: Path_, adapter: TypeAdapter[Any], value: Any
) -> list[Problem]:
    try:
        adapter.validate_python(value)
    except ValidationError as error:
        return [_explained(path, lines, field, each) for each in error.errors()]
    return []


def _explained(path: Path, lines: Lines, field: Path_, error: Any) -> Problem:
    # pydantic puts markers such as "function-before[…]" between the names; they are in no file.
    place = tuple(part for part in error["loc"] if not re.search(r"[\[(]", str(part)))
    kind, text = error["type"], error["msg"]
    if kind == "extra_forbidden":
        text = "is not a field here; remove it or correct its spelling"
    elif kind == "missing":
        text = "is missing; add it"
    elif kind == "literal_error":
        text = f"expected {error['ctx']['expected']}"
    elif kind == "value_error":
        text = str(error["ctx"]["error"])
    full = (*field, *place)
    return Problem(str(path), _line(lines, full), _dotted(full), text[:1].lower() + text[1:])


def _line(lines: Lines, path: Path_) -> int:
    """The line of a field, or of the nearest thing around it that is written down."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _dotted(path: Path_) -> str:
    return ".".join(str(part) for part in path)
