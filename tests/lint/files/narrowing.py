"""What isinstance says about an object, and what a union leaves open."""
from typing import Any, Dict, Optional, Union

import torch
from torch import nn
from torch.optim import LBFGS, SGD, Adam, Optimizer  # OPR101
from torch.optim.lr_scheduler import ReduceLROnPlateau, StepLR

from elsewhere import OptimWrapper, Stateful, WrappedOptimizer


def save(state: Dict[str, Union[nn.Module, Optimizer, Any]]):
    for obj in state.values():
        obj.state_dict()
        if isinstance(obj, nn.Module):
            obj.state_dict()
        elif isinstance(obj, Optimizer):
            obj.state_dict()  # OPR303
        elif isinstance(obj, Stateful):
            obj.state_dict()
        else:
            obj.state_dict()
        saved = obj.state_dict() if isinstance(obj, Optimizer) else None  # OPR303
        saved = obj.state_dict() if isinstance(obj, Stateful) else saved
        isinstance(obj, Stateful) and obj.load_state_dict(saved)
    optimizers = {k: v for k, v in state.items() if isinstance(v, Optimizer)}
    for one in optimizers.values():
        one.load_state_dict({})  # OPR304
    modules = {k: v for k, v in state.items() if isinstance(v, nn.Module)}
    for one in modules.values():
        one.load_state_dict({})


def either(optimizer: Union[Optimizer, WrappedOptimizer], thing: Optimizer | nn.Module):
    optimizer.zero_grad()  # OPR309
    thing.param_groups  # OPR301
    thing.zero_grad()
    if isinstance(optimizer, WrappedOptimizer):
        optimizer.state_dict()
        return
    optimizer.state_dict()  # OPR303


def maybe(optimizer: Optional[Union[Optimizer, LBFGS]]):  # OPR101
    if not isinstance(optimizer, Optimizer):
        optimizer.zero_grad()
        return
    optimizer.zero_grad()  # OPR309


class Runner:
    def __init__(self, optimizer: Optimizer, given: Union[OptimWrapper, dict]):
        self.optimizer = optimizer
        self.wrapper = self.build(given)
        self.schedule = StepLR(optimizer, 3)

    def build(self, given: Union[Optimizer, OptimWrapper, dict]):
        if isinstance(given, OptimWrapper):
            return given
        return OptimWrapper(**given)

    def end_of_epoch(self, metrics):
        self.wrapper.state_dict()
        if isinstance(self.schedule, ReduceLROnPlateau):
            self.schedule.step(metrics)
        else:
            self.schedule.step(3)  # OPR308
        self.schedule.step(3)  # OPR308
        if isinstance(self.optimizer, OptimWrapper):
            self.optimizer.state_dict()
            self.optimizer = SGD([])
            self.optimizer.state_dict()  # OPR303
        elif isinstance(self.optimizer, Adam):
            self.optimizer.state_dict()  # OPR303
        else:
            self.optimizer.state_dict()  # OPR303

    def step(self, *args, **kwargs):
        self.optimizer.step(*args, **kwargs)
        self.optimizer.step(closure=kwargs["closure"])  # OPR307
        torch.optim.SGD([]).step(**kwargs)
