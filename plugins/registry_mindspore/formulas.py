"""The rates of a schedule as a short piece of Python, where a list of them all would be long.

Each function takes the arguments of the schedule, complete, and the facts of the run, and gives an
expression for the list with the rate of every planned epoch; ``None`` where it has none for these
arguments. It is the closed form of what :mod:`registry_mindspore.schedulers` computes one rate from
the other, and equals it up to the rounding of float64. ``((-1) ** x).real`` is the cosine of pi
times x; so written it needs no import.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from registry.mapping.runs import Run
from registry.mapping.translate import Arguments
from registry_mindspore.schedulers import of_one_group

Formula = Callable[[Arguments, Run], str | None]


def step_lr(arguments: Arguments, run: Run) -> str | None:
    size, gamma = arguments["step_size"], arguments["gamma"]
    try:
        gamma ** (run.epochs // size)
    except (ArithmeticError, TypeError):
        return None
    if not _is_fresh(arguments) or size < 1 or size != int(size):
        return None
    times = "epoch" if size == 1 else f"(epoch // {size})"
    return _each(f"{run.lr!r} * {_base(gamma)} ** {times}", run)


def lambda_lr(arguments: Arguments, run: Run) -> str | None:
    """The function is in the language of conditions; what is no Python without imports is out."""
    factor = _expression(arguments, "lr_lambda")
    if factor is None:
        return None
    start = arguments["last_epoch"] + 1
    return _each(f"{run.lr!r} * ({factor})", run, start)


def multiplicative_lr(arguments: Arguments, run: Run) -> str | None:
    factor = _expression(arguments, "lr_lambda")
    if factor is None:
        return None
    start = arguments["last_epoch"] + 1
    later = f"range({start + 1}, {start + run.epochs})"
    return f"[rate := {run.lr!r}, *(rate := rate * ({factor}) for epoch in {later})]"


def linear_lr(arguments: Arguments, run: Run) -> str | None:
    start, end, total = (arguments[each] for each in ("start_factor", "end_factor", "total_iters"))
    if not _is_fresh(arguments) or total < 1:
        return None
    share = f"min(epoch, {math.floor(total)}) / {total!r}"
    return _each(f"{run.lr!r} * ({_sum(start, end - start)} * {share})", run)


def polynomial_lr(arguments: Arguments, run: Run) -> str | None:
    total, power = arguments["total_iters"], arguments["power"]
    ends_at_zero = power < 0 and run.epochs > total
    if not _is_fresh(arguments) or total < 1 or ends_at_zero:
        return None
    share = f"min(epoch, {math.floor(total)}) / {total!r}"
    return _each(f"{run.lr!r} * (1 - {share}) ** {_base(power)}", run)


def cosine_annealing_lr(arguments: Arguments, run: Run) -> str | None:
    whole, least = arguments["T_max"], arguments["eta_min"]
    if not _is_fresh(arguments) or whole < 1 or 2 * whole != int(2 * whole):
        return None
    return _each(_cosine(least, run.lr, f"epoch / {whole!r}"), run)


def cosine_annealing_warm_restarts(arguments: Arguments, run: Run) -> str | None:
    length, times, least = (arguments[each] for each in ("T_0", "T_mult", "eta_min"))
    if not _is_fresh(arguments) or type(length) is not int or type(times) is not int:
        return None
    if times == 1 or length >= run.epochs:
        return _each(_cosine(least, run.lr, f"epoch % {length} / {length}"), run)
    lengths = [length]
    while sum(lengths) < run.epochs:
        lengths.append(lengths[-1] * times)
    rate = _cosine(least, run.lr, "epoch / length")
    return f"[{rate} for length in {lengths} for epoch in range(length)][:{run.epochs}]"


def cyclic_lr(arguments: Arguments, run: Run) -> str | None:
    low, high = (of_one_group(name, arguments[name]) for name in ("base_lr", "max_lr"))
    up = arguments["step_size_up"]
    down = up if arguments["step_size_down"] is None else arguments["step_size_down"]
    if not _is_fresh(arguments) or up <= 0 or down <= 0:
        return None
    whole, factor = up + down, ""
    if arguments["scale_fn"] is not None:
        scale = _expression(arguments, "scale_fn")
        if scale is None:
            return None
        by_cycle = arguments["scale_mode"] == "cycle"
        factor = f"(lambda epoch: {scale})(1 + epoch // {whole})" if by_cycle else f"({scale})"
    elif arguments["mode"] == "triangular2":
        factor = f"0.5 ** (epoch // {whole!r})"
    elif arguments["mode"] == "exp_range":
        factor = f"{_base(arguments['gamma'])} ** epoch"
    height = f"min(epoch % {whole!r} / {up!r}, ({whole!r} - epoch % {whole!r}) / {down!r})"
    scaled = f"{height} * {factor}" if factor else height
    return _each(f"{_sum(low, high - low)} * {scaled}", run)


def one_cycle_lr(arguments: Arguments, run: Run) -> str | None:
    total = arguments["total_steps"]
    if total is None:
        total = arguments["epochs"] * arguments["steps_per_epoch"]
    if run.epochs > total:
        return None
    top, share = of_one_group("max_lr", arguments["max_lr"]), arguments["pct_start"]
    start = top / arguments["div_factor"]
    end = start / arguments["final_div_factor"]
    turns = [(share * total - 1, start, top), (total - 1, top, end)]
    if arguments["three_phase"]:
        turns[1:] = [(2 * share * total - 2, top, start), (total - 1, start, end)]
    parts: list[str] = []
    begin, first = 0.0, 0
    for until, one, other in turns:
        last = min(math.floor(until), run.epochs - 1)
        if last >= first:
            done = f"(epoch - {begin!r}) / {until - begin!r}" if begin else f"epoch / {until!r}"
            if arguments["anneal_strategy"] == "cos":
                rate = _cosine(other, one, done)
            else:
                rate = f"{_sum(one, other - one)} * {done}"
            parts.append(f"*({rate} for epoch in range({first}, {last + 1}))")
            first = last + 1
        begin = until
    return f"[{', '.join(parts)}]"


def swa_lr(arguments: Arguments, run: Run) -> str | None:
    goal, epochs = of_one_group("swa_lr", arguments["swa_lr"]), arguments["anneal_epochs"]
    if epochs < 1:
        return None
    share = f"min(1, epoch / {epochs!r})"
    if arguments["anneal_strategy"] == "cos":
        return _each(_cosine(goal, run.lr, share), run)
    return _each(f"{_sum(run.lr, goal - run.lr)} * {share}", run)


def _cosine(low: Any, high: Any, share: str) -> str:
    """Half a cosine from ``high`` (share 0) down to ``low`` (share 1)."""
    wave = f"(1 + ((-1) ** ({share})).real) / 2"
    return f"{_sum(low, high - low)} * {wave}"


def _sum(one: Any, other: Any) -> str:
    """The start of a sum that goes on with a product: ``0.1 - 0.09``, or ``0.1`` alone after 0."""
    if not one:
        return repr(other)
    return f"{one!r} - {-other!r}" if other < 0 else f"{one!r} + {other!r}"


def _base(number: Any) -> str:
    """What can be raised to a power."""
    return f"({number!r})" if number < 0 else repr(number)


def _each(rate: str, run: Run, start: int = 0) -> str:
    ends = f"{start}, {start + run.epochs}" if start else f"{run.epochs}"
    return f"[{rate} for epoch in range({ends})]"


def _is_fresh(arguments: Arguments) -> bool:
    return bool(arguments["last_epoch"] == -1)


def _expression(arguments: Arguments, name: str) -> str | None:
    text = str(of_one_group(name, arguments[name])["lambda"])
    return None if any(word in text for word in ("log", "sqrt", "type")) else text


FORMULAS: dict[str, Formula] = {
    each.__name__: each
    for each in (
        step_lr,
        lambda_lr,
        multiplicative_lr,
        linear_lr,
        polynomial_lr,
        cosine_annealing_lr,
        cosine_annealing_warm_restarts,
        cyclic_lr,
        one_cycle_lr,
        swa_lr,
    )
}
