import torch
from torch.optim import Optimizer, SGD, LBFGS  # OPR101
from torch.optim.lr_scheduler import LRScheduler, _LRScheduler, StepLR
from torch.optim.optimizer import Optimizer as Base


class Mine(Optimizer):  # OPR401
    def __init__(self, params):
        super().__init__(params, {})

    def step(self, closure=None):
        for group in self.param_groups:  # OPR301
            for p in group["params"]:
                self.state[p]  # OPR305
        self.other

    def add_param_group(self, group):
        super().add_param_group(group)  # OPR302


class Second(torch.optim.Optimizer):  # OPR401
    pass


class Third(Base):  # OPR401
    pass


class OfAChild(SGD):  # OPR401
    pass


class OfNoCounterpart(LBFGS):  # OPR101
    pass


class Rate(LRScheduler):  # OPR402
    def get_lr(self):
        self.optimizer.param_groups  # OPR301
        return [1.0]


class OldRate(_LRScheduler):  # OPR402
    pass


class Steps(StepLR, object):  # OPR402
    pass


class Local(Mine):
    def run(self):
        self.zero_grad()  # OPR309


class Module(torch.nn.Module):
    def run(self):
        self.state_dict()
        self.state


mine = Mine([])
mine.zero_grad()  # OPR309
mine.step(lambda: 1)
mine.add_param_group({})
local = Local([])
local.param_groups  # OPR301
Steps(mine, 3).get_last_lr()  # OPR306


def annotated(one: Mine, two: "Local", three: type[Optimizer]):
    one.param_groups  # OPR301
    two.param_groups  # OPR301
    three([]).param_groups  # OPR301
