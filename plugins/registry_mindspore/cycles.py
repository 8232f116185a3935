"""PyTorch's schedulers that do not start from the optimizer's rate but from rates of their own.

As in :mod:`registry_mindspore.schedulers`; what they do to the momentum is left out. Sources:
``torch/optim/lr_scheduler.py`` and ``torch/optim/swa_utils.py``, release 2.13.
"""

from __future__ import annotations

import math
from typing import Any

from registry_mindspore.schedulers import Group, Scheduler, function, of_one_group


class CyclicLR(Scheduler):
    """From ``base_lr`` up to ``max_lr`` and back, again and again.

    The optimizer's rate is not used, but that torch computes the first rate of a resumed schedule
    from the group's ``initial_lr`` in place of ``base_lr``.

    Raises ``ValueError`` for what is not a number here: rates of several groups.
    """

    def __init__(
        self,
        group: Group,
        base_lr: Any,
        max_lr: Any,
        step_size_up: int = 2000,
        step_size_down: int | None = None,
        mode: str = "triangular",
        gamma: float = 1.0,
        scale_fn: Any = None,
        scale_mode: str = "cycle",
        cycle_momentum: bool = True,
        base_momentum: float = 0.8,
        max_momentum: float = 0.9,
        last_epoch: int = -1,
    ) -> None:
        low, self.high = of_one_group("base_lr", base_lr), of_one_group("max_lr", max_lr)
        if last_epoch == -1:
            group["lr"] = low
        up = float(step_size_up)
        down = up if step_size_down is None else float(step_size_down)
        self.size, self.ratio = up + down, up / (up + down)
        if scale_fn is None and mode not in ("triangular", "triangular2", "exp_range"):
            raise ValueError(f"mode is {mode}; it is triangular, triangular2 or exp_range")
        self.mode, self.gamma = mode, gamma
        self.scale = None if scale_fn is None else function("scale_fn", scale_fn)
        self.by_cycle = scale_mode == "cycle"
        super().__init__(group, last_epoch)
        self.base = low

    def rate(self, rate: float, epoch: int) -> float:
        cycle = math.floor(1 + epoch / self.size)
        x = 1.0 + epoch / self.size - cycle
        height = x / self.ratio if x <= self.ratio else (x - 1) / (self.ratio - 1)
        return float(self.base + (self.high - self.base) * height * self._scale(cycle, epoch))

    def _scale(self, cycle: int, epoch: int) -> float:
        if self.scale:
            return self.scale(cycle if self.by_cycle else epoch)
        if self.mode == "triangular2":
            return 1 / (2.0 ** (cycle - 1))
        return float(self.gamma**epoch) if self.mode == "exp_range" else 1.0


class OneCycleLR(Scheduler):
    """Up to ``max_lr`` and down far below the start, once; the optimizer's rate is unused.

    Raises ``ValueError`` for what is not a number here, for a step after the last one, and for a
    resumed schedule, which takes its rates from the optimizer's groups.
    """

    def __init__(
        self,
        group: Group,
        max_lr: Any,
        total_steps: int | None = None,
        epochs: int | None = None,
        steps_per_epoch: int | None = None,
        pct_start: float = 0.3,
        anneal_strategy: str = "cos",
        cycle_momentum: bool = True,
        base_momentum: float = 0.85,
        max_momentum: float = 0.95,
        div_factor: float = 25.0,
        final_div_factor: float = 10000.0,
        three_phase: bool = False,
        last_epoch: int = -1,
    ) -> None:
        if last_epoch != -1:
            raise ValueError("a resumed OneCycleLR takes its rates from the optimizer's groups")
        if total_steps is None:
            if epochs is None or steps_per_epoch is None:
                raise ValueError("OneCycleLR needs total_steps, or epochs and steps_per_epoch")
            total_steps = epochs * steps_per_epoch
        self.total, self.cosine = total_steps, anneal_strategy == "cos"
        top = of_one_group("max_lr", max_lr)
        group["max_lr"] = top
        group["initial_lr"] = top / div_factor
        group["min_lr"] = group["initial_lr"] / final_div_factor
        up, last = float(pct_start * total_steps) - 1, float(total_steps - 1)
        self.phases = [(up, "initial_lr", "max_lr"), (last, "max_lr", "min_lr")]
        if three_phase:
            down = float(2 * pct_start * total_steps) - 2
            self.phases[1:] = [(down, "max_lr", "initial_lr"), (last, "initial_lr", "min_lr")]
        super().__init__(group, last_epoch)

    def rate(self, rate: float, epoch: int) -> float:
        if epoch > self.total:
            raise ValueError(f"the schedule itself ends after {self.total} steps")
        places = range(len(self.phases) - 1)
        place = next((i for i in places if epoch <= self.phases[i][0]), len(self.phases) - 1)
        until, *ends = self.phases[place]
        # They are in the group, which all schedules of an optimizer share.
        one, other = (self.group[end] for end in ends)
        begin = self.phases[place - 1][0] if place else 0.0
        done = (epoch - begin) / (until - begin)
        if self.cosine:
            return float(other + (one - other) / 2.0 * (math.cos(math.pi * done) + 1))
        return float((other - one) * done + one)


class SWALR(Scheduler):
    """From the optimizer's rate to ``swa_lr`` in ``anneal_epochs``, counted from its making.

    Each rate is computed from the one before.
    """

    def __init__(
        self,
        group: Group,
        swa_lr: Any,
        anneal_epochs: int = 10,
        anneal_strategy: str = "cos",
        last_epoch: int = -1,
    ) -> None:
        group["swa_lr"] = of_one_group("swa_lr", swa_lr)
        self.epochs = anneal_epochs
        self.cosine = anneal_strategy == "cos"
        super().__init__(group, last_epoch)

    def rate(self, rate: float, epoch: int) -> float:
        now = self.made - 1 if self.epochs else max(1, self.made - 1)
        share, before, goal = self._share(now), self._share(now - 1), self.group["swa_lr"]
        origin = goal if before == 1 else (rate - before * goal) / (1 - before)
        return float(goal * share + origin * (1 - share))

    def _share(self, made: int) -> float:
        done = max(0, min(1, made / max(1, self.epochs)))
        return (1 - math.cos(math.pi * done)) / 2 if self.cosine else float(done)
