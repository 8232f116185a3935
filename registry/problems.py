"""What went wrong, where, and the way out: the one error type that users ever see."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with something a user gave us.

    ``place`` is a file, an option or a plugin; ``line`` counts from 1, and 0 means that the place
    has no lines. ``field`` is a dotted path inside a file, or empty.
    """

    place: str
    line: int
    field: str
    text: str

    def __str__(self) -> str:
        where = f"{self.place}:{self.line}" if self.line else self.place
        return f"{where}: {self.field}: {self.text}" if self.field else f"{where}: {self.text}"


class UserError(Exception):
    """Bad input. The command line prints each problem on a line of its own and exits with 2."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems

    @classmethod
    def at(cls, place: str, text: str) -> UserError:
        """One problem with no line."""
        return cls(Problem(place, 0, "", text))
