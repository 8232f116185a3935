"""Ending a run early: Ctrl-C, and what ends programs politely, so that nothing is left running."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


class Interrupted(BaseException):
    """Somebody wants the run to end. ``code`` is what a shell gives to a program that has."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


@contextmanager
def interruptible() -> Iterator[None]:
    """Raise :class:`Interrupted` on a signal that ends programs; one that is ignored stays so."""

    def end(number: int, frame: FrameType | None) -> NoReturn:
        del frame
        raise Interrupted(number)

    if threading.current_thread() is not threading.main_thread():
        yield  # signals are not for other threads
        return
    before = {each: signal.getsignal(each) for each in _SIGNALS}
    for each, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(each, end)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
