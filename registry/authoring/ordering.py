"""The keys of an entry in the order of the models: whole blocks change their places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.authoring.edits import Edit
from registry.authoring.layout import Node, laid_out
from registry.mapping.loading import content_of
from registry.mapping.models import (
    Case,
    Counterpart,
    Difference,
    Entry,
    NoCounterpart,
    Recipe,
)
from registry.mapping.words import Model

_COMMENT = re.compile(r"[ \t]*#")
_Place = tuple[str, Node, type[Model]]


def disordered(text: str, document: Node) -> Edit | None:
    """The edit that puts the first mapping whose keys are out of order into order, if it can.

    It cannot where a key would come before the anchor that it needs, or where a mapping shares its
    lines with something else.
    """
    for field, node, model in _places(document):
        edit = _ordered(text, field, node, list(model.model_fields))
        if edit is not None and _says_the_same(text, edit):
            return edit
    return None


def _places(document: Node) -> Iterator[_Place]:
    for key, entry in document.pairs:
        yield key.text, entry, Entry
        yield from _each(entry, key.text, "cases", Case)
        counterparts = entry.get("counterparts")
        for place, each in enumerate(counterparts.items if counterparts else ()):
            field = f"{key.text}.counterparts.{place}"
            yield field, each, Counterpart
            yield from _each(each, field, "differences", Difference)
        nothing = entry.get("no_counterpart")
        if nothing is not None:
            field = f"{key.text}.no_counterpart"
            yield field, nothing, NoCounterpart
            recipe = nothing.get("recipe")
            if recipe is not None:
                yield f"{field}.recipe", recipe, Recipe
                yield from _each(recipe, f"{field}.recipe", "differences", Difference)


def _each(node: Node, field: str, block: str, model: type[Model]) -> Iterator[_Place]:
    around = node.get(block)
    for key, value in around.pairs if around else ():
        yield f"{field}.{block}.{key.text}", value, model


def _ordered(text: str, field: str, node: Node, order: list[str]) -> Edit | None:
    names = node.names
    wanted = sorted(names, key=lambda name: order.index(name) if name in order else len(order))
    if node.kind != "mapping" or names == wanted or len(set(names)) < len(names):
        return None
    blocks = None if node.is_flow else _blocks(text, node)
    if blocks is None:
        return None
    end = node.start + sum(map(len, blocks))
    chosen = [blocks[names.index(name)] for name in wanted]
    indent = re.match(r"[ \t]*", blocks[1])
    assert indent is not None
    # The first block starts after its indentation, or after the dash of a list.
    whole = [each if each[0] in " \t" else indent[0] + each for each in chosen]
    new = "".join(each if each.endswith("\n") else f"{each}\n" for each in whole)
    if not text[node.start : end].endswith("\n"):
        new = new.removesuffix("\n")
    return Edit(
        node.start,
        end,
        new.removeprefix(indent[0]),
        node.line,
        field,
        f"in order: {', '.join(wanted)}",
    )


def _blocks(text: str, node: Node) -> list[str] | None:
    """The lines of each key with the comments above it; ``None`` if they are not lines of it."""
    starts = [node.start]
    for key, _ in node.pairs[1:]:
        start = text.rfind("\n", 0, key.start) + 1
        if text[start : key.start].strip():
            return None
        while start > starts[-1]:
            above = text.rfind("\n", 0, start - 1) + 1
            if above <= starts[-1] or not _COMMENT.match(text, above):
                break
            start = above
        starts.append(start)
    end = text.find("\n", node.end)
    ends = [*starts[1:], len(text) if end < 0 else end + 1]
    blocks = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    is_plain = text[node.start] not in "&!" and not any(not each.strip() for each in blocks)
    return blocks if is_plain else None


def _says_the_same(text: str, edit: Edit) -> bool:
    new = text[: edit.start] + edit.text + text[edit.end :]
    same = content_of(new) == content_of(text)
    return same and laid_out(new).names == laid_out(text).names
