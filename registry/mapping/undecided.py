"""What a mapping file leaves open: values that start with the word TODO."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_TODO = re.compile(r"TODO\b")
_ANYTHING = "what it is"
# What may stand at a field, and at the items of a field.
_FIELDS = {
    "kind": "optimizer, schedule or usage",
    "fit": "rename (nothing but the name changes), adapt (the arguments) or rewrite (the code)",
    "platforms": "the ones of [Ascend, GPU, CPU] that its documentation names",
    "what": "what happens, as a whole sentence",
    "instead": "what to do, as a whole sentence",
}
_ITEMS = {
    "parameters": "same, {to: NAME}, {split: [NAME, NAME]}, {converted: HOW.} or {dropped: WHY.}",
    "extra": "why the source needs nothing here; or remove the line, where a parameter sets it",
    "arguments": "a value",
}


def undecided(content: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    """The place of each value that is still to be decided, and what to say of it."""
    if isinstance(content, dict):
        for name, value in content.items():
            yield from undecided(value, (*place, name))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from undecided(value, (*place, number))
    elif isinstance(content, str) and _TODO.match(content):
        yield place, f"is still to be decided; write {_way(place)}"


def _way(place: tuple[Any, ...]) -> str:
    around, last = (None, None, *place)[-2:]
    return _ITEMS.get(around) or _FIELDS.get(last) or _ANYTHING
