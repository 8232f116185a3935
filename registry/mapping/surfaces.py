"""What a release of a framework offers, as its sources say it, and the file that keeps it.

``registry surface`` writes such files; since and until, and what an older signature was, follow
from them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from registry.language.versions import release
from registry.problems import UserError

FORMAT = 1

Kind = Literal["class", "function", "other"]


@dataclass(frozen=True)
class Offered:
    """A class or a function that a release has under a public name, or another thing."""

    kind: Kind
    defined: str
    """The full name under which it is defined, which is the same for all of its aliases."""
    signature: str | None = None
    """As in the data, without ``self``; ``None`` for what is not called or cannot be written."""
    platforms: tuple[str, ...] = ()
    """Where it runs, as its documentation states."""


@dataclass(frozen=True)
class Surface:
    """The public names of a release, as far as they were asked for."""

    framework: str
    version: str
    modules: tuple[str, ...] = ()
    """The modules of which every public name is here; one that the release lacks has none."""
    asked: tuple[str, ...] = ()
    """The names apart from those that were looked for."""
    names: Mapping[str, Offered] = field(default_factory=dict)

    def covers(self, api: str) -> bool:
        """Does it say whether the release has this name?"""
        return api in self.names or api in self.asked or api.rpartition(".")[0] in self.modules

    def has(self, api: str) -> bool | None:
        """Does the release have this name? ``None`` where nobody looked."""
        return api in self.names if self.covers(api) else None


History = Mapping[str, tuple[Surface, ...]]
"""For a framework the surfaces of its releases, oldest first."""


def read(path: Path) -> Surface:
    """The surface that a file keeps.

    Raises :class:`~registry.problems.UserError` for a file that is none.
    """
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["format"] != FORMAT:
            text = f"has format {said['format']}, this release reads {FORMAT}; upgrade it"
            raise UserError.at(str(path), text)
        return Surface(
            said["framework"],
            said["version"],
            tuple(said["modules"]),
            tuple(said["asked"]),
            {name: _offered(each) for name, each in said["names"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        raise UserError.at(
            str(path), "is not a surface; write it with `registry surface`"
        ) from None


def _offered(said: Mapping[str, Any]) -> Offered:
    return Offered(
        said["kind"], said["defined"], said.get("signature"), tuple(said.get("platforms", ()))
    )


def write(surface: Surface) -> str:
    """The text of a surface's file: sorted, with a line for each name."""
    head = {
        "format": FORMAT,
        "framework": surface.framework,
        "version": surface.version,
        "modules": sorted(surface.modules),
        "asked": sorted(surface.asked),
    }
    lines = [
        f"{json.dumps(name)}: {json.dumps(_said(each))}"
        for name, each in sorted(surface.names.items())
    ]
    names = ",\n".join(lines)
    return f'{json.dumps(head)[:-1]}, "names": {{\n{names}\n}}}}\n'


def _said(offered: Offered) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": offered.kind, "defined": offered.defined}
    if offered.signature is not None:
        said["signature"] = offered.signature
    if offered.platforms:
        said["platforms"] = list(offered.platforms)
    return said


def file_name(framework: str, version: str) -> str:
    """What a surface's file is called: ``torch-2.13.0.json``."""
    return f"{framework}-{version}.json"


def files(places: Iterable[Path]) -> list[Path]:
    """The surface files among some files and folders, in a stable order."""
    return [
        path
        for place in places
        for path in (sorted(place.glob("*.json")) if place.is_dir() else [place])
    ]


def history(surfaces: Iterable[Surface]) -> dict[str, tuple[Surface, ...]]:
    """For each framework the surfaces of its releases, oldest first."""
    known: dict[str, tuple[Surface, ...]] = {}
    for each in sorted(surfaces, key=lambda each: release(each.version)):
        known[each.framework] = (*known.get(each.framework, ()), each)
    return known
