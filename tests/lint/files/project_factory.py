"""A factory with a registry, as libraries of models have it."""
from __future__ import annotations

import inspect
import logging
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import Any, Callable, Dict, List, Optional, Tuple, Type, Union

import torch
import torch.nn as nn
import torch.optim
from torch.optim import Optimizer

try:
    from apex.optimizers import FusedAdam, FusedSGD

    has_apex = True
except ImportError:
    has_apex = False

try:
    from bitsandbytes.optim import Adam8bit
except ImportError:
    Adam8bit = None

_logger = logging.getLogger(__name__)
OptimType = Union[Type[Optimizer], Callable[..., Optimizer]]
ParamsT = Union[List[Dict[str, Any]], List[torch.Tensor]]
TORCH_OPTIMIZERS: dict[str, type[Optimizer]] = {}


@dataclass(frozen=True)
class OptimInfo:
    name: str
    opt_class: OptimType
    description: str = ""
    defaults: Optional[Dict[str, Any]] = None
    has_eps: bool = True


class Registry:
    def __init__(self) -> None:
        self._optimizers: Dict[str, OptimInfo] = {}
        self._state: Dict[str, Any] = defaultdict(dict)

    def register(self, info: OptimInfo) -> None:
        self._optimizers[info.name.lower()] = info

    def get_optimizer_class(self, name: str) -> OptimType:
        info = self._optimizers[name]
        return info.opt_class if info.defaults is None else partial(info.opt_class, **info.defaults)

    def create(self, model: nn.Module, name: str, **kwargs: Any) -> Optimizer:
        cls = self.get_optimizer_class(name)
        optimizer = cls(model.parameters(), **kwargs)
        optimizer.state  # OPR305
        return optimizer


registry = Registry()
for info in [
    OptimInfo("sgd", torch.optim.SGD, defaults={"nesterov": True}),
    OptimInfo("adam", torch.optim.Adam),
    OptimInfo(name="lbfgs", opt_class=torch.optim.LBFGS),  # OPR101
]:
    registry.register(info)


def _register() -> None:
    for name in dir(torch.optim):
        obj = getattr(torch.optim, name)
        if inspect.isclass(obj) and issubclass(obj, torch.optim.Optimizer):
            TORCH_OPTIMIZERS[name.lower()] = obj
    if hasattr(torch.optim, "LBFGS"):
        registry.register(OptimInfo("lbfgs2", torch.optim.LBFGS))
    if has_apex:
        registry.register(OptimInfo("fusedadam", FusedAdam))
    if Adam8bit is not None:
        registry.register(OptimInfo("adam8", Adam8bit))


def create_optimizer(args, model: nn.Module, filter_bias: bool = True) -> torch.optim.Optimizer:
    opt_lower = args.opt.lower()
    parameters = model.parameters()
    opt_args = dict(lr=args.lr, weight_decay=args.weight_decay)
    if getattr(args, "opt_eps", None) is not None:
        opt_args["eps"] = args.opt_eps
    if getattr(args, "opt_betas", None) is not None:
        opt_args["betas"] = args.opt_betas
    opt_split = opt_lower.split("_")
    opt_lower = opt_split[-1]
    if opt_lower == "sgd" or opt_lower == "nesterov":
        opt_args.pop("eps", None)
        optimizer = torch.optim.SGD(parameters, momentum=args.momentum, nesterov=True, **opt_args)
    elif opt_lower == "adam":
        optimizer = torch.optim.Adam(parameters, **opt_args)
    elif opt_lower == "fusedsgd":
        opt_args.pop("eps", None)
        optimizer = FusedSGD(parameters, momentum=args.momentum, **opt_args)
    elif opt_lower == "lbfgs":
        optimizer = torch.optim.LBFGS(parameters)  # OPR101
    else:
        assert False and "Invalid optimizer"
        raise ValueError
    if len(opt_split) > 1 and opt_split[0] == "lookahead":
        optimizer = Lookahead(optimizer)
    return optimizer


optimizer = create_optimizer(None, nn.Linear(1, 1))
optimizer.zero_grad()  # OPR309


def list_optimizers(filter: Union[str, List[str]] = "", with_state: bool = False) -> List[str]:
    return sorted(registry._optimizers)


def default_groups(model: nn.Module) -> Tuple[ParamsT, int]:
    groups = [{"params": [], "weight_decay": 0.0}]
    for name, p in model.named_parameters():
        groups[0]["params"].append(p)
    param_groups = groups
    return param_groups, len(param_groups)
