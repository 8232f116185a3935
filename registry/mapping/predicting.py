"""Which differences apply to a call, and which hang on what the call does not show.

What is predicted is a run as :mod:`registry.checking.jobs` plans it by default: float32, gradients
of standard normal size on every parameter from the first step, PyNative, CPU.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from registry.language import conditions
from registry.mapping.models import Difference
from registry.mapping.runs import Run
from registry.mapping.translate import Arguments, applying, is_open, known


@dataclass(frozen=True)
class Told:
    """A difference: one that applies to the call, or one that hangs on what it does not show."""

    id: str
    text: str
    instead: str
    when: str
    on: tuple[str, ...] = ()
    """What it hangs on: arguments whose value is not shown, and facts of the run."""


@dataclass(frozen=True)
class Training:
    """What is planned, as far as it is known: the rate before any decay, epochs, steps of each."""

    lr: float | None = None
    epochs: int | None = None
    steps_per_epoch: int | None = None

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if value is not None}

    def known(self) -> dict[str, Any]:
        """The facts, with those that nobody has to say: who trains in another type knows it."""
        return {"dtype": "float32", **self.facts()}

    def run(self) -> Run:
        """The run that is predicted. Without more words a schedule moves at every step."""
        return Run(steps_per_epoch=1).model_copy(update=self.facts())

    def assumed(self) -> dict[str, Any]:
        """Every fact that nobody gave, with the value that is taken for it."""
        run = self.run()
        return {name: getattr(run, name) for name in vars(self) if name not in self.facts()}


@dataclass(frozen=True)
class Prediction:
    """Every difference that may matter to a call, in three lots."""

    applied: tuple[Told, ...]
    undecided: tuple[Told, ...]
    """Those that hang on arguments whose value the call does not show."""
    depends: tuple[Told, ...]
    """Those that do not apply by default, but may in another run."""


def predicted(
    differences: Mapping[str, Difference], calls: Sequence[Arguments], training: Training
) -> Prediction:
    """What is to be said of a call. It has complete arguments for each group of parameters; a
    difference that applies to one group applies to the call."""
    by_default, anyhow = (
        _decided(differences, calls, run) for run in (training.run(), training.known())
    )
    applied: list[Told] = []
    undecided: list[Told] = []
    depends: list[Told] = []
    for name, difference in differences.items():
        told = Told(name, difference.what, difference.instead, difference.when)
        if by_default[name]:
            applied.append(told)
        elif by_default[name] is None:
            undecided.append(_hanging(told, calls, training.run()))
        elif anyhow[name] is None:
            depends.append(_hanging(told, calls, training.known()))
    return Prediction(tuple(applied), tuple(undecided), tuple(depends))


def _decided(
    differences: Mapping[str, Difference], calls: Iterable[Arguments], run: Run | Mapping[str, Any]
) -> dict[str, bool | None]:
    found: dict[str, bool | None] = dict.fromkeys(differences, False)
    for arguments in calls:
        for name, applies in applying(differences, arguments, run):
            if applies or found[name] is False:
                found[name] = applies
    return found


def _hanging(told: Told, calls: Iterable[Arguments], run: Run | Mapping[str, Any]) -> Told:
    asked = conditions.names(conditions.parse(told.when))
    on = {
        each
        for arguments in calls
        for each in asked
        if known(each, arguments, run) is conditions.UNKNOWN or is_open(arguments.get(each))
    }
    arguments = {each for each in asked if not each.startswith("run.")}
    return replace(told, on=tuple(sorted(on or arguments)))
