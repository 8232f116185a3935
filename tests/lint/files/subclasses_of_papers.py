"""Optimizers and schedules of one's own, as papers' repositories write them."""
import math
from abc import ABC
from typing import Generic, TypeVar

import torch
import torch.optim
from torch import optim
from torch.optim import Optimizer, Adam as TorchAdam
from torch.optim.lr_scheduler import StepLR, LRScheduler, _LRScheduler
from torch.optim.optimizer import Optimizer as Base, required

T = TypeVar("T")


class Lion(torch.optim.Optimizer):  # OPR401
    """The paper's."""

    def __init__(self, params, lr=1e-4):
        defaults = dict(lr=lr)
        super(Lion, self).__init__(params, defaults)
        for group in self.param_groups:  # OPR301
            group.setdefault("nesterov", False)

    def __setstate__(self, state):
        super().__setstate__(state)
        for group in self.param_groups:  # OPR301
            group["x"] = 1

    @torch.no_grad()
    def step(self, closure=None):
        loss = None if closure is None else closure()
        for group in self.param_groups:  # OPR301
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]  # OPR305
                if len(state) == 0:
                    state["exp_avg"] = torch.zeros_like(p)
        return loss

    def get_lr(self):
        return [g["lr"] for g in self.param_groups]  # OPR301


class Lookahead(Optimizer):  # OPR401
    def __init__(self, base_optimizer: Optimizer, k=5):
        self.base = base_optimizer
        self.param_groups = self.base.param_groups  # OPR301 OPR301
        self.state = self.base.state  # OPR305 OPR305
        self.defaults = self.base.defaults

    def state_dict(self):
        return self.base.state_dict()  # OPR303

    def load_state_dict(self, state_dict):
        self.base.load_state_dict(state_dict)  # OPR304
        super().load_state_dict(state_dict)  # OPR304

    def zero_grad(self, set_to_none=False):
        self.base.zero_grad()  # OPR309

    def add_param_group(self, group):
        self.base.add_param_group(group)  # OPR302

    def step(self, closure=None):
        return self.base.step(closure)  # OPR307


class Warmup(_LRScheduler):  # OPR402
    def __init__(self, optimizer, steps):
        self.steps = steps
        super().__init__(optimizer)

    def get_lr(self):
        for group in self.optimizer.param_groups:  # OPR301
            group["lr"] = 0.1
        return [base_lr * self.last_epoch for base_lr in self.base_lrs]


class Rate(StepLR):  # OPR402
    def __init__(self, optimizer):
        super(Rate, self).__init__(optimizer, self.rate)

    def rate(self, step):
        return math.cos(step)


class Mixed(ABC, Base):  # OPR401
    pass


class Derived(Lion):
    def step(self, closure=None):
        super().step(closure)
        self.param_groups[0]["lr"] = 1  # OPR301
        super().zero_grad()  # OPR309


class Typed(Generic[T], TorchAdam):  # OPR401
    pass


class OfAVariable(getattr(torch.optim, "Adam")):  # OPR401
    pass


Alias = optim.AdamW


class OfAnAlias(Alias):  # OPR401
    pass


class Outer:
    class Inner(optim.SGD):  # OPR401
        def look(self):
            return self.param_groups  # OPR301

    def make(self):
        self.inner = self.Inner([])
        self.inner.zero_grad()  # OPR309
        return Outer.Inner([])


Outer().make().param_groups  # OPR301


def factory(base=optim.Optimizer):
    class Made(base):
        def look(self):
            return self.param_groups

    class Fixed(optim.Optimizer):  # OPR401
        def look(self):
            return self.param_groups  # OPR301

    return Fixed


class Mixin:
    def clip(self):
        for group in self.param_groups:
            group["lr"]


class WithMixin(Mixin, optim.Adam):  # OPR401
    def more(self):
        self.clip()
        return self.param_groups  # OPR301


lion = Lion([], lr=0.1)
lion.zero_grad()  # OPR309
lion.step()
Derived([]).state_dict()  # OPR303
wrapped = Lookahead(optim.SGD([]))
wrapped.zero_grad()
wrapped.param_groups  # OPR301
warm = Warmup(lion, 10)
warm.get_last_lr()  # OPR306
warm.step(3)  # OPR308
warm.optimizer.param_groups  # OPR301
WithMixin([]).zero_grad()  # OPR309
New = type("New", (optim.SGD,), {})
New([]).zero_grad()  # OPR309


def check(one: Lion, two: "Derived", three: "Warmup | None" = None):
    one.param_groups  # OPR301
    two.param_groups  # OPR301
    three.get_last_lr()  # OPR306
    if isinstance(three, Lion):
        three.param_groups  # OPR301


class NotOne(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.state = {}
        self.param_groups = []

    def state_dict(self):
        return super().state_dict()

    def zero_grad(self):
        super().zero_grad()
        self.param_groups


class Wrapper:
    """Holds one, and is none."""

    def __init__(self, optimizer):
        self.optimizer = optimizer
        self.param_groups = optimizer.param_groups

    def zero_grad(self):
        self.optimizer.zero_grad()
        self.param_groups

    def __getattr__(self, name):
        return getattr(self.optimizer, name)


Wrapper(optim.SGD([])).zero_grad()
Wrapper(optim.SGD([])).param_groups
