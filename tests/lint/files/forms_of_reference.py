"""How real projects get hold of a class: one form after another."""
from __future__ import annotations

import builtins
import functools as ft
import importlib
import importlib as il
import operator
import sys
import typing
import typing as t
from collections import OrderedDict, defaultdict
from enum import Enum
from functools import partial
from types import MappingProxyType

import torch
import torch.nn as nn, torch.optim as optim
import torch as th, numpy as np
from torch import nn as layers, optim as optimizers
from torch.optim import (  # a comment here
    Adam,
    LBFGS,  # OPR101
)
from torch.optim import lbfgs as lbfgs_module
from torch.optim.lbfgs import LBFGS as PrivateLBFGS  # OPR101
from torch.optim import lr_scheduler, Optimizer

params = nn.Linear(1, 1).parameters()

# Attribute chains through every alias.
th.optim.LBFGS(params)  # OPR101
optimizers.LBFGS(params)  # OPR101
lbfgs_module.LBFGS(params)  # OPR101
PrivateLBFGS(params)  # OPR101
torch.optim.lbfgs.LBFGS(params)  # OPR101
(torch.optim).LBFGS(params)  # OPR101
torch.optim.LBFGS.step  # OPR101
torch.optim.LBFGS.__init__  # OPR101
torch.optim.LBFGS.__call__(params)  # OPR101

# The import system by hand.
il.import_module("torch.optim").LBFGS(params)  # OPR101
importlib.import_module("torch").optim.LBFGS(params)  # OPR101
importlib.import_module("torch.optim.lbfgs").LBFGS(params)  # OPR101
importlib.import_module(name="torch.optim").LBFGS(params)  # OPR101
importlib.import_module(f"torch.optim").LBFGS(params)  # OPR101
importlib.import_module("torch" + ".optim").LBFGS(params)  # OPR101
importlib.__import__("torch").optim.LBFGS(params)  # OPR101
builtins.__import__("torch").optim.LBFGS(params)  # OPR101
__import__("torch").optim.LBFGS(params)  # OPR101
__import__("torch.optim", globals(), locals(), ["LBFGS"], 0).LBFGS(params)  # OPR101
__import__(name="torch").optim.LBFGS(params)  # OPR101
sys.modules["torch"].optim.LBFGS(params)  # OPR101
sys.modules.get("torch.optim").LBFGS(params)  # OPR101
lazy = importlib.import_module("torch.optim")
LazyClass = getattr(lazy, "LBFGS")  # OPR101
LazyClass(params)  # OPR101

# getattr and friends.
getattr(torch.optim, "LB" + "FGS")(params)  # OPR101
getattr(torch.optim, f"LBFGS")(params)  # OPR101
getattr(th, "optim").LBFGS(params)  # OPR101
operator.attrgetter("LBFGS")(torch.optim)(params)  # OPR101
operator.attrgetter("optim.LBFGS")(torch)(params)  # OPR101
torch.optim.__dict__.get("LBFGS")(params)  # OPR101
vars(torch.optim).get("LBFGS")(params)  # OPR101
vars(torch)["optim"].LBFGS(params)  # OPR101
CLASS_NAME: typing.Final = "LBFGS"
getattr(optim, CLASS_NAME)(params)  # OPR101

# Variables.
Opt: type[Optimizer] = torch.optim.LBFGS  # OPR101
Opt(params)  # OPR101
A = B = optim.LBFGS  # OPR101
A(params)  # OPR101
B(params)  # OPR101
first, (second, *rest) = optim.Adam, (optim.LBFGS, optim.SGD)  # OPR101
first(params)
second(params)  # OPR101
rest[0](params)
if (Cls := getattr(optim, "LBFGS")) is not None:  # OPR101
    Cls(params)

