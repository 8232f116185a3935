# lint: also OPR001
import torch
from torch.optim import SGD

SGD([], lr=0.1)  # OPR001
torch.optim.Adam([])  # OPR001
torch.optim.lr_scheduler.StepLR(None, 3)  # OPR001
cls = torch.optim.SGD  # OPR001
torch.optim.RMSprop([])
isinstance(object(), SGD)


def f(a: SGD) -> SGD:
    return a
