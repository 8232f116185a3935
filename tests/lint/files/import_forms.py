"""Every way to get hold of a class before calling it."""
import importlib

import torch
import torch as t
import torch.optim
import torch.optim as optim
import torch.optim.lr_scheduler as sched
import torch.optim.lbfgs
from torch import optim as o
from torch import optim as opt_module, nn
from torch.optim import LBFGS  # OPR101
from torch.optim import LBFGS as Quasi, SGD, Adam  # OPR101
from torch.optim.lbfgs import LBFGS as Private  # OPR101
from torch.optim import (
    SGD as Plain,
    LBFGS as Wrapped,  # OPR101
)

model = nn.Linear(1, 1)
params = model.parameters()

torch.optim.LBFGS(params)  # OPR101
t.optim.LBFGS(params)  # OPR101
optim.LBFGS(params)  # OPR101
o.LBFGS(params)  # OPR101
opt_module.LBFGS(params)  # OPR101
LBFGS(params)  # OPR101
Quasi(params)  # OPR101
Private(params)  # OPR101
Wrapped(params)  # OPR101
torch.optim.lbfgs.LBFGS(params)  # OPR101
importlib.import_module("torch.optim").LBFGS(params)  # OPR101
importlib.import_module(".optim", "torch").LBFGS(params)  # OPR101
importlib.import_module(".optim", package="torch").LBFGS(params)  # OPR101
__import__("torch.optim").optim.LBFGS(params)  # OPR101
__import__("torch.optim", fromlist=["optim"]).LBFGS(params)  # OPR101
getattr(torch.optim, "LBFGS")(params)  # OPR101
getattr(getattr(torch, "optim"), "LBFGS")(params)  # OPR101
vars(torch.optim)["LBFGS"](params)  # OPR101
torch.optim.__dict__["LBFGS"](params)  # OPR101

loaded = importlib.import_module("torch.optim")
loaded.LBFGS(params)  # OPR101
name = "LBFGS"
getattr(optim, name)(params)  # OPR101

first = SGD(params, lr=0.1)
second = Adam(params)
third = Plain(params, lr=0.1)
step = sched.StepLR(first, 30)
optim.SGD(params, lr=0.1)
torch.optim.lr_scheduler.StepLR(first, 30)
getattr(optim, "SGD")(params, lr=0.1)
importlib.import_module("torch.optim").SGD(params)


def inside():
    import torch.optim as inner
    from torch.optim import LBFGS as Local  # OPR101

    inner.LBFGS(params)  # OPR101
    inner.SGD(params)
    return Local(params)  # OPR101


def other():
    return inner.LBFGS(params)


class Trainer:
    import torch.optim as mine

    optimizer_class = optim.LBFGS  # OPR101

    def fit(self):
        self.optimizer_class(params)  # OPR101
        return self.mine.LBFGS(params)  # OPR101


async def later():
    from torch.optim import LBFGS  # OPR101

    return LBFGS(params)  # OPR101