# Tables.
OPTIMIZERS = {"adam": optim.Adam, "lbfgs": optim.LBFGS}  # OPR101
OPTIMIZERS["lbfgs"](params)  # OPR101
OPTIMIZERS["adam"](params)
OPTIMIZERS.get("lbfgs")(params)  # OPR101
ORDERED = OrderedDict(adam=optim.Adam, lbfgs=optim.LBFGS)  # OPR101
ORDERED["lbfgs"](params)  # OPR101
PAIRS = OrderedDict([("adam", optim.Adam), ("lbfgs", optim.LBFGS)])  # OPR101
PAIRS["lbfgs"](params)  # OPR101
PAIRS["adam"](params)
PLAIN_PAIRS = dict([("lbfgs", optim.LBFGS)])  # OPR101
PLAIN_PAIRS["lbfgs"](params)  # OPR101
FROZEN = MappingProxyType({"lbfgs": optim.LBFGS})  # OPR101
FROZEN["lbfgs"](params)  # OPR101
MERGED = {**OPTIMIZERS, "sgd": optim.SGD}
MERGED["lbfgs"](params)  # OPR101
JOINED = OPTIMIZERS | {"sgd": optim.SGD}
JOINED["lbfgs"](params)  # OPR101
NESTED = {"second_order": {"lbfgs": optim.LBFGS}}  # OPR101
NESTED["second_order"]["lbfgs"](params)  # OPR101
SPECS = {"lbfgs": (optim.LBFGS, {"lr": 1.0})}  # OPR101
cls, kwargs = SPECS["lbfgs"]
cls(params, **kwargs)  # OPR101
SPECS["lbfgs"][0](params)  # OPR101
BY_NAME = {c.__name__: c for c in (optim.LBFGS,)}  # OPR101 OPR101 OPR101
BY_NAME["LBFGS"](params)  # OPR101
{"lbfgs": optim.LBFGS}["lbfgs"](params)  # OPR101
[optim.LBFGS][0](params)  # OPR101
(optim.LBFGS,)[0](params)  # OPR101
next(iter([optim.LBFGS]))(params)  # OPR101

# Partials and lambdas.
build = ft.partial(torch.optim.LBFGS, lr=1)  # OPR101
build(params)  # OPR101
build.func(params)  # OPR101
partial(optim.LBFGS)(params)  # OPR101
make = lambda p: optim.LBFGS(p)  # OPR101
(lambda cls: cls(params))(optim.LBFGS)  # OPR101
list(map(optim.LBFGS, [params]))  # OPR101


class Kind(Enum):
    QUASI = optim.LBFGS  # OPR101
    PLAIN = optim.SGD


class Config(t.NamedTuple):
    optimizer: t.Type[Optimizer] = optim.LBFGS  # OPR101


class Meta(type):
    factory = optim.LBFGS  # OPR101


def generic(cls: type[optim.LBFGS], *, other: "t.Callable[..., LBFGS]") -> None:  # OPR101 OPR101
    cls(params)


def default(p, optimizer_cls=LBFGS, **kw):  # OPR101
    return optimizer_cls(p, **kw)


def keyword_only(*, optimizer_cls=torch.optim.LBFGS):  # OPR101
    return optimizer_cls


def annotated_return() -> LBFGS:  # OPR101
    ...


async def asynchronous():
    async with make() as p:
        return LBFGS(p)  # OPR101


def star_args():
    args = (params,)
    return LBFGS(*args)  # OPR101


def raised():
    raise TypeError(f"expected {LBFGS.__name__}")  # OPR101


def compared(cls):
    if cls is LBFGS:  # OPR101
        return 1
    if cls in (LBFGS, Adam):  # OPR101
        return 2
    if type(cls) == torch.optim.LBFGS:  # OPR101
        return 3
    return isinstance(cls, (Adam, LBFGS))  # OPR101


@ft.lru_cache(maxsize=None)
def cached(cls=None):
    return (cls or LBFGS)(params)  # OPR101


@ft.singledispatch
def dispatched(x):
    ...


@dispatched.register(LBFGS)  # OPR101
def _(x):
    ...


@dispatched.register
def _(x: LBFGS):  # OPR101
    ...
