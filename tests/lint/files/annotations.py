"""Portable names may stand in annotations; names without a counterpart may not."""
from typing import Any, Callable, Dict, List, Literal, Optional, Tuple, Union

import torch
from torch import optim
from torch.optim import Optimizer


def fine(a: Optimizer, b: optim.SGD, c: "torch.optim.Adam", d: List[Optimizer]) -> Optimizer:
    return a


def missing(a: optim.LBFGS) -> None:  # OPR101
    isinstance(a, optim.LBFGS)  # OPR101
    isinstance(a, (optim.SGD, torch.optim.LBFGS))  # OPR101
    isinstance(a, optim.SGD)
    isinstance(a, optim.SGD | optim.Adam)
    issubclass(type(a), optim.Optimizer)


def in_a_string(a: "Optional[optim.LBFGS]" = None) -> None:  # OPR101
    pass


def returned() -> "optim.LBFGS":  # OPR101
    pass


def text(a: Literal["optim.LBFGS"], b: "not python at all (") -> None:
    pass


x: optim.LBFGS  # OPR101
y: "optim.LBFGS" = None  # OPR101
z: Callable[[optim.LBFGS], None]  # OPR101


def direct(opt: Optimizer):
    opt.param_groups  # OPR301


def optional(opt: Optional[Optimizer] = None):
    opt.param_groups  # OPR301


def union(opt: Union[Optimizer, None]):
    opt.param_groups  # OPR301


def bar(opt: Optimizer | None):
    opt.param_groups  # OPR301


def string(opt: "Optimizer"):
    opt.param_groups  # OPR301


def string_union(opt: "Optional[torch.optim.Optimizer]"):
    opt.param_groups  # OPR301


def many(opts: List[Optimizer], table: Dict[str, Optimizer], pair: Tuple[Optimizer, Any]):
    for opt in opts:
        opt.param_groups  # OPR301
    opts[0].param_groups  # OPR301
    table["a"].param_groups  # OPR301
    for opt in table.values():
        opt.param_groups  # OPR301
    pair[0].param_groups  # OPR301
    pair[1].param_groups
    first, second = pair
    first.param_groups  # OPR301
    second.param_groups


def star(*opts: Optimizer, **more: Optimizer):
    opts[0].param_groups  # OPR301
    more["a"].param_groups  # OPR301


def keyword(*, opt: Optimizer, other=None):
    opt.param_groups  # OPR301
    other.param_groups


class Holder:
    opt: Optimizer
    maybe: Optional[Optimizer] = None

    def use(self):
        self.opt.param_groups  # OPR301
        self.maybe.param_groups  # OPR301
        self.none.param_groups


def schedule(s: torch.optim.lr_scheduler.LRScheduler):
    s.get_last_lr()  # OPR306
    s.optimizer.param_groups  # OPR301


def unknown(opt: "SomethingElse", other: Any):
    opt.param_groups
    other.param_groups


def narrowed(opt, other):
    if isinstance(opt, Optimizer):
        opt.param_groups  # OPR301
    opt.param_groups
    if not isinstance(other, torch.optim.Optimizer):
        raise TypeError
    other.param_groups  # OPR301
    assert isinstance(opt, Optimizer)
    opt.param_groups  # OPR301


def matched(opt):
    match opt:
        case optim.LBFGS():  # OPR101
            opt.step(lambda: 0)  # OPR307
        case optim.SGD() as sgd:
            sgd.param_groups  # OPR301
        case [optim.Adam() as adam]:
            adam.param_groups  # OPR301
        case _:
            opt.param_groups
