try:
    from torch.optim.lr_scheduler import LRScheduler
except ImportError:
    from torch.optim.lr_scheduler import _LRScheduler as LRScheduler

try:
    from torch.optim import LBFGS
except ImportError:
    from torch.optim.lbfgs import LBFGS  # OPR101


class Mine(LRScheduler):  # OPR402
    def get_lr(self):
        return [0.1]


optimizer = LBFGS([])  # OPR101
