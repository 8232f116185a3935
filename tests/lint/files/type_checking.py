from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch.optim import LBFGS, SGD  # OPR101
    from torch import optim


def fit(optimizer: LBFGS) -> None:  # OPR101
    optimizer.add_param_group({})  # OPR302


def plain(optimizer: optim.SGD, other: "SGD") -> None:
    optimizer.add_param_group({})  # OPR302
    other.add_param_group({})  # OPR302
