"""The way to a leg's interpreter: started here or on a host, and ended with all that it started."""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import Event, Lock, Timer
from typing import Any, TypeVar

from execnet import Gateway, HostNotFound, XSpec
from execnet.gateway_bootstrap import bootstrap_exec, bootstrap_socket

from registry.checking.hosts import Host
from registry.checking.keeper import BOOT
from registry.checking.processes import Kept, Local, NotStarted, Process, Socket, last_line

CONNECT_TIMEOUT = 60.0
"""Seconds for an interpreter to say that it is there, before it imports anything."""

P = TypeVar("P", bound=Process)


class Connection:
    """An interpreter and the way to it; :meth:`close` may be called from any thread."""

    def __init__(self, host: Host | None, python: str | None) -> None:
        self._host, self._python = host, python
        self._lock = Lock()
        self._closed = False
        self._open: list[Process] = []
        self._gateways: list[Gateway] = []

    def open(self) -> Gateway:
        """Start the interpreter; raises :class:`NotStarted`."""
        if self._host is None:
            words = [self._python or sys.executable, "-u", "-c", BOOT]
            return self._gateway(self._hold(lambda: Local(words)), bootstrap_exec)
        if self._host.kind == "ssh":
            words = self._host.command(self._python or "python3", BOOT)
            there = self._gateway(self._hold(lambda: Local(words)), bootstrap_exec)
            python = None
        else:
            address = self._host.address
            served = self._hold(lambda: Socket(address))
            there = self._gateway(served, lambda io, spec: bootstrap_socket(io, spec.id))
            python = self._python
        return self._gateway(self._hold(lambda: Kept(there, python)), bootstrap_exec)

    def _hold(self, make: Callable[[], P]) -> P:
        """Start a process, unless all was closed meanwhile; then nothing is left behind."""
        with self._lock:
            if self._closed:
                raise NotStarted("the run was stopped")
            process = make()
            self._open.append(process)
            return process

    def _gateway(self, io: Any, bootstrap: Callable[[Any, XSpec], None]) -> Gateway:
        """Teach the Python behind ``io`` execnet's protocol."""
        late = Event()

        def give_up() -> None:
            late.set()
            io.kill()

        spec = XSpec("popen//id=leg//execmodel=thread")
        watch = Timer(CONNECT_TIMEOUT, give_up)
        watch.daemon = True
        watch.start()
        try:
            bootstrap(io, spec)
        except AssertionError:
            raise NotStarted("what answers is not a Python that listens") from None
        except (OSError, EOFError, HostNotFound):
            raise NotStarted(self._why(io, late)) from None
        finally:
            watch.cancel()
        if late.is_set() or io.code(0.0) is not None:
            # execnet takes an interpreter that ends at once for one that is there.
            raise NotStarted(self._why(io, late))
        gateway = Gateway(io, spec)
        self._gateways.append(gateway)
        return gateway

    def _why(self, io: Process, late: Event) -> str:
        if late.is_set():
            return f"no answer within {CONNECT_TIMEOUT:g} seconds"
        io.code(1.0)
        return last_line(io.tail()) or "it ended without an answer"

    def ending(self) -> tuple[int | None, str]:
        """The exit code of the interpreter (``None`` where it is not known), and its last words."""
        if not self._open:
            return None, ""  # it was closed meanwhile
        io = self._open[-1]
        return io.code(1.0), last_line(io.tail())

    def close(self, grace: float) -> None:
        """End what was started: at once, or after it had some seconds to end by itself."""
        with self._lock:
            self._closed = True
            processes, self._open = self._open[::-1], []
        for process in processes:
            process.end(grace)
