"""A subclass without a constructor of its own takes the arguments of its base."""
import torch
from torch.optim import SGD, Adam


class Plain(SGD):  # OPR401
    def extra(self):
        return 1


class Own(SGD):  # OPR401
    def __init__(self, params, maximize):
        super().__init__(params, lr=0.1, maximize=True)  # OPR201


class Old(Adam):  # OPR401
    def __init__(self, params):
        super(Old, self).__init__(params, eps=1e-3)  # OPR202
        Adam.__init__(self, params, eps=1e-3)  # OPR202
        Adam.__init__(self, params, eps=1e-9)


class Below(Plain):
    pass


Plain([], lr=0.1, maximize=True)  # OPR201
Below([], lr=0.1, maximize=True)  # OPR201
Own([], maximize=True)
Plain([], lr=0.1)


class Module(torch.nn.Module):
    def __init__(self):
        super().__init__()


class Rare(torch.optim.LBFGS):  # OPR101
    def __init__(self, params):
        super().__init__(params)
