# lint: also OPR203
"""Arguments in every way that real code gives them."""
import argparse
import functools
import math
from dataclasses import asdict, dataclass
from typing import Final

import torch
import torch.optim as optim
from torch.optim import Adam, SGD

LR = 0.1
EPS: Final = 1e-3
EPS_INT = 1
TINY: Final[float] = 1e-9
FLAGS = {"maximize": True}
BASE = {"lr": LR, "momentum": 0.9}
FULL = {**BASE, "dampening": 0.5}
UPDATED = dict(BASE, maximize=True)
MERGED = BASE | FLAGS
ARGS = ([], 0.1, 0.9, 0.5)

SGD([], lr=LR, **FLAGS)  # OPR201
SGD([], **BASE)
SGD([], **FULL)  # OPR202
SGD([], **UPDATED)  # OPR201
SGD([], **MERGED)  # OPR201
SGD([], **BASE, **FLAGS)  # OPR201
SGD([], **{**BASE, **FLAGS})  # OPR201
SGD([], **dict(lr=0.1, maximize=True))  # OPR201
SGD([], **(FLAGS if input() else {}), lr=0.1)
SGD(*ARGS)  # OPR202
SGD(*([], 0.1), **FLAGS)  # OPR201
SGD(*[[], 0.1, 0.9], dampening=0.5)  # OPR202
SGD(params=[], lr=0.1, maximize=True)  # OPR201
SGD([], 0.1, 0.9, 0.5, 0.0, False, maximize=True)  # OPR201 OPR202
SGD([], lr=0.1, maximize=bool(input()))
SGD([], lr=0.1, maximize=1 == 1)
SGD([], lr=0.1, foreach=None)
SGD([], lr=0.1, foreach=True)  # OPR201
Adam([], eps=1e-8)
Adam([], eps=EPS)  # OPR202
Adam([], eps=EPS_INT)  # OPR202
Adam([], eps=TINY)
Adam([], eps=EPS * 2)  # OPR202
Adam([], eps=EPS / 1e6)
Adam([], eps=-(-EPS))  # OPR202
Adam([], eps=1 / 1000)  # OPR202
Adam([], eps=10**-3)  # OPR202
Adam([], eps=float("1e-3"))  # OPR202
Adam([], eps=float(1e-3))  # OPR202
Adam([], eps=math.sqrt(EPS))
Adam([], eps=torch.finfo(torch.float32).eps)
Adam([], eps=EPS if LR else EPS)  # OPR202
Adam([], eps=EPS if LR else TINY)
Adam([], eps=EPS or 1)  # OPR202
Adam([], eps=unknown or EPS)
Adam([], 1e-3, (0.9, 0.999), EPS)  # OPR202

optim.SGD([], lr=0.1, maximize=True)  # OPR201
Opt = optim.SGD
Opt([], lr=0.1, maximize=True)  # OPR201
getattr(optim, "SGD")([], lr=0.1, maximize=True)  # OPR201
{"sgd": SGD}["sgd"]([], lr=0.1, maximize=True)  # OPR201
(SGD if input() else SGD)([], lr=0.1, maximize=True)  # OPR201
(SGD if input() else Adam)([], lr=0.1, maximize=True)  # OPR201

make = functools.partial(SGD, lr=0.1, maximize=True)  # OPR201
make([])
make([], maximize=False)
make2 = functools.partial(SGD, lr=0.1)
make2([], maximize=True)  # OPR201
make3 = functools.partial(make2, momentum=0.9)
make3([], dampening=0.5)  # OPR202
make4 = functools.partial(SGD, **FLAGS)  # OPR201
make4([], lr=0.1)


class Plain(SGD):  # OPR401
    pass


class Again(Plain):
    def extra(self):
        pass


Plain([], lr=0.1, maximize=True)  # OPR201
Again([], lr=0.1, maximize=True)  # OPR201


class Other(SGD):  # OPR401
    def __init__(self, params, lr=0.1, **kw):
        super().__init__(params, lr=lr, momentum=0.9, dampening=0.5)  # OPR202


Other([], maximize=True)


def omitted():
    SGD([])  # OPR203
    SGD([], momentum=0.9)  # OPR203
    SGD(params=[], **{"momentum": 0.9})  # OPR203
    SGD([], **unknown)
    SGD(*unknown)
    SGD(*[[]])  # OPR203
    SGD([], lr=unknown)
    functools.partial(SGD)([])  # OPR203


def unknown_rest(params, args, **kwargs):
    SGD(params, **kwargs)
    SGD(params, **vars(args))
    SGD(params, lr=0.1, **kwargs, maximize=True)  # OPR201
    SGD(params, lr=args.lr, momentum=args.momentum, dampening=0.5)
    Adam(params, eps=args.eps)
    options = {"lr": 0.1}
    if args.maximize:
        options["maximize"] = True
    SGD(params, **options)
    options = {"lr": 0.1, "maximize": True}
    options.pop("maximize")
    SGD(params, **options)
    options = {"lr": 0.1, "maximize": True}
    del options["maximize"]
    SGD(params, **options)
    options = {"lr": 0.1}
    options.update(maximize=True)
    SGD(params, **options)  # OPR201
    options = {"lr": 0.1}
    options.update({"maximize": True})
    SGD(params, **options)  # OPR201
    options = {"lr": 0.1}
    options.setdefault("maximize", True)
    SGD(params, **options)  # OPR201
    options = {"maximize": True}
    options["maximize"] = False
    SGD(params, lr=0.1, **options)
    options = {"maximize": True}
    fill(options)
    SGD(params, lr=0.1, **options)  # OPR201
    options = dict(lr=0.1)
    options |= {"maximize": True}
    SGD(params, **options)  # OPR201
    options = {k: v for k, v in kwargs.items()}
    SGD(params, **options)
    eps = 1e-8
    for _ in range(3):
        eps = eps * 10
    Adam(params, eps=eps)


def parameters(eps=1e-3, maximize=True, *, lr: float = 0.1):
    Adam([], eps=eps)
    SGD([], lr, maximize=maximize)


@dataclass
class Options:
    eps: float = 1e-3
    maximize: bool = True
    lr: float = 0.1

    def build(self):
        Adam([], eps=self.eps)
        return SGD([], lr=self.lr, maximize=self.maximize)


Adam([], eps=Options().eps)
SGD([], **asdict(Options()))


class Constants:
    EPS = 1e-3
    MAXIMIZE = True

    def build(self):
        Adam([], eps=self.EPS)  # OPR202
        return SGD([], lr=0.1, maximize=Constants.MAXIMIZE)  # OPR201


class Changed:
    eps = 1e-3

    def configure(self, eps):
        self.eps = eps

    def build(self):
        Adam([], eps=self.eps)


parser = argparse.ArgumentParser()
parser.add_argument("--eps", type=float, default=1e-3)
args = parser.parse_args()
Adam([], eps=args.eps)
args.eps = 1e-3
Adam([], eps=args.eps)
SGD(
    [
        {"params": []},
        {"params": [], "maximize": True},
    ],
    lr=0.1,
    momentum=0.9,
    dampening=(
        0.5  # OPR202
    ),
)
