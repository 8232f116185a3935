"""Names that are handed around rather than called."""
import functools
from functools import partial

import torch
from torch import optim

Opt = torch.optim.LBFGS  # OPR101
Opt([])  # OPR101
Again = Opt  # OPR101
Again([])  # OPR101

Fine = torch.optim.SGD
Fine([], 0.1)

TABLE = {
    "sgd": optim.SGD,
    "lbfgs": optim.LBFGS,  # OPR101
}
TABLE["lbfgs"]([])  # OPR101
TABLE["sgd"]([], 0.1)
TABLE[input()]([])

CHOICES = [optim.SGD, optim.LBFGS]  # OPR101
CHOICES[1]([])  # OPR101
CHOICES[-1]([])  # OPR101
CHOICES[0]([])

quasi = bool(input())
Chosen = optim.LBFGS if quasi else optim.SGD  # OPR101
Chosen([])
(optim.LBFGS if quasi else optim.SGD)([])  # OPR101

make = partial(optim.LBFGS, lr=1)  # OPR101
make([])  # OPR101
make = functools.partial(optim.SGD, lr=0.1)
make([])

build = lambda p: optim.LBFGS(p)  # OPR101  # noqa: E731


def default(cls=optim.LBFGS):  # OPR101
    return cls([])


def returned():
    return optim.LBFGS  # OPR101


print(optim.LBFGS)  # OPR101
print(optim.SGD)
print(optim.LBFGS.__name__)  # OPR101
[optim.LBFGS(p) for p in ([], [])]  # OPR101
(found := optim.LBFGS)([])  # OPR101


@register(optim.LBFGS)  # OPR101
def decorated():
    pass


with torch.no_grad():
    optim.LBFGS([])  # OPR101


class Config:
    optimizer = optim.LBFGS  # OPR101
    portable = optim.SGD


Config.optimizer([])  # OPR101
Config.portable([])
Config().optimizer([])  # OPR101

args.cls = optim.LBFGS  # OPR101
args.cls([])  # OPR101
other.cls([])
