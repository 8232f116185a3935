"""Changes of a text, each with a word on what it mends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """New text in place of the characters from ``start`` to ``end``."""

    start: int
    end: int
    text: str
    line: int
    """Where the mended field was, counted from 1."""
    field: str
    said: str
    """What was done, as the end of a sentence."""


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with every edit. What is put at the same place keeps its order."""
    for edit in sorted(edits, key=lambda each: each.start)[::-1]:
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
