"""The differences that the releases somebody asks about have, of all that were ever seen."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from registry.language.versions import release

if TYPE_CHECKING:
    from flake8_registry.versions import Target

Answer = dict[str, Any]


def at(answer: Answer, target: Target | None, releases: Mapping[str, Sequence[str]]) -> Answer:
    """An answer with those differences only that some release of a target has, or else the newest
    ones that were read. How many others there are is under ``elsewhere``.

    ``releases`` has for a framework those that were read, oldest first.
    """
    told = [*answer["counterparts"], *answer["no_counterpart"]]
    if not any(each["since"] or each["until"] for one in told for each in one["differences"]):
        return answer
    return {
        **answer,
        "counterparts": [_of(each, target, releases) for each in answer["counterparts"]],
        "no_counterpart": [_of(each, target, releases) for each in answer["no_counterpart"]],
    }


def _of(told: Answer, target: Target | None, releases: Mapping[str, Sequence[str]]) -> Answer:
    newest = {name: release(read[-1]) for name, read in releases.items() if read}
    first, last = dict(newest), dict(newest)
    if target is not None and target.asked is not None:
        first[target.framework] = target.lowest or ()
        last[target.framework] = target.highest or (sys.maxsize,)
    kept = [
        each
        for each in told["differences"]
        if all(release(since) <= last[name] for name, since in each["since"].items())
        and all(release(until) >= first[name] for name, until in each["until"].items())
    ]
    return {**told, "differences": kept, "elsewhere": len(told["differences"]) - len(kept)}
