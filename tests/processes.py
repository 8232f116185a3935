"""Which processes a command has left behind: all of them inherit a mark in their environment."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

MARK = "OPTIM_REGISTRY_TEST"


@dataclass
class Mark:
    """Put ``env`` into the environment of a command, and see who has it."""

    value: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def env(self) -> dict[str, str]:
        return {MARK: self.value}

    def bearers(self) -> list[str]:
        """The command lines of the processes that live and have it."""
        mark, found = f"{MARK}={self.value}".encode(), []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark not in folder.joinpath("environ").read_bytes().split(b"\0"):
                    continue
                state = folder.joinpath("stat").read_text().rpartition(")")[2].split()[0]
                if state != "Z":
                    words = folder.joinpath("cmdline").read_bytes().split(b"\0")
                    found.append(b" ".join(words).decode())
            except OSError:
                continue  # it has ended meanwhile
        return found

    def gone_within(self, seconds: float) -> bool:
        """Have all of them ended after so many seconds?"""
        ends = time.monotonic() + seconds
        while self.bearers():
            if time.monotonic() > ends:
                return False
            time.sleep(0.05)
        return True
