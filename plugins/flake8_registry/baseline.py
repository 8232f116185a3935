"""A baseline: the findings of today, accepted, so that only new ones are reported.

The file is JSON: ``{"format": 1, "findings": {"src/train.py": {"OPR101 <text of the line>": 2}}}``.
A finding is known by its code and the text of its line, so that it stays accepted when it moves.
Paths are relative to the folder of the baseline file and use ``/``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from flake8_registry.finding import Finding

FORMAT = 1
Accepted = Mapping[str, Mapping[str, int]]


class BrokenBaseline(ValueError):
    """A baseline file cannot be used; the text says in one line which, and why."""


@lru_cache(maxsize=8)
def read_baseline(path: str) -> Accepted:
    """The accepted findings by file and by code and line; read once per process."""
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise BrokenBaseline(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise BrokenBaseline(f"{path}: is not JSON: {error}") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise BrokenBaseline(f"{path}: expected a baseline of format {FORMAT}")
    accepted = content.get("findings")
    if not isinstance(accepted, dict) or not all(
        isinstance(lines, dict) and all(isinstance(count, int) for count in lines.values())
        for lines in accepted.values()
    ):
        raise BrokenBaseline(f"{path}: findings: expected counts by file and line")
    return accepted


def write_baseline(
    found: Mapping[str, tuple[Sequence[str], Iterable[Finding]]], baseline: str = "baseline.json"
) -> str:
    """The text of a baseline that accepts these findings, given by file with the file's lines.

    ``baseline`` is where the text will be kept, to whose folder its paths are relative.
    """
    accepted = {
        _relative(name, baseline): dict(
            sorted(Counter(_key(one, lines) for one in findings).items())
        )
        for name, (lines, findings) in sorted(found.items())
    }
    content = {"format": FORMAT, "findings": {k: v for k, v in accepted.items() if v}}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def new(
    findings: Iterable[Finding], lines: Sequence[str], filename: str, baseline: str
) -> Iterator[Finding]:
    """The findings that the baseline file does not accept."""
    left = Counter(read_baseline(baseline).get(_relative(filename, baseline), {}))
    for finding in findings:
        key = _key(finding, lines)
        if left[key] > 0:
            left[key] -= 1
        else:
            yield finding


def _key(finding: Finding, lines: Sequence[str]) -> str:
    text = lines[finding.line - 1].strip() if finding.line <= len(lines) else ""
    return f"{finding.code} {text}"


def _relative(filename: str, baseline: str) -> str:
    path, folder = Path(filename).resolve(), Path(baseline).resolve().parent
    try:
        return path.relative_to(folder).as_posix()
    except ValueError:
        return path.as_posix()
