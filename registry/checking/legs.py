"""A framework in an interpreter of its own, kept warm, and replaced when it crashes or hangs."""

from __future__ import annotations

import inspect
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import execnet

from registry.checking import harness, inputs
from registry.checking.tasks import Task

START_TIMEOUT = 300.0


class Unavailable(Exception):
    """The framework cannot be run here at all; the message says why, in one sentence."""


class Broken(Exception):
    """The framework crashed, hung or raised in this task; the message says how."""


@dataclass
class Leg:
    """One framework's interpreter. ``python`` is a path; ``device`` is up to the adapter."""

    framework: str
    adapter: Path
    python: str
    device: str | None = None
    about: dict[str, Any] = field(default_factory=dict)
    """``versions`` and ``device``, once the leg has started."""
    _missing: str | None = None
    _group: Any = None
    _channel: Any = None
    _log: str | None = None

    def start(self) -> None:
        """Start the interpreter and import the framework; raises :class:`Unavailable`."""
        if self._missing:
            raise Unavailable(self._missing)
        if self._channel is None:
            self._start()

    def _start(self) -> None:
        self._group = execnet.Group()
        handle, self._log = tempfile.mkstemp(prefix=f"registry-{self.framework}-", suffix=".log")
        os.close(handle)
        try:
            gateway = self._group.makegateway(f"popen//python={self.python}")
            self._channel = gateway.remote_exec(harness)
            self._channel.send(
                {
                    "name": f"{self.framework}_adapter",
                    "source": self.adapter.read_text(encoding="utf-8"),
                    "inputs": inspect.getsource(inputs),
                    "device": self.device,
                    "stderr": self._log,
                }
            )
            self.about = self._receive(START_TIMEOUT)
        except (Broken, OSError, EOFError) as error:
            self._miss(f"{self.framework} does not start with {self.python}: {error}")
        if "error" in self.about:
            said = self.about.pop("error")
            self._miss(f"{self.framework} cannot be used with {self.python}: {said}")

    def _miss(self, reason: str) -> NoReturn:
        self.stop()
        self._missing = reason
        raise Unavailable(reason)

    def send(self, task: Task) -> None:
        """Hand over a task; :meth:`receive` gives its answer."""
        self.start()
        try:
            self._channel.send(task)
        except OSError:
            raise Broken(self._death()) from None

    def receive(self, timeout: float) -> dict[str, Any]:
        """The answer to the last task; raises :class:`Broken`, after which the leg starts anew."""
        try:
            answer = self._receive(timeout)
        except Broken:
            self.stop()
            raise
        if "error" in answer:
            raise Broken(answer["error"])
        return answer

    def _receive(self, timeout: float) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = self._channel.receive(timeout)
        except self._channel.TimeoutError:
            raise Broken(f"no answer within {timeout:g} seconds") from None
        except (EOFError, OSError):
            raise Broken(self._death()) from None
        except self._channel.RemoteError as error:
            raise Broken(str(error).strip().splitlines()[-1]) from None
        return answer

    def _death(self) -> str:
        """How the interpreter ended, with the last line that it wrote to standard error."""
        last = ""
        if self._log:
            tail = Path(self._log).read_bytes()[-2000:].decode("utf-8", "replace").split("\n")
            last = next((line.strip() for line in reversed(tail) if line.strip()), "")
        return "the interpreter ended without an answer" + (f": {last[:200]}" if last else "")

    def stop(self) -> None:
        """End the interpreter, by force if it does not listen."""
        group, self._group, self._channel = self._group, None, None
        if group is not None:
            group.terminate(timeout=1.0)
        log, self._log = self._log, None
        if log:
            Path(log).unlink(missing_ok=True)
