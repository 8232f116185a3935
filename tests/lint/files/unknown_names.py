import torch
from torch import optim
from torch.optim import Nonesuch  # OPR901
from torch.optim import _private, SGD, functional
from torch.optim.lr_scheduler import Nothing, StepLR  # OPR901

torch.optim.Wrong([])  # OPR901
optim.lr_scheduler.Wrong()  # OPR901
optim.Muon
optim._functional
optim.adamw
optim.SGD.step
optim.lr_scheduler.StepLR
optim.lr_scheduler
torch.Wrong
torch.nn.Wrong
getattr(optim, "Wrong")  # OPR901


def annotated(a: optim.Wrong) -> None:  # OPR901
    if hasattr(optim, "Wrong"):
        optim.Wrong


class Mine(optim.Wrong):  # OPR901
    pass
