"""A trainer for everything, as large libraries have it."""
import contextlib
import functools
import importlib
import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Union

import numpy as np
import torch
from torch import nn
from torch.optim.lr_scheduler import ReduceLROnPlateau, StepLR

from .callbacks import CallbackHandler, TrainerState
from .utils import is_torch_tpu_available, logging

if TYPE_CHECKING:
    import optuna
    from torch.optim import Optimizer
    from torch.optim.lr_scheduler import LRScheduler

if is_torch_tpu_available(check_device=False):
    import torch_xla.core.xla_model as xm

logger = logging.get_logger(__name__)
OPTIMIZER_NAME = "optimizer.pt"


class OptimizerNames(str, Enum):
    SGD = "sgd"
    LBFGS = "lbfgs"
    ADAMW = "adamw"


class Trainer:
    state: TrainerState
    optimizer: Optional["Optimizer"]

    def __init__(self, model: nn.Module, args, optimizers=(None, None), callbacks=None):
        self.model = model
        self.args = args
        self.optimizer, self.lr_scheduler = optimizers
        self.state = TrainerState()
        self.callback_handler = CallbackHandler(callbacks, self.model, self.optimizer)

    def create_optimizer(self) -> "Optimizer":
        if self.optimizer is None:
            cls, kwargs = self.get_cls_and_kwargs(self.args)
            self.optimizer = cls(self.model.parameters(), **kwargs)
        return self.optimizer

    @staticmethod
    def get_cls_and_kwargs(args) -> tuple[Any, Any]:
        kwargs = {"lr": args.learning_rate}
        if args.optim == OptimizerNames.SGD:
            cls = torch.optim.SGD
        elif args.optim == OptimizerNames.LBFGS:
            cls = torch.optim.LBFGS  # OPR101
        elif args.optim == OptimizerNames.ADAMW:
            from transformers import AdamW

            cls = AdamW
            kwargs.update({"eps": 1e-3})
        else:
            raise ValueError(f"Unknown {args.optim}")
        return cls, kwargs

    def create_scheduler(self, optimizer: "Optimizer", steps: int):
        if self.lr_scheduler is None:
            self.lr_scheduler = StepLR(optimizer, steps)
        return self.lr_scheduler

    def _get_learning_rate(self):
        if isinstance(self.lr_scheduler, ReduceLROnPlateau):
            return self.optimizer.param_groups[0]["lr"]  # OPR301
        return self.lr_scheduler.get_last_lr()[0]  # OPR306

    def train(self, resume: Union[str, bool, None] = None, trial: "optuna.Trial" = None):
        self.state = TrainerState(trial=trial)
        self.state.epoch = 0
        for step, inputs in enumerate(self.loader()):
            with contextlib.nullcontext():
                loss = self.training_step(inputs)
            if isinstance(self.lr_scheduler, ReduceLROnPlateau):
                self.lr_scheduler.step(loss)
            else:
                self.lr_scheduler.step()
            self.model.zero_grad()
            self.optimizer.zero_grad()  # OPR309
            self.state.global_step += 1

    def _save(self, folder: str):
        torch.save(self.optimizer.state_dict(), Path(folder) / OPTIMIZER_NAME)  # OPR303
        self.model.load_state_dict(self.model.state_dict())
        self.state.save_to_json("x")

    def loader(self):
        yield from ()

    def training_step(self, inputs):
        self.model.train()
        return self.model(inputs)


class Strategy(ABC):
    """Only mentions optimizers by name."""

    def __init__(self):
        self.optimizers: list[Any] = []

    @abstractmethod
    def step(self, optimizer, closure): ...

    def optimizer_state(self, optimizer):
        if hasattr(optimizer, "consolidate_state_dict"):
            optimizer.consolidate_state_dict()
        return optimizer.state_dict()

    def optimizer_step(self, optimizer: "Optimizer", closure: Callable[[], Any]):
        return optimizer.step(closure=closure)  # OPR307

    def teardown(self):
        for optimizer in self.optimizers:
            optimizer.state_dict()
            _to(optimizer.state, "cpu")


def _to(state: Mapping[str, Any], device: str):
    for k, v in state.items():
        if isinstance(v, torch.Tensor):
            state[k] = v.to(device)


@dataclass
class Args:
    optim: str = "lbfgs"
    lr: float = 1e-3
    eps: float = 1e-3
    state: dict = field(default_factory=dict)

    def step(self, closure=None):
        return closure


def unwrap(optimizer: Union["Optimizer", "Wrapper"]):
    while hasattr(optimizer, "inner"):
        optimizer = optimizer.inner
    return optimizer


def grouped(model: nn.Module, decay: float) -> list[dict[str, Any]]:
    param_groups = [{"params": [], "weight_decay": decay}]
    for group in param_groups:
        group["params"].append(model)
    return param_groups


def train_one(optimizer: torch.optim.Optimizer, *, closure=None, steps: Iterable[int] = ()):
    for _ in steps:
        optimizer.step()
        optimizer.step(*())
        optimizer.step(closure)  # OPR307
    if (eps := 1e-9) and (groups := optimizer.param_groups):  # OPR301
        return groups, eps
    eps = 1e-9
    while (eps := eps * 10) < 1:
        pass
    return torch.optim.Adam([], eps=eps)


def main(argv=None):
    args = Args(*(argv or sys.argv[1:]))
    model = nn.Linear(1, 1)
    trainer = Trainer(model, args)
    trainer.create_optimizer().zero_grad()  # OPR309
    trainer.state.epoch
    trainer.train()
    backend = importlib.import_module(os.environ.get("BACKEND", "torch"))
    backend.optim
    np.random.get_state()
    args.step(lambda: 0)
    functools.partial(trainer.train, resume=True)()
