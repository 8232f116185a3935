"""A framework in an interpreter of its own, kept warm, and replaced when it crashes or hangs."""

from __future__ import annotations

import inspect
import signal
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import Any, NoReturn

from registry.checking import harness, inputs
from registry.checking.connections import Connection
from registry.checking.hosts import Host
from registry.checking.processes import NotStarted
from registry.checking.replies import malformed, misdescribed
from registry.checking.tasks import Task

START_TIMEOUT = 300.0
GRACE = 1.0
"""Seconds that an interpreter has to end by itself, when it has nothing to do."""


class Unavailable(Exception):
    """The framework cannot be run here at all; the message says why, in one sentence."""


class Broken(Exception):
    """The framework crashed, hung or raised in this task; the message says how."""


@dataclass
class Leg:
    """One framework's interpreter. ``python`` is a path; ``device`` is up to the adapter."""

    framework: str
    adapter: Path
    python: str | None
    """``None`` is the host's own."""
    device: str | None = None
    host: Host | None = None
    memory: float | None = None
    """So many GiB it may take, where the system can hold it to that."""
    patience: float = START_TIMEOUT
    """Seconds for the framework to be imported."""
    about: dict[str, Any] = field(default_factory=dict)
    """``versions`` and ``device``, once the leg has started."""
    _missing: str | None = None
    _connection: Connection | None = None
    _channel: Any = None
    _task: Task | None = None
    _asked: int = 0
    _lock: Lock = field(default_factory=Lock, repr=False)
    _stopped: bool = False

    def start(self) -> None:
        """Start the interpreter and import the framework; raises :class:`Unavailable`."""
        if self._stopped:
            raise Unavailable("the run was stopped")
        if self._missing:
            raise Unavailable(self._missing)
        if self._channel is None:
            self._start()

    def _start(self) -> None:
        with self._lock:
            if self._stopped:
                raise Unavailable("the run was stopped")
            self._connection = connection = Connection(self.host, self.python)
        try:
            channel: Any = connection.open().remote_exec(harness)
            channel.send(
                {
                    "name": f"{self.framework}_adapter",
                    "source": self.adapter.read_text(encoding="utf-8"),
                    "inputs": inspect.getsource(inputs),
                    "device": self.device,
                    "memory": self.memory,
                }
            )
            self._channel = channel
            about = self._receive(self.patience)
        except (NotStarted, Broken, OSError, EOFError) as error:
            self._miss(f"{self.framework} does not start {self._where}: {error}")
        wrong = misdescribed(about)
        if wrong or "error" in about:
            said = wrong or about["error"]
            self._miss(f"{self.framework} cannot be used {self._where}: {said}")
        self.about = about

    @property
    def _where(self) -> str:
        words = [f"on {self.host}"] if self.host else []
        return " ".join([*words, *([f"with {self.python}"] if self.python else [])])

    def _miss(self, reason: str) -> NoReturn:
        self._end(0.0)
        self._missing = reason
        raise Unavailable(reason)

    def send(self, task: Task) -> None:
        """Hand over a task; :meth:`receive` gives its answer.

        An interpreter that has ended since its last answer is replaced: it is not this task's
        fault.
        """
        fresh = self._channel is None
        self.start()
        try:
            self._send(task)
        except Broken:
            if fresh:
                raise
            self.start()
            self._send(task)

    def _send(self, task: Task) -> None:
        self._asked += 1
        self._task = task
        try:
            self._channel.send((self._asked, task))
        except OSError:
            reason = self._death()
            self._end(0.0)
            raise Broken(reason) from None

    def receive(self, timeout: float) -> dict[str, Any]:
        """The answer to the last task; raises :class:`Broken`, after which the leg starts anew."""
        task, self._task = self._task, None
        try:
            answer = self._answer(task or {}, timeout)
        except Broken:
            self._end(0.0)
            raise
        if "error" in answer:
            raise Broken(answer["error"])
        return answer

    def _answer(self, task: Task, timeout: float) -> dict[str, Any]:
        said = self._receive(timeout)
        if not isinstance(said, tuple) or len(said) != 2 or said[0] != self._asked:
            raise Broken("it answered something that it was not asked")
        wrong = malformed(task, said[1])
        if wrong:
            raise Broken(f"that is no answer: {wrong}")
        answer: dict[str, Any] = said[1]
        return answer

    def _receive(self, timeout: float) -> Any:
        try:
            return self._channel.receive(timeout)
        except self._channel.TimeoutError:
            raise Broken(f"no answer within {timeout:g} seconds") from None
        except (EOFError, OSError):
            raise Broken(self._death()) from None
        except self._channel.RemoteError as error:
            raise Broken(str(error).strip().splitlines()[-1]) from None

    def _death(self) -> str:
        """How the interpreter ended, with the last line that it wrote to standard error."""
        code, last = self._connection.ending() if self._connection else (None, "")
        return f"the interpreter ended without an answer{_told(code)}" + (last and f": {last}")

    def _end(self, grace: float) -> None:
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None:
            connection.close(grace)

    def stop(self) -> None:
        """End the interpreter for good: at once if it has a task, by force if it goes on.

        It may be called while another thread waits for an answer, or for the start.
        """
        with self._lock:
            self._stopped = True
            connection = self._connection
        if connection is not None:
            idle = self._channel is not None and self._task is None
            connection.close(GRACE if idle else 0.0)


def stop(legs: Iterable[Any]) -> None:
    """Stop several legs at the same time."""
    threads = [Thread(target=leg.stop) for leg in legs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _told(code: int | None) -> str:
    """An exit code in words, in parentheses."""
    if code is None:
        return ""
    if code >= 0:
        return f" (exit code {code})"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    if name == "SIGKILL":
        name += ", which is how a system ends what takes too much memory"
    return f" ({name})"
