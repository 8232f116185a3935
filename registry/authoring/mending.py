"""What can be mended in a mapping file without thinking; a diff of it has nothing else in it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from registry.authoring.edits import Edit, applied
from registry.authoring.layout import laid_out
from registry.authoring.moved import Declaring, moved
from registry.authoring.ordering import disordered
from registry.authoring.wording import misworded
from registry.mapping.loading import content_of
from registry.problems import Problem

_BOM = "\ufeff"


@dataclass(frozen=True)
class Mended:
    """A file before and after, and what was done, each at the line where it was."""

    path: Path
    before: str
    after: str
    done: tuple[Problem, ...]

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        before, after = (each.splitlines(keepends=True) for each in (self.before, self.after))
        return "".join(difflib.unified_diff(before, after, str(self.path), str(self.path)))


def mended(path: Path, declaring: Declaring) -> Mended | None:
    """A file with all that can be mended; ``None`` if it cannot be read or is right as it is.

    ``declaring`` gives for an API the signature that its framework declares now.
    """
    try:
        before = path.read_bytes().decode("utf-8")
    except (OSError, ValueError):
        return None
    is_windows = "\r\n" in before
    text = before.removeprefix(_BOM).replace("\r\n", "\n")
    if not isinstance(content_of(text), dict):
        return None
    done: list[Edit] = []
    for find in (misworded, lambda text, document: moved(text, document, declaring)):
        edits = list(find(text, laid_out(text)))
        text = applied(text, edits)
        done += edits
    while (edit := disordered(text, laid_out(text))) is not None:
        text = applied(text, [edit])
        done.append(edit)
    if not done:
        return None
    after = (_BOM if before.startswith(_BOM) else "") + text
    said = tuple(Problem(str(path), each.line, each.field, each.said) for each in done)
    return Mended(path, before, after.replace("\n", "\r\n") if is_windows else after, said)
