"""The rate of every epoch of each PyTorch schedule, in plain Python, without torch.

Each function takes the arguments of the schedule, complete, and the rate that the optimizer has
when the schedule is made, and yields the rate of one epoch after the other (of one step after the
other, where ``scheduler.step()`` is called at every step). They compute in the order in which
``get_lr`` of ``torch/optim/lr_scheduler.py`` (release 2.13) does, so that the rates are the same
float64 numbers. With ``last_epoch`` they go on where a training stopped, and the rate given is the
``initial_lr`` of the optimizer's group too, as it is for a schedule that has not moved yet.

Where torch divides by zero, so do they.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from registry import conditions
from registry.translate import Arguments

Rates = Callable[[Arguments, float], Iterator[float]]
Update = Callable[[float, int, bool], float]


def step_lr(arguments: Arguments, lr: float) -> Iterator[float]:
    """Times ``gamma`` at every multiple of ``step_size``, whose sign does not matter to torch."""
    size, gamma = arguments["step_size"], arguments["gamma"]
    return _updated(arguments, lr, lambda rate, t, _: rate if t == 0 or t % size else rate * gamma)


def multi_step_lr(arguments: Arguments, lr: float) -> Iterator[float]:
    """Times ``gamma`` at each milestone, as often as it is repeated; one at 0 acts at once."""
    repeated: Counter[int] = Counter(arguments["milestones"])
    gamma = arguments["gamma"]
    return _updated(
        arguments, lr, lambda rate, t, _: rate * gamma ** repeated[t] if t in repeated else rate
    )


def lambda_lr(arguments: Arguments, lr: float) -> Iterator[float]:
    """The first rate times ``lr_lambda(epoch)``."""
    factor = _function(arguments, "lr_lambda")
    for t in count(arguments["last_epoch"] + 1):
        yield lr * factor(t)


def multiplicative_lr(arguments: Arguments, lr: float) -> Iterator[float]:
    """Times ``lr_lambda(epoch)`` in every epoch after the first."""
    factor = _function(arguments, "lr_lambda")
    return _updated(arguments, lr, lambda rate, t, first: rate if first else rate * factor(t))


def constant_lr(arguments: Arguments, lr: float) -> Iterator[float]:
    """Times ``factor`` until epoch ``total_iters``; one of 0 or less is never reached."""
    factor: float = arguments["factor"]
    total: float = arguments["total_iters"]

    def update(rate: float, t: int, _: bool) -> float:
        if t == 0:
            return rate * factor
        return rate * (1.0 / factor) if t == total else rate

    return _updated(arguments, lr, update)


def linear_lr(arguments: Arguments, lr: float) -> Iterator[float]:
    """From ``start_factor`` to ``end_factor`` in ``total_iters`` equal steps."""
    start: float = arguments["start_factor"]
    total: float = arguments["total_iters"]
    change = arguments["end_factor"] - start

    def update(rate: float, t: int, first: bool) -> float:
        if t == 0:
            return rate * start
        if first or t > total:
            return rate
        return rate * float(1.0 + change / (total * start + (t - 1) * change))

    return _updated(arguments, lr, update)


def polynomial_lr(arguments: Arguments, lr: float) -> Iterator[float]:
    """``lr * (1 - t / total_iters) ** power`` until ``total_iters``."""
    total, power = arguments["total_iters"], arguments["power"]

    def update(rate: float, t: int, first: bool) -> float:
        if first or t > total:
            return rate
        return rate * float(((1.0 - t / total) / (1.0 - (t - 1) / total)) ** power)

    return _updated(arguments, lr, update)


def cosine_annealing_lr(arguments: Arguments, lr: float) -> Iterator[float]:
    """Half a cosine down to ``eta_min`` in ``T_max`` epochs, then up again, and so on."""
    whole, least = arguments["T_max"], arguments["eta_min"]

    def update(rate: float, t: int, first: bool) -> float:
        if first:
            return rate
        if (t - 1 - whole) % (2 * whole) == 0:
            return float(rate + (lr - least) * (1 - math.cos(math.pi / whole)) / 2)
        ahead, behind = (1 + math.cos(math.pi * each / whole) for each in (t, t - 1))
        return float(ahead / behind * (rate - least) + least)

    return _updated(arguments, lr, update)


def cosine_annealing_warm_restarts(arguments: Arguments, lr: float) -> Iterator[float]:
    """Half a cosine down to ``eta_min``, again and again, each ``T_mult`` times as long.

    The first one has ``T_0`` epochs. A resumed schedule counts its epochs from ``last_epoch`` with
    the length ``T_0``, whatever ``T_mult`` is.
    """
    length, least = arguments["T_0"], arguments["eta_min"]
    now = arguments["last_epoch"] + 1
    while True:
        if now >= length:
            now %= length
            length *= arguments["T_mult"]
        yield least + (lr - least) * (1 + math.cos(math.pi * now / length)) / 2
        now += 1


def cyclic_lr(arguments: Arguments, lr: float) -> Iterator[float]:
    """From ``base_lr`` up to ``max_lr`` and back, again and again.

    The optimizer's rate is not used, but that torch computes the first rate of a resumed schedule
    from the group's ``initial_lr`` in place of ``base_lr``.

    Raises ``ValueError`` for what is not a number here: rates of several groups.
    """
    scale = _function(arguments, "scale_fn") if arguments["scale_fn"] is not None else None
    low, high = of_one_group(arguments, "base_lr"), of_one_group(arguments, "max_lr")
    up = float(arguments["step_size_up"])
    down = up if arguments["step_size_down"] is None else float(arguments["step_size_down"])
    mode, gamma = arguments["mode"], arguments["gamma"]
    start = arguments["last_epoch"] + 1
    for t in count(start):
        base = lr if t == start > 0 else low
        cycle = math.floor(1 + t / (up + down))
        x = 1.0 + t / (up + down) - cycle
        ratio = up / (up + down)
        height = (high - base) * (x / ratio if x <= ratio else (x - 1) / (ratio - 1))
        if scale:
            height *= scale(cycle if arguments["scale_mode"] == "cycle" else t)
        elif mode == "triangular2":
            height *= 1 / (2.0 ** (cycle - 1))
        elif mode == "exp_range":
            height *= gamma**t
        elif mode != "triangular":
            raise ValueError(f"mode is {mode}; it is triangular, triangular2 or exp_range")
        yield base + height


def one_cycle_lr(arguments: Arguments, _: float) -> Iterator[float]:
    """Up to ``max_lr`` and down far below the start, once; the optimizer's rate is unused.

    It ends with the last of the total number of steps. Raises ``ValueError`` for what is not a
    number here, and for a resumed schedule, which takes its rates from the optimizer's groups.
    """
    if arguments["last_epoch"] != -1:
        raise ValueError("a resumed OneCycleLR takes its rates from the optimizer's groups")
    total = arguments["total_steps"]
    if total is None:
        total = arguments["epochs"] * arguments["steps_per_epoch"]
    top, share = of_one_group(arguments, "max_lr"), arguments["pct_start"]
    start = top / arguments["div_factor"]
    end = start / arguments["final_div_factor"]
    phases = [(float(share * total) - 1, start, top), (total - 1, top, end)]
    if arguments["three_phase"]:
        phases[1:] = [(float(2 * share * total) - 2, top, start), (total - 1, start, end)]
    for t in range(total):
        place = next(i for i, (until, *_) in enumerate(phases) if t <= until)
        until, one, other = phases[place]
        begin = phases[place - 1][0] if place else 0.0
        done = (t - begin) / (until - begin)
        if arguments["anneal_strategy"] == "cos":
            yield other + (one - other) / 2.0 * (math.cos(math.pi * done) + 1)
        else:
            yield (other - one) * done + one


def swa_lr(arguments: Arguments, lr: float) -> Iterator[float]:
    """From the optimizer's rate to ``swa_lr`` in ``anneal_epochs``, counted from its making.

    Source: ``torch/optim/swa_utils.py``; each rate is computed from the one before.
    """
    goal, epochs = of_one_group(arguments, "swa_lr"), arguments["anneal_epochs"]

    def share(t: int) -> float:
        done = max(0, min(1, t / max(1, epochs)))
        cosine = arguments["anneal_strategy"] == "cos"
        return (1 - math.cos(math.pi * done)) / 2 if cosine else float(done)

    rate = lr
    for t in count():
        now = t if epochs else max(1, t)
        before = share(now - 1)
        origin = goal if before == 1 else (rate - before * goal) / (1 - before)
        rate = goal * share(now) + origin * (1 - share(now))
        yield rate


def _updated(arguments: Arguments, lr: float, update: Update) -> Iterator[float]:
    """A schedule that computes each rate from the one before it.

    ``update(rate, epoch, first)``: torch calls it at once for the first epoch, which is 0, or the
    one after ``last_epoch``.
    """
    rate, start = float(lr), arguments["last_epoch"] + 1
    for t in count(start):
        rate = update(rate, t, t == start)
        yield rate


def _function(arguments: Arguments, name: str) -> Callable[[int], float]:
    """A function given as ``{lambda: "0.95 ** epoch"}``, in the language of conditions.

    Raises ``ValueError`` for any other function, and when it has no value.
    """
    given = of_one_group(arguments, name)
    if not isinstance(given, dict) or list(given) != ["lambda"]:
        raise ValueError(f"{name} is not an expression of the epoch; apply it to the rates by hand")
    tree = conditions.parse(given["lambda"])

    def function(epoch: int) -> float:
        value = conditions.compute(tree, {"epoch": epoch}.get)
        if not isinstance(value, int | float):
            raise ValueError(f"{name} has no value at epoch {epoch}")
        return value

    return function


def of_one_group(arguments: Arguments, name: str) -> Any:
    """A rate; in a list of one for each group, there has to be one group."""
    value = arguments[name]
    if not isinstance(value, list | tuple):
        return value
    if len(value) != 1:
        raise ValueError(f"{name} is for {len(value)} groups; make a list of rates for each")
    return value[0]


SCHEDULES: tuple[Rates, ...] = (
    step_lr,
    multi_step_lr,
    lambda_lr,
    multiplicative_lr,
    constant_lr,
    linear_lr,
    polynomial_lr,
    cosine_annealing_lr,
    cosine_annealing_warm_restarts,
    cyclic_lr,
    one_cycle_lr,
    swa_lr,
)
