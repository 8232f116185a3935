"""Re-exports what the rest of the package uses."""
import torch
from torch import optim as torch_optim
from torch.optim import LBFGS, SGD, Adam  # OPR101

try:
    from torch.optim import LBFGS as Tried
except ImportError:
    from fancy import Tried

Private = torch.optim.LBFGS  # OPR101
optimizer = SGD([], lr=0.1)
names = ["LBFGS"]


class Mine(SGD):  # OPR401
    def extra(self):
        return 1


class WithItsOwn(SGD):  # OPR401
    def zero_grad(self):
        pass


def make():
    return LBFGS([])  # OPR101
