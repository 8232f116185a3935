"""Comments that silence a line or a file: ``# noqa``, ``# noqa: OPR101``, ``# flake8: noqa``.

flake8 looks after them itself; this is for those who lint without it, and does the same.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Sequence

from flake8_registry.finding import Finding

_LINE = re.compile(r"# noqa(?::\s?(?P<codes>(?:[A-Z]+[0-9]+(?:[,\s]+)?)+))?", re.IGNORECASE)
_FILE = re.compile(r"\s*# flake8[:=]\s*noqa", re.IGNORECASE)
_BETWEEN = re.compile(r"[,\s]+")


def loud(findings: Iterable[Finding], lines: Sequence[str]) -> Iterator[Finding]:
    """The findings that no comment silences; the lines keep their ends."""
    if not any("noqa" in line.lower() for line in lines):
        yield from findings
        return
    if any(_FILE.match(line) for line in lines):
        return
    joined = _joined(lines)
    for one in findings:
        comment = _LINE.search(joined.get(one.line, ""))
        if comment is None or not _silences(comment["codes"], one.code):
            yield one


def _silences(codes: str | None, code: str) -> bool:
    """Whether the codes of a comment are about that code; a comment without any is about all."""
    return codes is None or code.startswith(tuple(filter(None, _BETWEEN.split(codes))))


def _joined(lines: Sequence[str]) -> dict[int, str]:
    """Each line with those that it shares a string of several lines or a backslash with."""
    found: dict[int, str] = {}
    first = last = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO("".join(lines)).readline):
            if token.type in (tokenize.ENDMARKER, tokenize.DEDENT):
                continue
            first = first or token.start[0]
            last = max(last, token.end[0])
            if token.type in (tokenize.NL, tokenize.NEWLINE):
                text = "".join(lines[first - 1 : last])
                found.update(dict.fromkeys(range(first, last + 1), text))
                first = last = 0
    except (tokenize.TokenError, SyntaxError):
        return dict(enumerate(lines, 1))
    return found
