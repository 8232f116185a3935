"""From what someone typed to the API that is meant: names, aliases, suffixes, near misses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Match:
    """The API that a query means, how it was found, and what else it could have meant."""

    api: str
    by: str
    """``name``, ``alias`` or ``suffix``."""
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Miss:
    """Nothing has that name; ``near`` are names that look like it, best first."""

    near: tuple[str, ...]


def find(query: str, names: Mapping[str, Any], aliases: Mapping[str, str]) -> Match | Miss:
    """Find the API that ``query`` means.

    A full name or an alias in any spelling of case, or the end of one (``StepLR``,
    ``lr_scheduler.StepLR``). Where an end fits several, PyTorch's comes first.
    """
    query = query.strip().strip(".")
    if query in names:
        return Match(query, "name")
    if query in aliases:
        return Match(aliases[query], "alias")
    folded = query.lower()
    spelt = [name for name in names if name.lower() == folded]
    if spelt:
        return Match(spelt[0], "name")
    spelt = [alias for alias in aliases if alias.lower() == folded]
    if spelt:
        return Match(aliases[spelt[0]], "alias")
    found = _ends(folded, names, aliases)
    if folded and found:
        return Match(found[0], "suffix", tuple(found[1:]))
    return Miss(_near(folded, names, aliases))


def _ends(folded: str, names: Mapping[str, Any], aliases: Mapping[str, str]) -> list[str]:
    end = f".{folded}"
    found = {name for name in names if name.lower().endswith(end)}
    found |= {api for alias, api in aliases.items() if alias.lower().endswith(end)}
    return sorted(found, key=lambda name: (not name.startswith("torch."), name.count("."), name))


def _near(folded: str, names: Mapping[str, Any], aliases: Mapping[str, str]) -> tuple[str, ...]:
    import difflib  # only a miss pays for it

    last = folded.rpartition(".")[2]
    by_end: dict[str, list[str]] = {}
    for name in [*names, *aliases]:
        by_end.setdefault(name.rpartition(".")[2].lower(), []).append(aliases.get(name, name))
    close = difflib.get_close_matches(last, by_end, n=3, cutoff=0.6)
    ranked = dict.fromkeys(name for end in close for name in sorted(by_end[end], reverse=True))
    return tuple(ranked)[:5]
