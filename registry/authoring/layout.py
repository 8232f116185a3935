"""A mapping file as it is written: which characters of it each key and each value takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from registry.mapping.loading import Yaml12

Kind = Literal["mapping", "list", "scalar", "alias"]


@dataclass(frozen=True)
class Node:
    """A value and the characters that it takes, without an anchor before it."""

    kind: Kind
    start: int
    end: int
    line: int
    """Counted from 1."""
    text: str = ""
    """Of a scalar, what is read. It is no word of the file where that is quoted or folded."""
    is_plain: bool = False
    is_flow: bool = False
    """A mapping or a list between brackets."""
    pairs: tuple[tuple[Node, Node], ...] = ()
    items: tuple[Node, ...] = ()

    def get(self, name: str) -> Node | None:
        """The value of a key of a mapping."""
        return next((value for key, value in self.pairs if key.text == name), None)

    @property
    def names(self) -> list[str]:
        """The keys of a mapping."""
        return [key.text for key, _ in self.pairs]


def laid_out(text: str) -> Node:
    """The document of a text that :func:`registry.mapping.loading.read` can read."""
    events = iter(yaml.parse(text, Loader=Yaml12))
    next(events), next(events)  # of the stream and of the document
    return _node(next(events), events, text)


def _node(event: Any, events: Iterator[Any], text: str) -> Node:
    start, end, line = event.start_mark.index, event.end_mark.index, event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent):
        return Node("alias", start, end, line)
    if event.anchor:
        start = _after_the_anchor(text, start)
    if isinstance(event, yaml.ScalarEvent):
        end = start + len(text[start:end].rstrip())
        return Node("scalar", start, end, line, event.value, not event.style)
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(start, line, event, events, text)
    return _list(start, line, event, events, text)


def _after_the_anchor(text: str, start: int) -> int:
    while not text[start].isspace():
        start += 1
    while text[start].isspace():
        start += 1
    return start


def _mapping(start: int, line: int, event: Any, events: Iterator[Any], text: str) -> Node:
    pairs: list[tuple[Node, Node]] = []
    for each in events:
        end = each.end_mark.index
        if isinstance(each, yaml.MappingEndEvent):
            end = end if event.flow_style or not pairs else pairs[-1][1].end
            return Node("mapping", start, end, line, is_flow=event.flow_style, pairs=tuple(pairs))
        pairs.append((_node(each, events, text), _node(next(events), events, text)))
    raise AssertionError("a mapping without an end is no YAML")


def _list(start: int, line: int, event: Any, events: Iterator[Any], text: str) -> Node:
    items: list[Node] = []
    for each in events:
        end = each.end_mark.index
        if isinstance(each, yaml.SequenceEndEvent):
            end = end if event.flow_style or not items else items[-1].end
            return Node("list", start, end, line, is_flow=event.flow_style, items=tuple(items))
        items.append(_node(each, events, text))
    raise AssertionError("a list without an end is no YAML")
