"""Rarer ways to get hold of a class."""
import sys
import torch
import torch.optim.lbfgs as private
from dataclasses import dataclass, field
from importlib import import_module
from torch import optim
from torch.optim import lbfgs
from typing import TypeVar

sys.modules["torch.optim"].LBFGS([])  # OPR101
import_module("torch.optim").LBFGS([])  # OPR101
getattr(import_module("torch.optim"), "LBFGS")([])  # OPR101
private.LBFGS([])  # OPR101
lbfgs.LBFGS([])  # OPR101
module = torch.optim
module.LBFGS([])  # OPR101
same = torch
same.optim.LBFGS([])  # OPR101
(torch).optim.LBFGS([])  # OPR101
(
    torch
    .nn
)
print(f"{optim.LBFGS}")  # OPR101
dict(a=optim.LBFGS)["a"]  # OPR101
T = TypeVar("T", bound=optim.LBFGS)  # OPR101
pair = optim.SGD, optim.LBFGS  # OPR101
first, second = pair
first([])
second([])  # OPR101
first, second = optim.SGD, optim.LBFGS  # OPR101
second([])  # OPR101
first([])
for cls in (optim.LBFGS,):  # OPR101
    cls([])  # OPR101
for cls in (optim.LBFGS, optim.SGD):  # OPR101
    cls([])
made = (lambda: optim.LBFGS)()  # OPR101


@dataclass
class Config:
    cls: type = field(default=optim.LBFGS)  # OPR101
    other: type = optim.LBFGS  # OPR101


def choose():
    return optim.LBFGS  # OPR101


choose()([])  # OPR101
chosen = choose()
chosen([])  # OPR101


def generate():
    yield optim.LBFGS  # OPR101


async def wait():
    await run(optim.LBFGS([]))  # OPR101


def match_value(kind):
    match kind:
        case optim.LBFGS:  # OPR101
            pass
        case optim.SGD:
            pass


def with_or(cls=None):
    cls = cls or optim.LBFGS  # OPR101
    return cls([])


def many(*classes: optim.LBFGS):  # OPR101
    return classes


class Outer:
    class Inner:
        cls = optim.LBFGS  # OPR101

    Inner.cls([])  # OPR101




def nested():
    from torch import optim as deep

    def inner():
        class Local:
            def method(self):
                return deep.LBFGS([])  # OPR101

        return Local

    return inner


def conditional_import(flag):
    if flag:
        from torch.optim import LBFGS  # OPR101
    else:
        from torch.optim.lbfgs import LBFGS  # OPR101
    return LBFGS([])  # OPR101


def tried(flag):
    try:
        LBFGS = optim.LBFGS  # OPR101
    finally:
        flag()
    return LBFGS([])  # OPR101
