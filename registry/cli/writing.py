"""A translated call as Python: the imports it needs, the call, and all that is to be said of it in
comments."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from registry.mapping.predicting import Told
    from registry.porting.call import Port

_WIDTH = 100


def page(port: Port, place: str | None = None) -> str:
    """One call and its counterpart's; ``place`` is the file that the call is in."""
    return "\n".join(_lines(port, place)) + "\n"


def _lines(port: Port, place: str | None) -> Iterator[str]:
    if place:
        yield from _comment(f"{place}:{port.line}: {port.source}")
    if port.code and port.assumed:
        yield from _comment(f"Assumed: {', '.join(port.assumed)}. Give what your training has.")
    if port.code is None:
        there = f" -> {port.counterpart}" if port.counterpart else ""
        yield from _comment(f"{port.api}{there}: {port.reason}")
    else:
        if not place:
            yield f"import {port.code.partition('.')[0]}"
            yield ""
        yield from _laid_out(port.code)
        if ").real" in port.code:
            yield "# ((-1) ** x).real is the cosine of pi times x."
        yield ""
        yield from _comment(_agreement(port))
    yield from _about(port)


def _agreement(port: Port) -> str:
    if port.agrees:
        return f"Agrees with {port.api} for this call."
    if port.agrees is None:
        return f"Whether it agrees with {port.api} cannot be told. {port.reason}"
    return f"Does not agree with {port.api} for this call."


def _about(port: Port) -> Iterator[str]:
    for told in port.differences:
        yield from _difference("Differs", told)
    for left in port.dropped:
        yield from _comment(f"Left out: {left.name}. {left.because}")
    for left in port.added:
        yield from _comment(f"Added: {left.name}. {left.because}")
    for told in port.depends:
        yield from _difference(f"Hangs on {' and '.join(told.on)}", told)
    if port.code and port.unchecked:
        yield from _comment(f"Unchecked: {port.unchecked}.")
    if port.instead:
        yield from _comment(f"Instead: {port.instead}")
    if port.recipe:
        yield from _comment(f"`registry recipe {port.recipe}` prints a class that stands in.")
    if port.code and port.note:
        yield from _comment(f"Note: {port.note}")
    agreeing = [api for api, agrees in port.others if agrees]
    if agreeing and not port.agrees:
        yield from _comment(f"Agrees for this call: {', '.join(agreeing)} (--to writes it).")
    if port.targets:
        yield from _comment(f"Mapped to {', '.join(port.targets)} as well (--target writes it).")


def _difference(head: str, told: Told) -> Iterator[str]:
    yield from _comment(f"{head} ({told.id}): {told.text}")
    yield from _comment(f"Instead: {told.instead}", "#   ")


def _comment(text: str, start: str = "# ") -> Iterator[str]:
    yield from textwrap.wrap(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=start,
        subsequent_indent="#   " if start == "# " else "#     ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _laid_out(code: str) -> Iterator[str]:
    """The call on one line, or with one argument on each where it is long."""
    if len(code) <= _WIDTH:
        yield code
        return
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    head = ast.get_source_segment(code, call.func)
    yield f"{head}("
    ends = [call.func.end_col_offset or 0]
    text = code.encode()
    arguments: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    for each in arguments:
        ends.append(each.end_col_offset or 0)
        start = text.index(b"(", ends[0]) + 1 if len(ends) == 2 else text.index(b",", ends[-2]) + 1
        yield f"    {text[start : ends[-1]].decode().strip()},"
    yield ")"
