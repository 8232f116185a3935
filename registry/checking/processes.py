"""The process of a leg, here or on a host, as execnet reads from and writes to it.

execnet could start it too. But it waits for ever for one that does not answer, leaves its standard
error to the terminal, and does not tell how it ended.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from contextlib import suppress
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any, Protocol

from execnet import Gateway
from execnet.gateway_base import get_execmodel
from execnet.gateway_socket import SocketIO

from registry.checking import keeper

MODEL = get_execmodel("thread")


class NotStarted(Exception):
    """There is no interpreter; the message says why, without a full stop."""


class Process(Protocol):
    """What execnet reads from and writes to, and how it ends."""

    def end(self, grace: float) -> None: ...
    def code(self, timeout: float) -> int | None: ...
    def tail(self) -> str: ...


class Local:
    """A process of this machine, in a session of its own, so that Ctrl-C is for us alone."""

    execmodel = MODEL

    def __init__(self, words: list[str]) -> None:
        pipe = subprocess.PIPE
        try:
            # Without buffers there are no locks, so that another thread can close what is read.
            self._process = subprocess.Popen(
                words, 0, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True
            )
        except OSError as error:
            raise NotStarted(str(error.strerror)) from None
        self._in: Any = self._process.stdin
        self._out: Any = self._process.stdout
        self._err: Any = self._process.stderr
        self._tail = b""
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        """Only the end of what it writes is kept, however much that is."""
        with suppress(ValueError, OSError):  # it is closed
            for data in iter(lambda: self._err.read(65536), b""):
                self._tail = (self._tail + data)[-keeper.TAIL :]

    def read(self, count: int) -> bytes:
        parts = []
        while count > 0:
            data = self._out.read(min(count, 1 << 20))
            if not data:
                raise EOFError("the process has ended")
            parts.append(data)
            count -= len(data)
        return b"".join(parts)

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[self._in.write(view) :]

    def close_read(self) -> None:
        self._out.close()

    def close_write(self) -> None:
        self._in.close()

    def wait(self) -> int | None:
        return self._process.wait()

    def kill(self) -> None:
        """End it at once, with all that it has started."""
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def code(self, timeout: float) -> int | None:
        """Its exit code, negative for a signal; ``None`` where it goes on for all that time."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout)
        return None

    def tail(self) -> str:
        """The end of what it has written to standard error."""
        self._listener.join(1.0 if self._process.poll() is not None else 0.0)
        return self._tail.decode("utf-8", "replace")

    def end(self, grace: float) -> None:
        _bid(self, grace)
        self.kill()
        self._process.wait()
        self._listener.join(1.0)
        for pipe in (self._in, self._out, self._err):
            with suppress(OSError):
                pipe.close()


class Kept:
    """A process of a host, which a keeper there has started and passes on."""

    execmodel = MODEL

    def __init__(self, gateway: Gateway, python: str | None) -> None:
        self._heard: SimpleQueue[bytes | None] = SimpleQueue()
        self._rest = b""
        self._over = Event()
        self._code: int | None = None
        self._tail = b""
        self._channel: Any = gateway.remote_exec(keeper)
        self._channel.setcallback(self._hear, endmarker=None)
        self._channel.send(python)

    def _hear(self, said: tuple[Any, ...] | None) -> None:
        if said and said[0] == "out":
            self._heard.put(said[1])
            return
        if said:
            _, self._code, self._tail = said
        self._over.set()
        self._heard.put(None)

    def read(self, count: int) -> bytes:
        parts, missing = [self._rest], count - len(self._rest)
        while missing > 0:
            data = self._heard.get()
            if data is None:
                self._heard.put(None)
                raise EOFError("the process has ended")
            parts.append(data)
            missing -= len(data)
        data = b"".join(parts)
        self._rest = data[count:]
        return data[:count]

    def write(self, data: bytes) -> None:
        self._channel.send(data)

    def close_read(self) -> None:
        """The keeper reads as long as there is something."""

    def close_write(self) -> None:
        self._channel.send(None)

    def wait(self) -> int | None:
        self._over.wait()
        return self._code

    def kill(self) -> None:
        with suppress(OSError):
            self._channel.close()
        self._over.set()
        self._heard.put(None)

    def code(self, timeout: float) -> int | None:
        self._over.wait(timeout)
        return self._code

    def tail(self) -> str:
        return self._tail.decode("utf-8", "replace")

    def end(self, grace: float) -> None:
        _bid(self, grace)
        self.kill()


class Socket(SocketIO):  # type: ignore[misc]
    """A connection to one who serves interpreters, such as execnet's ``socketserver``."""

    def __init__(self, address: tuple[str, int]) -> None:
        try:
            connected = socket.create_connection(address, 20.0)
        except OSError as error:
            raise NotStarted(error.strerror or str(error)) from None
        super().__init__(connected, MODEL)
        connected.settimeout(None)

    def kill(self) -> None:
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def code(self, timeout: float) -> int | None:
        del timeout
        return None

    def tail(self) -> str:
        return ""

    def end(self, grace: float) -> None:
        del grace
        self.kill()
        self.sock.close()


def _bid(process: Local | Kept, grace: float) -> None:
    """Close its standard input, and give it some seconds to end by itself."""
    if grace:
        with suppress(OSError):
            process.close_write()
        process.code(grace)


def last_line(text: str) -> str:
    """The last line that says something, shortened."""
    lines = [line.strip() for line in text.split("\n")]
    return next((line for line in reversed(lines) if line), "")[:200]
