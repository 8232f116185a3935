"""Is what a leg answered an answer to what it was asked? An adapter may be anybody's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from registry.checking.tasks import Task


def malformed(task: Task, reply: Any) -> str | None:
    """What is wrong with the shape of an answer; ``None`` where it can be judged."""
    if not isinstance(reply, dict):
        return f"it answered with a {type(reply).__name__}"
    if "error" in reply:
        return None if isinstance(reply["error"], str) else "its error is no text"
    for name, (fits, meant) in _FIELDS[task["task"]].items():
        if name not in reply or not fits(reply[name]):
            given = repr(reply[name])[:60] if name in reply else "nothing"
            return f"its {name} has to be {meant}, and is {given}"
    return _misshapen(task, reply) if "trace" in reply else None


def misdescribed(about: Any) -> str | None:
    """What is wrong with what an adapter says of itself; ``None`` where nothing is."""
    if not isinstance(about, dict):
        return f"it describes itself with a {type(about).__name__}"
    if isinstance(about.get("error"), str):
        return None
    versions = about.get("versions")
    if not isinstance(versions, dict) or not versions or not _are(str, *versions.items()):
        return "its versions have to be a text for each framework"
    return None if isinstance(about.get("device"), str) else "its device has to be a text"


def _misshapen(task: Task, reply: dict[str, Any]) -> str | None:
    rows, width = reply["rows"], sum(size for _, size in reply["tensors"])
    if width < 1 or rows < 2:
        return f"its trace has {rows} rows of {width} elements, which shows nothing"
    if "steps" in task and rows != task["steps"] + 1:
        return f"its trace has {rows} rows for {task['steps']} steps and the start"
    if len(reply["trace"]) != rows * width * {"float32": 4, "float64": 8}[reply["type"]]:
        return f"its trace has {len(reply['trace'])} bytes for {rows} rows of {width} elements"
    return None


def _are(kind: type, *groups: Any) -> bool:
    return all(isinstance(each, kind) for group in groups for each in group)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _tensors(value: Any) -> bool:
    return _list(value) and all(
        isinstance(each, list | tuple)
        and len(each) == 2
        and isinstance(each[0], str)
        and isinstance(each[1], int)
        for each in value
    )


def _list(value: Any) -> bool:
    return isinstance(value, list | tuple)


_SECONDS: tuple[Callable[[Any], bool], str] = (_number, "a number")
_TRACE: dict[str, tuple[Callable[[Any], bool], str]] = {
    "seconds": _SECONDS,
    "trace": (lambda value: isinstance(value, bytes), "bytes"),
    "type": (lambda value: value in ("float32", "float64"), "float32 or float64"),
    "rows": (lambda value: isinstance(value, int), "a whole number"),
    "tensors": (_tensors, "a list of names and sizes"),
    "inputs": (lambda value: isinstance(value, int), "a checksum"),
}
_NAMES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "names": (lambda value: _list(value) and _are(str, value), "a list of texts")
}
_FIELDS: dict[str, dict[str, tuple[Callable[[Any], bool], str]]] = {
    "optimizer": _TRACE,
    "example": _TRACE,
    "schedule": {
        "seconds": _SECONDS,
        "rates": (lambda value: _list(value) and all(map(_number, value)), "a list of numbers"),
        "failure": (lambda value: value is None or isinstance(value, str), "a text or nothing"),
    },
    "signature": {"signature": (lambda value: isinstance(value, str), "a text")},
    "names": _NAMES,
    "offered": _NAMES,
}
