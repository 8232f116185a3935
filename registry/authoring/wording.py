"""What is meant and only written in another way than the data is: mended word by word."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any, get_args

from registry.authoring.edits import Edit
from registry.authoring.layout import Node
from registry.language import signatures
from registry.mapping.models import Fit, Kind
from registry.mapping.runs import Platform

_RELEASE = re.compile(r"\d+\.\d+")


def misworded(text: str, document: Node) -> Iterator[Edit]:
    """The edits that make releases, signatures, words and tuples what the data has for them."""
    for key, entry in document.pairs:
        yield from _words(text, entry, key.text, {"kind": get_args(Kind)})
        yield from _tuples(entry, key.text)
        counterparts = entry.get("counterparts")
        for place, each in enumerate(counterparts.items if counterparts else ()):
            field = f"{key.text}.counterparts.{place}"
            yield from _words(text, each, field, {"fit": get_args(Fit)})


def _words(text: str, node: Node, field: str, known: dict[str, tuple[str, ...]]) -> Iterator[Edit]:
    for key, value in node.pairs:
        where = f"{field}.{key.text}"
        if key.text in ("since", "until"):
            yield from _quoted(value, where)
        elif key.text == "signature":
            yield from _canonical(text, value, where)
        elif key.text in known:
            yield from _spelt(value, where, known[key.text])
        elif key.text == "platforms":
            for place, each in enumerate(value.items):
                yield from _spelt(each, f"{where}.{place}", get_args(Platform))


def _quoted(value: Node, field: str) -> Iterator[Edit]:
    if value.is_plain and _RELEASE.fullmatch(value.text):
        yield _edit(value, f'"{value.text}"', field, "quoted, because a release is no number")


def _canonical(text: str, value: Node, field: str) -> Iterator[Edit]:
    try:
        written = signatures.write(signatures.parse(value.text))
    except ValueError:
        return
    if value.text and written != value.text:
        new = in_place_of(text, value, written)
        if new is not None:
            yield _edit(value, new, field, "written in its canonical form")


def in_place_of(text: str, value: Node, new: str) -> str | None:
    """A text of one line as it can be written in place of a value; ``None`` if it is folded."""
    quoted = text[value.start] in "'\""
    if value.kind != "scalar" or not (value.is_plain or quoted):
        return None
    return scalar(new, quoted)


def scalar(text: str, quoted: bool = False) -> str:
    """A text of one line as YAML: plain where it can be, otherwise between single quotes."""
    if quoted or ": " in text or " #" in text:
        return "'" + text.replace("'", "''") + "'"
    return text


def _spelt(value: Node, field: str, known: tuple[str, ...]) -> Iterator[Edit]:
    """A word in another case than the one that it has."""
    right = {each.lower(): each for each in known}.get(value.text.lower())
    if value.is_plain and right and right != value.text:
        yield _edit(value, right, field, f"spelt {right}")


def _tuples(entry: Node, field: str) -> Iterator[Edit]:
    """Arguments that are tuples in Python, and words in YAML."""
    signature, cases = entry.get("signature"), entry.get("cases")
    try:
        defaults = signatures.parse(signature.text).defaults if signature else {}
    except ValueError:
        return
    for case, value in cases.pairs if cases else ():
        arguments = value.get("arguments")
        for name, argument in arguments.pairs if arguments else ():
            new = _listed(argument.text) if isinstance(defaults.get(name.text), tuple) else None
            if argument.kind == "scalar" and new is not None:
                where = f"{field}.cases.{case.text}.arguments.{name.text}"
                yield _edit(argument, new, where, "written as a list, which YAML has for a tuple")


def _listed(text: str) -> str | None:
    """A tuple of numbers, or of tuples of them, as a list; ``None`` for anything else."""
    try:
        value = ast.literal_eval(text) if text.startswith("(") else None
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    return _as_list(value) if isinstance(value, tuple) else None


def _as_list(value: Any) -> str | None:
    if isinstance(value, tuple):
        items = [_as_list(each) for each in value]
        return None if None in items else f"[{', '.join(map(str, items))}]"
    return repr(value) if type(value) in (int, float) else None


def _edit(value: Node, new: str, field: str, said: str) -> Edit:
    return Edit(value.start, value.end, new, value.line, field, said)
