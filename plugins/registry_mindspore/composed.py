"""PyTorch's schedulers that are made of others, and the rates of any schedule, without torch.

In the data a schedule that is an argument of another one is written as ``{schedule:
torch.optim.lr_scheduler.StepLR, step_size: 30}``. Source: ``torch/optim/lr_scheduler.py``, release
2.13.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from registry_mindspore import cycles, schedulers
from registry_mindspore.schedulers import Group, Scheduler

Part: TypeAlias = "Scheduler | SequentialLR | ChainedScheduler"
COMPOSED_LATER = (
    "a schedule that is made of others can only be the first one of a SequentialLR: torch raises a "
    "NotImplementedError at the milestone"
)


class SequentialLR:
    """One schedule after the other, each from its milestone on.

    Torch makes all of them first, each of which moves the rate; then it puts back the rate that
    they started from, takes one epoch off each and makes the step of the first one again.
    """

    def __init__(
        self,
        group: Group,
        schedulers: Sequence[Any],
        milestones: Sequence[int],
        last_epoch: int = -1,
    ) -> None:
        self.parts = made(group, schedulers)
        if len(milestones) != len(self.parts) - 1:
            raise ValueError("SequentialLR needs one milestone less than schedules")
        self.milestones, self.last_epoch = milestones, last_epoch + 1
        self.later = [part for part in self.parts[1:] if isinstance(part, Scheduler)]
        if len(self.later) < len(self.milestones):
            raise ValueError(COMPOSED_LATER)
        group["lr"] = group["initial_lr"]
        for part in self.parts:
            _undo(part)
        self.parts[bisect_right(self.milestones, 0)].start()

    def start(self) -> None:
        self.step()

    def step(self) -> None:
        self.last_epoch += 1
        place = bisect_right(self.milestones, self.last_epoch)
        if place and self.milestones[place - 1] == self.last_epoch:
            self.later[place - 1].jump()
        else:
            self.parts[place].step()


class ChainedScheduler:
    """All of the schedules at every step, each on what the one before it left."""

    def __init__(self, group: Group, schedulers: Sequence[Any], optimizer: None = None) -> None:
        self.parts = made(group, schedulers)

    def start(self) -> None:
        self.step()

    def step(self) -> None:
        for part in self.parts:
            part.step()


def _undo(part: Part) -> None:
    """An epoch off each schedule; what is made of others counts none of its own here."""
    if isinstance(part, Scheduler):
        part.last_epoch -= 1
    else:
        for each in part.parts:
            _undo(each)


def made(group: Group, parts: Sequence[Any]) -> list[Part]:
    """The schedules that the data describes, made in their order for the same group.

    Raises ``ValueError`` for what is no schedule here.
    """
    if not parts:
        raise ValueError("give at least one schedule")
    found: list[Part] = []
    for part in parts:
        if not isinstance(part, dict) or "schedule" not in part:
            raise ValueError(f"{part} is not a schedule; write {{schedule: NAME, ...}}")
        name = part["schedule"].rpartition(".")[2]
        if name not in BY_NAME:
            known = ", ".join(BY_NAME)
            raise ValueError(
                f"{name} has no rates of its own to put into a list; there are {known}"
            )
        arguments = {each: value for each, value in part.items() if each != "schedule"}
        try:
            found.append(BY_NAME[name](group, **arguments))
        except TypeError as error:
            raise ValueError(f"{name} cannot be made with these arguments: {error}") from None
    return found


def rates(name: str, arguments: Mapping[str, Any], lr: float) -> Iterator[float]:
    """The rate of one epoch after the other (of one step after the other, where
    ``scheduler.step()`` is called at every step).

    ``lr`` is the optimizer's rate when the schedule is made. A schedule that resumes finds it as
    ``initial_lr`` in the group too, as one does that has not moved yet.
    """
    group: Group = {"lr": float(lr)}
    if resumes(arguments):
        group["initial_lr"] = float(lr)
    arguments = {each: value for each, value in arguments.items() if each != "optimizer"}
    schedule = BY_NAME[name](group, **arguments)
    while True:
        yield group["lr"]
        schedule.step()


def resumes(arguments: Mapping[str, Any]) -> bool:
    """Does this schedule, or one that it is made of, go on after a ``last_epoch``?"""
    parts = [part for part in arguments.get("schedulers", ()) if isinstance(part, dict)]
    resumed = arguments.get("last_epoch", -1) != -1 and "schedulers" not in arguments
    return resumed or any(map(resumes, parts))


BY_NAME: dict[str, Callable[..., Part]] = {
    each.__name__: each
    for each in (
        schedulers.StepLR,
        schedulers.MultiStepLR,
        schedulers.LambdaLR,
        schedulers.MultiplicativeLR,
        schedulers.ConstantLR,
        schedulers.LinearLR,
        schedulers.ExponentialLR,
        schedulers.PolynomialLR,
        schedulers.CosineAnnealingLR,
        schedulers.CosineAnnealingWarmRestarts,
        cycles.CyclicLR,
        cycles.OneCycleLR,
        cycles.SWALR,
        SequentialLR,
        ChainedScheduler,
    )
}
