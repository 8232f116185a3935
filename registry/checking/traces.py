"""Answers of legs in files, so that a framework which is not here can be compared all the same.

One file for each API, ``FRAMEWORK/API.npz``: a header in JSON (format, versions, device, and for
each task what it was and what was answered) and an array for each trace. A trace is thinned: of
long tensors both ends are kept, and of the steps those of :func:`kept_steps`.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy

from registry.checking import compare
from registry.checking.legs import Broken, Leg, Unavailable
from registry.checking.tasks import Task
from registry.problems import UserError

FORMAT = 1
ENDS = 24
Answer = dict[str, Any]


def kept_steps(rows: int) -> list[int]:
    """The rows of a trace that are kept: the first steps, the last, and some between."""
    last = rows - 1
    return sorted({1, 2, 5, last // 4, last // 2, last} - {0})


def kept_columns(tensors: Sequence[tuple[str, int]]) -> list[int]:
    """The elements that are kept: all of a short tensor, both ends of a long one."""
    columns: list[int] = []
    start = 0
    for _, size in tensors:
        every = range(start, start + size)
        columns += [*every] if size <= 2 * ENDS else [*every[:ENDS], *every[-ENDS:]]
        start += size
    return columns


def whole(answer: Answer) -> Any:
    """The trace of a leg that ran here, a row for each step; ``None`` for one that was recorded."""
    if "trace" not in answer:
        return None
    return numpy.frombuffer(answer["trace"], answer["type"]).reshape(answer["rows"], -1)


def key(task: Task) -> str:
    """The name of a task; the same on every machine."""
    return hashlib.sha256(json.dumps(task, sort_keys=True).encode()).hexdigest()[:16]


@dataclass
class Recorder:
    """A leg whose answers are kept as well; :meth:`write` puts them into a folder."""

    leg: Leg
    folder: Path
    _task: Task = field(default_factory=dict)
    _kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    _arrays: dict[str, Any] = field(default_factory=dict)

    @property
    def about(self) -> dict[str, Any]:
        return self.leg.about

    def start(self) -> None:
        self.leg.start()

    def stop(self) -> None:
        self.leg.stop()

    def send(self, task: Task) -> None:
        self._task = task
        self.leg.send(task)

    def receive(self, timeout: float) -> Answer:
        """The leg's answer; an exception of the framework is an answer to keep, too."""
        try:
            answer = self.leg.receive(timeout)
        except Broken as error:
            self._kept[key(self._task)] = {"task": self._task, "answer": {"error": str(error)}}
            raise
        self._keep(answer)
        return answer

    def _keep(self, answer: Answer) -> None:
        name = key(self._task)
        said = {each: value for each, value in answer.items() if each != "trace"}
        trace = whole(answer)
        if trace is not None:
            rows, columns = kept_steps(len(trace)), kept_columns(answer["tensors"])
            self._arrays[name] = trace[numpy.ix_(rows, columns)]
            # What is kept does not tell whether a tensor moved in between.
            still = compare.still(trace, answer["tensors"])
            said |= {"still": still} if still else {}
        self._kept[name] = {"task": self._task, "answer": said}

    def write(self) -> Iterator[Path]:
        """Write a file for each API, as a whole or not at all; gives their paths.

        What a file has from the same release on the same device, and was not asked again, stays.
        """
        by_api: dict[str, list[str]] = {}
        for name, kept in self._kept.items():
            by_api.setdefault(kept["task"].get("api", "names"), []).append(name)
        for api, names in sorted(by_api.items()):
            path = self.folder / self.leg.framework / f"{api}.npz"
            where = {each: self.about[each] for each in ("versions", "device")}
            tasks, arrays = _same(path, where)
            tasks |= {name: self._kept[name] for name in names}
            arrays |= {name: self._arrays[name] for name in names if name in self._arrays}
            header = {"format": FORMAT, **where, "tasks": dict(sorted(tasks.items()))}
            yield _write(path, header, dict(sorted(arrays.items())))


def _same(path: Path, where: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The tasks and the arrays of a file that was recorded in the same place."""
    if not path.exists():
        return {}, {}
    header, arrays = read(path)
    return (
        (header["tasks"], arrays) if {each: header[each] for each in where} == where else ({}, {})
    )


def read(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header of a file of recorded answers, and its arrays by the names of their tasks.

    Raises :class:`~registry.problems.UserError` for a file that is none.
    """
    try:
        with path.open("rb") as stream, numpy.load(stream, allow_pickle=False) as content:
            header = json.loads(content["header"].tobytes())
            if header["format"] != FORMAT:
                text = f"has format {header['format']}, this release reads {FORMAT}; record anew"
                raise UserError.at(str(path), text)
            arrays = {name: content[name] for name in header["tasks"] if name in content}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        raise UserError.at(
            str(path), "is not a recorded trace; write it with `registry check --record`"
        ) from None
    return header, arrays


def _write(path: Path, header: dict[str, Any], arrays: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as stream:
            text = numpy.frombuffer(json.dumps(header).encode(), numpy.uint8)
            numpy.savez_compressed(stream, header=text, **arrays)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    return path


@dataclass
class Recorded:
    """Answers from the files of a folder in place of a leg that runs."""

    framework: str
    folder: Path
    about: dict[str, Any] = field(default_factory=dict)
    _answers: dict[str, Answer] = field(default_factory=dict)
    _task: Task = field(default_factory=dict)

    def start(self) -> None:
        """Read the files; raises :class:`Unavailable` when there are none."""
        if self._answers:
            return
        for path in sorted(self.folder.glob("*.npz")):
            self._read(path)
        if not self._answers:
            raise Unavailable(f"{self.folder} has no recorded answers of {self.framework}")

    def _read(self, path: Path) -> None:
        header, arrays = read(path)
        for name, kept in header["tasks"].items():
            of_a_trace = {"kept": arrays[name]} if name in arrays else {}
            self._answers[name] = {**kept["answer"], **of_a_trace}
        device = f"{header['device']}, recorded"
        self.about = {"versions": header["versions"], "device": device}

    def stop(self) -> None:
        """There is nothing that runs."""

    def send(self, task: Task) -> None:
        self._task = task

    def receive(self, timeout: float) -> Answer:
        """The recorded answer; ``timeout`` does not matter."""
        del timeout
        answer = self._answers.get(key(self._task))
        if answer is None:
            raise Unavailable(f"{self.folder} has no recorded answer of {self.framework} to this")
        if "error" in answer:
            raise Broken(answer["error"])
        return answer
