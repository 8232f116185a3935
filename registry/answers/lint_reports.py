"""What the linter found, as text, as JSON, as SARIF 2.1.0 and as annotations of GitHub."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flake8_registry import Finding
from flake8_registry.codes import OFF_BY_DEFAULT, TITLES
from flake8_registry.linting import Checked

from registry import __version__

_WEAK = frozenset({"import", "annotation", "isinstance"})
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
Summary = Mapping[str, Mapping[str, int]]


def text(one: Checked) -> Iterator[tuple[str, str, str]]:
    """For each finding its place, its code and its message: a line as flake8 prints it."""
    for found in one.said:
        yield f"{one.path}:{found.line}:{found.column + 1}:", found.code, found.message


def overview(summary: Summary, *, files: bool = False) -> Iterator[str]:
    """The summary, a line for each standing; ``files`` lists the files of each as well."""
    width = max(map(len, summary))
    for standing, counts in summary.items():
        uses, where = sum(counts.values()), len(counts)
        end = f"  in {where} file{'s' * (where != 1)}" if uses else ""
        yield f"{standing:<{width}}  {uses:>6}{end}"
        if files:
            for path, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
                yield f"{'':<{width}}  {count:>6}  {path}"


def as_json(checked: Iterable[Checked], summary: Summary, target: str, origin: str) -> str:
    """One object: the target and where it comes from, the findings, the summary, the unread."""
    several = list(checked)
    content = {
        "target": target,
        "target_from": origin,
        "findings": [
            {
                "file": one.path,
                "line": found.line,
                "column": _column(one, found),
                "code": found.code,
                "message": found.message,
                "api": found.api,
                "role": found.role,
            }
            for one in several
            for found in one.said
        ],
        "summary": {
            standing: {"uses": sum(counts.values()), "files": dict(sorted(counts.items()))}
            for standing, counts in summary.items()
        },
        "not_read": {one.path: one.problem for one in several if one.problem},
    }
    return json.dumps(content)


def sarif(checked: Iterable[Checked], target: str) -> str:
    """A SARIF 2.1.0 log of one run, as code scanning services take it."""
    several = list(checked)
    rules = sorted(TITLES)
    unread = [
        {
            "level": "warning",
            "message": {"text": one.problem},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(one.path)}}],
        }
        for one in several
        if one.problem
    ]
    run = {
        "tool": {
            "driver": {
                "name": "optim-registry",
                "version": __version__,
                "rules": [_rule(code) for code in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"uri": f"{Path.cwd().as_uri()}/"}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": unread}],
        "properties": {"target": target},
        "results": [
            {
                "ruleId": found.code,
                "ruleIndex": rules.index(found.code),
                "level": _level(found),
                "message": {"text": found.message},
                "locations": [{"physicalLocation": _location(one, found)}],
            }
            for one in several
            for found in one.said
        ],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def github(one: Checked) -> Iterator[str]:
    """A workflow command for each finding, which GitHub shows beside the line."""
    for found in one.said:
        kind = "notice" if found.role in _WEAK else "warning"
        place = f"file={_property(_slashed(one.path))},line={found.line},col={_column(one, found)}"
        yield f"::{kind} {place},title={found.code}::{_escaped(found.message)}"


def _rule(code: str) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": f"{TITLES[code][0].upper()}{TITLES[code][1:]}."},
        "defaultConfiguration": {"enabled": code not in OFF_BY_DEFAULT, "level": "warning"},
    }


def _level(found: Finding) -> str:
    """A call or a subclass weighs more than an import, an annotation or a check."""
    return "note" if found.role in _WEAK else "warning"


def _location(one: Checked, found: Finding) -> dict[str, Any]:
    region = {"startLine": found.line, "startColumn": _column(one, found)}
    return {"artifactLocation": _artifact(one.path), "region": region}


def _artifact(path: str) -> dict[str, str]:
    if os.path.isabs(path):
        return {"uri": Path(path).as_uri()}
    return {"uri": quote(_slashed(os.path.normpath(path))), "uriBaseId": "SRCROOT"}


def _column(one: Checked, found: Finding) -> int:
    """The column in characters, from 1; the tree counts bytes."""
    return _characters(one.lines, found) + 1


def _characters(lines: Sequence[str], found: Finding) -> int:
    if found.line > len(lines):
        return found.column
    return len(lines[found.line - 1].encode()[: found.column].decode(errors="ignore"))


def _slashed(path: str) -> str:
    return path.replace(os.sep, "/")


def _escaped(message: str) -> str:
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _escaped(value).replace(":", "%3A").replace(",", "%2C")
