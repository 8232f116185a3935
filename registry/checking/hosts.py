"""Where a leg may run besides here: on a host that is reached over ssh, or over a socket."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import Literal

FORMS = "ssh:USER@HOST, ssh:-p PORT USER@HOST or socket:HOST:PORT"
_WITH_A_VALUE = {f"-{letter}" for letter in "BbcDEeFIiJLlmOopQRSWw"}
"""The options of ssh that a word follows."""


@dataclass(frozen=True)
class Host:
    """A host by its words: those of ssh, its options before the name; or an address and a port."""

    kind: Literal["ssh", "socket"]
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"ssh:{self.words[-1]}" if self.kind == "ssh" else f"socket:{':'.join(self.words)}"

    @classmethod
    def parse(cls, text: str) -> Host:
        """Raises ``ValueError``, which says what is wrong, for what is no host."""
        kind, _, address = text.partition(":")
        if kind == "ssh":
            return cls("ssh", _of_ssh(address))
        if kind == "socket":
            return cls("socket", _of_a_socket(address))
        raise ValueError(f"has to be {FORMS}")

    def command(self, python: str, code: str) -> list[str]:
        """The words that run code in a Python of the host.

        Nobody can be asked for a password, because legs are started anew in the middle of a run,
        and a host that is gone must be noticed. What the user says of the same things goes first,
        and the first word counts for ssh.
        """
        *options, name = self.words
        ours = ("-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=20", "-o")
        remote = shlex.join([python, "-u", "-c", code])
        return ["ssh", *options, *ours, "ServerAliveInterval=15", "--", name, remote]

    @property
    def address(self) -> tuple[str, int]:
        """The host and the port of a socket."""
        name, port = self.words
        return name, int(port)


def _of_ssh(address: str) -> tuple[str, ...]:
    try:
        words = tuple(shlex.split(address))
    except ValueError as error:
        raise ValueError(f"cannot be read: {error}") from None
    if not words:
        raise ValueError("names no host; write ssh:USER@HOST")
    if words[-1].startswith("-") or (len(words) > 1 and words[-2] in _WITH_A_VALUE):
        raise ValueError("ends with an option; the name of the host comes last")
    if len(words) > 1 and not words[0].startswith("-"):
        raise ValueError(f"has {words[0]} before its options; the name of the host comes last")
    return words


def _of_a_socket(address: str) -> tuple[str, str]:
    name, _, port = address.rpartition(":")
    name = name.removeprefix("[").removesuffix("]")
    if not name or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("needs a name and a port from 1 to 65535; write socket:HOST:PORT")
    return name, port
