"""What the linter has to say about one place of one file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One report: where it is, what it says, and which API is used there in which role.

    ``line`` counts from 1 and ``column`` from 0, as in :mod:`ast`. ``role`` is one of ``call``,
    ``reference``, ``import``, ``annotation``, ``isinstance``, ``subclass``, ``argument``,
    ``operation`` and ``string``; a call or a subclass weighs more than an annotation.
    """

    line: int
    column: int
    code: str
    message: str
    api: str
    role: str
