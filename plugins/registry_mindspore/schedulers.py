"""PyTorch's schedulers in plain Python, without torch: how each moves the rate of one group.

They compute in the order in which ``get_lr`` and ``_get_closed_form_lr`` of
``torch/optim/lr_scheduler.py`` (release 2.13) do, so that the rates are the same float64 numbers.
They are classes, as they are there, because schedules that are made of others call their parts in
ways of their own: see :mod:`registry_mindspore.composed`. Where torch divides by zero, so do they.

The group has the rate in ``lr`` and what the schedules start from in ``initial_lr``.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from registry.language import conditions

Group = dict[str, float]


class Scheduler:
    """What torch's ``LRScheduler`` does; ``rate`` and ``closed`` are the schedule."""

    def __init__(self, group: Group, last_epoch: int = -1) -> None:
        if last_epoch == -1:
            group.setdefault("initial_lr", group["lr"])
        elif "initial_lr" not in group:
            raise ValueError("a schedule that resumes needs the initial_lr of the group")
        self.group = group
        self.base = group["initial_lr"]
        self.last_epoch = last_epoch
        self.start()

    def start(self) -> None:
        """The step that the constructor makes; a sequence makes it again."""
        self.made, self.first = 0, True
        self.step()
        self.first = False

    def step(self) -> None:
        self.made += 1
        self.last_epoch += 1
        self.group["lr"] = self.rate(self.group["lr"], self.last_epoch)

    def jump(self) -> None:
        """To epoch 0, as a sequence does when the turn comes to this schedule."""
        self.last_epoch = 0
        self.group["lr"] = self.closed(self.group["lr"], 0)

    def rate(self, rate: float, epoch: int) -> float:
        """The rate of an epoch, from the one before it."""
        raise NotImplementedError

    def closed(self, rate: float, epoch: int) -> float:
        """The rate of an epoch, where there is a formula that does not need the one before."""
        return self.rate(rate, epoch)


