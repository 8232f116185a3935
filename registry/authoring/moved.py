"""Signatures that are others now than a mapping file says, and the lines that this asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from registry.authoring.edits import Edit
from registry.authoring.layout import Node
from registry.authoring.wording import in_place_of
from registry.language import signatures
from registry.language.defaults import comparable
from registry.language.signatures import Argument, Signature

Declaring = Callable[[str], Signature | None]
"""For an API the signature that the framework declares now; ``None`` where nobody knows."""


def moved(text: str, document: Node, declaring: Declaring) -> Iterator[Edit]:
    """The edits for each signature that has moved: the line itself, and ``TODO`` for each parameter
    that is new. What speaks of a parameter that is gone stays, and `registry validate` names it."""
    for key, entry in document.pairs:
        listed = entry.get("counterparts")
        counterparts = [
            (f"{key.text}.counterparts.{place}", each)
            for place, each in enumerate(listed.items if listed else ())
        ]
        old, new = _signatures(entry, key.text, declaring)
        if new is not None:
            yield from _line(text, entry, key.text, old, new)
            for field, each in counterparts:
                yield from _lines(text, each, field, "parameters", _added(old, new), new)
        for field, each in counterparts:
            api = each.get("api")
            old, new = _signatures(each, api.text if api else "", declaring)
            if new is not None:
                yield from _line(text, each, field, old, new)
                yield from _lines(text, each, field, "extra", _added(old, new), new)


def _signatures(node: Node, api: str, declaring: Declaring) -> tuple[Signature, Signature | None]:
    """What the file says and, where that is not the same, what it should say."""
    said = node.get("signature")
    if said is None or said.kind != "scalar" or not said.text or node.get("until"):
        return Signature(()), None
    try:
        old = signatures.parse(said.text)
    except ValueError:
        return Signature(()), None
    now = declaring(api)
    if now is None:
        return old, None
    new = replace(now, arguments=tuple(_kept(old, each) for each in now.arguments))
    return old, new if new != old else None


def _kept(old: Signature, argument: Argument) -> Argument:
    """The argument, with the default as the file writes it where that is the same value."""
    if argument.name in old:
        said = old[argument.name]
        same = comparable(said.default) == comparable(argument.default)
        if said.required == argument.required and same:
            return replace(argument, default=said.default)
    return argument


def _added(old: Signature, new: Signature) -> list[str]:
    return [name for name in new.names if name not in old]


def _line(text: str, node: Node, field: str, old: Signature, new: Signature) -> Iterator[Edit]:
    said = node.get("signature")
    assert said is not None
    written = in_place_of(text, said, signatures.write(new))
    if written is not None:
        what = f"is {signatures.write(new)} now; it was {signatures.write(old)}"
        yield Edit(said.start, said.end, written, said.line, f"{field}.signature", what)


def _lines(
    text: str, node: Node, field: str, block: str, added: list[str], order: Signature
) -> Iterator[Edit]:
    """A line for each new parameter, after that of the one before it in the signature."""
    there = node.get(block)
    if node.is_flow or (there is not None and there.kind != "mapping"):
        return  # an alias: the line belongs where its anchor is, and that may be of another API
    for name in added:
        if there is None:
            before = node.get("parameters") or node.get("signature")
            assert before is not None
            indent = " " * _column(text, node.pairs[0][0].start)
            head = f"\n{indent}{block}:" if name == added[0] else ""
            start, new = _end_of_line(text, before.end), f"{head}\n{indent}  {name}: TODO"
        elif name in there.names:
            continue
        else:
            start, new = _place(text, there, name, order)
        line = (there or node).line
        said = "is new and still to be decided"
        yield Edit(start, start, new, line, f"{field}.{block}.{name}", said)


def _place(text: str, there: Node, name: str, order: Signature) -> tuple[int, str]:
    """Where the line of a parameter goes in a mapping that has lines of others, and the line."""
    earlier = order.names[: order.names.index(name)]
    known = {key.text: (key, value) for key, value in there.pairs}
    before = next((known[each] for each in reversed(earlier) if each in known), None)
    first = there.pairs[0][0] if there.pairs else None
    if there.is_flow:
        if before:
            return before[1].end, f", {name}: TODO"
        return there.start + 1, f"{name}: TODO{', ' if first else ''}"
    assert first is not None, "a mapping without brackets has a key"
    indent = " " * _column(text, first.start)
    if before:
        return _end_of_line(text, before[1].end), f"\n{indent}{name}: TODO"
    return first.start, f"{name}: TODO\n{indent}"


def _column(text: str, place: int) -> int:
    return place - (text.rfind("\n", 0, place) + 1)


def _end_of_line(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end
