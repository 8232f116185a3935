"""Results as JUnit XML, which every CI reads.

The document is valid against both schemas that are around, Jenkins' and Ant's: a suite for each
API, with what it ran on as properties, and a test case for each job.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from registry.checking.results import Result

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, even escaped; the last words of a program may have it."""


def document(results: Sequence[Result], strict: bool, now: datetime) -> str:
    """The XML of some results; in strict mode what was skipped has failed."""
    root = Element("testsuites")
    by_api = groupby(sorted(results, key=lambda each: each.api), key=lambda each: each.api)
    for number, (api, group) in enumerate(by_api):
        every = list(group)
        suite = SubElement(root, "testsuite", {"name": api, **_counts(every, strict)})
        suite.set("id", str(number))
        suite.set("package", api.rpartition(".")[0])
        suite.set("skipped", str(sum(_tag(each, strict) == "skipped" for each in every)))
        suite.set("timestamp", now.strftime("%Y-%m-%dT%H:%M:%S"))
        suite.set("hostname", socket.gethostname() or "localhost")
        properties = SubElement(suite, "properties")
        for name, value in _ran_on(every).items():
            SubElement(properties, "property", {"name": name, "value": _text(value)})
        for result in every:
            _case(suite, result, strict)
        SubElement(suite, "system-out")
        SubElement(suite, "system-err")
    ElementTree.indent(root)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{ElementTree.tostring(root, 'unicode')}\n"


def _case(suite: Element, result: Result, strict: bool) -> None:
    against = result.counterpart or result.target
    names = {"classname": result.api, "name": f"{against} [{result.case}]"}
    case = SubElement(suite, "testcase", {**names, "time": f"{result.seconds:.3f}"})
    tag = _tag(result, strict)
    if tag is None:
        return
    reason = _text(result.reason or f"expected {result.expected}, the run showed {result.outcome}")
    wrong = SubElement(case, tag, {"message": reason})
    if tag != "skipped":
        wrong.set("type", result.outcome)
        wrong.text = f"expected {result.expected}, the run showed {result.outcome}: {reason}"


def _tag(result: Result, strict: bool) -> str | None:
    """What a case has that did not pass: an error where a side failed, a failure otherwise."""
    if not result.fails(strict):
        return "skipped" if result.outcome == "skipped" else None
    return "error" if result.outcome == "error" else "failure"


def _counts(results: Sequence[Result], strict: bool) -> dict[str, str]:
    tags = [_tag(each, strict) for each in results]
    return {
        "tests": str(len(results)),
        "failures": str(tags.count("failure")),
        "errors": str(tags.count("error")),
        "time": f"{sum(each.seconds for each in results):.3f}",
    }


def _ran_on(results: Sequence[Result]) -> dict[str, str]:
    """The version of each framework, and its device."""
    versions = {f"{name} version": v for each in results for name, v in each.versions.items()}
    devices = {f"{name} device": d for each in results for name, d in each.device.items()}
    return dict(sorted({**versions, **devices}.items()))


def _text(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