class StepLR(Scheduler):
    """Times ``gamma`` at every multiple of ``step_size``, whose sign does not matter to torch."""

    def __init__(
        self, group: Group, step_size: int, gamma: float = 0.1, last_epoch: int = -1
    ) -> None:
        self.size, self.gamma = step_size, gamma
        super().__init__(group, last_epoch)

    def rate(self, rate: float, epoch: int) -> float:
        return rate if epoch == 0 or epoch % self.size else rate * self.gamma

    def closed(self, rate: float, epoch: int) -> float:
        return float(self.base * self.gamma ** (epoch // self.size))


class MultiStepLR(Scheduler):
    """Times ``gamma`` at each milestone, as often as it is repeated; one at 0 acts at once."""

    def __init__(
        self, group: Group, milestones: Iterable[int], gamma: float = 0.1, last_epoch: int = -1
    ) -> None:
        self.repeated: Counter[int] = Counter(milestones)
        self.gamma = gamma
        super().__init__(group, last_epoch)

    def rate(self, rate: float, epoch: int) -> float:
        times = self.repeated.get(epoch)
        return rate * self.gamma**times if times else rate

    def closed(self, rate: float, epoch: int) -> float:
        passed = bisect_right(sorted(self.repeated.elements()), epoch)
        return float(self.base * self.gamma**passed)


class LambdaLR(Scheduler):
    """The first rate times ``lr_lambda(epoch)``."""

    def __init__(self, group: Group, lr_lambda: Any, last_epoch: int = -1) -> None:
        self.factor = function("lr_lambda", lr_lambda)
        super().__init__(group, last_epoch)

    def rate(self, rate: float, epoch: int) -> float:
        return self.base * self.factor(epoch)


class MultiplicativeLR(LambdaLR):
    """Times ``lr_lambda(epoch)`` in every epoch after the first."""

    def rate(self, rate: float, epoch: int) -> float:
        return rate if self.first else rate * self.factor(epoch)


class ConstantLR(Scheduler):
    """Times ``factor`` until epoch ``total_iters``; one of 0 or less is never reached."""

    def __init__(
        self, group: Group, factor: float = 1.0 / 3, total_iters: int = 5, last_epoch: int = -1
    ) -> None:
        if not 0 <= factor <= 1:
            raise ValueError("the factor of ConstantLR has to be between 0 and 1")
        self.factor, self.total = factor, total_iters
        super().__init__(group, last_epoch)

    def rate(self, rate: float, epoch: int) -> float:
        if epoch == 0:
            return rate * self.factor
        return rate * (1.0 / self.factor) if epoch == self.total else rate

    def closed(self, rate: float, epoch: int) -> float:
        return self.base * (self.factor + (epoch >= self.total) * (1 - self.factor))


class LinearLR(Scheduler):
    """From ``start_factor`` to ``end_factor`` in ``total_iters`` equal steps."""

    def __init__(
        self,
        group: Group,
        start_factor: float = 1.0 / 3,
        end_factor: float = 1.0,
        total_iters: int = 5,
        last_epoch: int = -1,
    ) -> None:
        if not (0 < start_factor <= 1 and 0 <= end_factor <= 1):
            raise ValueError("the factors of LinearLR have to be between 0 and 1")
        self.begin, self.end, self.total = start_factor, end_factor, total_iters
        super().__init__(group, last_epoch)

    def rate(self, rate: float, epoch: int) -> float:
        if epoch == 0:
            return rate * self.begin
        if self.first or epoch > self.total:
            return rate
        change = self.end - self.begin
        return rate * (1.0 + change / (self.total * self.begin + (epoch - 1) * change))

    def closed(self, rate: float, epoch: int) -> float:
        change = self.end - self.begin
        return self.base * (self.begin + change * min(self.total, epoch) / self.total)


class ExponentialLR(Scheduler):
    """Times ``gamma`` in every epoch after the first."""

    def __init__(self, group: Group, gamma: float, last_epoch: int = -1) -> None:
        self.gamma = gamma
        super().__init__(group, last_epoch)

    def rate(self, rate: float, epoch: int) -> float:
        return rate if self.first else rate * self.gamma

    def closed(self, rate: float, epoch: int) -> float:
        return float(self.base * self.gamma**epoch)


class PolynomialLR(Scheduler):
    """``lr * (1 - epoch / total_iters) ** power`` until ``total_iters``."""

    def __init__(
        self, group: Group, total_iters: int = 5, power: float = 1.0, last_epoch: int = -1
    ) -> None:
        self.total, self.power = total_iters, power
        super().__init__(group, last_epoch)

    def rate(self, rate: float, epoch: int) -> float:
        if self.first or epoch > self.total:
            return rate
        left = (1.0 - epoch / self.total) / (1.0 - (epoch - 1) / self.total)
        return rate * float(left**self.power)

    def closed(self, rate: float, epoch: int) -> float:
        return float(self.base * (1.0 - min(self.total, epoch) / self.total) ** self.power)


class CosineAnnealingLR(Scheduler):
    """Half a cosine down to ``eta_min`` in ``T_max`` epochs, then up again, and so on."""

    def __init__(
        self, group: Group, T_max: int, eta_min: float = 0.0, last_epoch: int = -1
    ) -> None:
        self.whole, self.least = T_max, eta_min
        super().__init__(group, last_epoch)

    def rate(self, rate: float, epoch: int) -> float:
        if self.first:
            return rate
        if self.made == 1 and epoch > 0:
            return self.closed(rate, epoch)
        if (epoch - 1 - self.whole) % (2 * self.whole) == 0:
            drop = (self.base - self.least) * (1 - math.cos(math.pi / self.whole)) / 2
            return rate + drop
        ahead, behind = (1 + math.cos(math.pi * t / self.whole) for t in (epoch, epoch - 1))
        return ahead / behind * (rate - self.least) + self.least

    def closed(self, rate: float, epoch: int) -> float:
        height = (1 + math.cos(math.pi * epoch / self.whole)) / 2
        return self.least + (self.base - self.least) * height


class CosineAnnealingWarmRestarts(Scheduler):
    """Half a cosine down to ``eta_min``, again and again, each ``T_mult`` times as long.

    The first one has ``T_0`` epochs. A resumed schedule counts its epochs from ``last_epoch`` with
    the length ``T_0``, whatever ``T_mult`` is.
    """

    def __init__(
        self, group: Group, T_0: int, T_mult: int = 1, eta_min: float = 0.0, last_epoch: int = -1
    ) -> None:
        if not (type(T_0) is int and T_0 > 0 and type(T_mult) is int and T_mult >= 1):
            raise ValueError("T_0 and T_mult have to be positive whole numbers")
        self.length, self.times, self.least = T_0, T_mult, eta_min
        self.at = last_epoch
        self.period = T_0
        super().__init__(group, last_epoch)

    def step(self) -> None:
        if self.last_epoch < 0:
            self.period, self.at, self.last_epoch = self.length, 0, 0
        else:
            self.last_epoch += 1
            self.at += 1
            if self.at >= self.period:
                self.at %= self.period
                self.period *= self.times
        self.group["lr"] = self.rate(self.group["lr"], self.last_epoch)

    def rate(self, rate: float, epoch: int) -> float:
        height = 1 + math.cos(math.pi * self.at / self.period)
        return self.least + (self.base - self.least) * height / 2


def function(name: str, given: Any) -> Callable[[int], float]:
    """A function given as ``{lambda: "0.95 ** epoch"}``, in the language of conditions.

    Raises ``ValueError`` for any other function, and when it has no value.
    """
    given = of_one_group(name, given)
    if not isinstance(given, dict) or list(given) != ["lambda"]:
        raise ValueError(f"{name} is not an expression of the epoch; apply it to the rates by hand")
    tree = conditions.parse(given["lambda"])

    def value_of(epoch: int) -> float:
        value = conditions.compute(tree, {"epoch": epoch}.get)
        if not isinstance(value, int | float):
            raise ValueError(f"{name} has no value at epoch {epoch}")
        return value

    return value_of


def of_one_group(name: str, value: Any) -> Any:
    """A rate; in a list of one for each group, there has to be one group."""
    if not isinstance(value, list | tuple):
        return value
    if len(value) != 1:
        raise ValueError(f"{name} is for {len(value)} groups; make a list of rates for each")
    return value[0]
