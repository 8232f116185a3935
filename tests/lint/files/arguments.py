# lint: also OPR203
"""Arguments that do not go over, in every way to give them."""
from functools import partial

import torch
from torch.optim import SGD, Adam

MAXIMIZE = True
SMALL = 1e-8
LARGE = 1e-3
SETTINGS = {"lr": 0.1, "maximize": True}
KNOWN = dict(lr=0.1, maximize=True)

SGD([], lr=0.1)
SGD([], lr=0.1, maximize=True)  # OPR201
SGD([], lr=0.1, maximize=False)
SGD([], lr=0.1, maximize=MAXIMIZE)  # OPR201
SGD([], lr=0.1, maximize=not MAXIMIZE)
SGD([], lr=0.1, maximize=unknown)
SGD([], **SETTINGS)  # OPR201
SGD([], **KNOWN)  # OPR201
SGD([], **{"lr": 0.1, "maximize": True})  # OPR201
SGD([], **unknown)
SGD(*unknown)
SGD([], 0.1, 0.9, 0.5)  # OPR202
SGD([], 0.1, 0.9, 0)
SGD([], 0.1, *[0.9, 0.5])  # OPR202
SGD([], lr=0.1, momentum=0.9, dampening=0.5)  # OPR202
SGD([], lr=0.1, momentum=0.9, dampening=unknown)
SGD([], lr=0.1, momentum=0.9, **unknown)
SGD([])  # OPR203
SGD([], momentum=0.9)  # OPR203
SGD(
    [],
    lr=0.1,
    maximize=True,  # OPR201
    fused=True,  # OPR201
)
Adam([], eps=1e-3)  # OPR202
Adam([], eps=LARGE)  # OPR202
Adam([], eps=10 ** -3)  # OPR202
Adam([], eps=SMALL)
Adam([], 0.1, (0.9, 0.99), 1e-3)  # OPR202
Adam([], eps=1e-3 if unknown else 1e-8)
Adam([], eps="text")
Adam([], eps=torch.tensor(1e-3))
Adam([], amsgrad=True, eps=1e-3)  # OPR201 OPR202

Opt = torch.optim.SGD
Opt([], lr=0.1, maximize=True)  # OPR201
make = partial(SGD, maximize=True)  # OPR201
make([], lr=0.1)
make = partial(SGD, momentum=0.9)
make([], lr=0.1, dampening=0.5)  # OPR202
make([])  # OPR203
positional = partial(SGD, [], 0.1)
positional(0.9, 0.5)  # OPR202
{"sgd": SGD}["sgd"]([], lr=0.1, maximize=True)  # OPR201
TABLE = {"sgd": SGD}
TABLE["sgd"]([], lr=0.1, maximize=True)  # OPR201


def inside(eps=1e-3, **kwargs):
    Adam([], eps=eps)
    Adam([], eps=LARGE)  # OPR202
    SGD([], **kwargs)
    options = {"lr": 0.1}
    options["maximize"] = True
    SGD([], **options)  # OPR201
    options = {"lr": 0.1}
    options.update(kwargs)
    SGD([], **options)
    changed = 1e-8
    changed = 1e-3
    Adam([], eps=changed)  # OPR202
    either = 1e-8
    if kwargs:
        either = 1e-3
    Adam([], eps=either)


class Config:
    eps = 1e-3
    fine = 1e-8

    def build(self):
        return Adam([], eps=self.eps)  # OPR202


Adam([], eps=Config.eps)  # OPR202
Adam([], eps=Config.fine)


REBOUND = 1e-3


def rebinds():
    global REBOUND
    REBOUND = 1e-9


def uses_the_rebound():
    Adam([], eps=REBOUND)


class Settable:
    given = 1e-3

    def __init__(self, given):
        self.given = given

    def build(self):
        return Adam([], eps=self.given)
