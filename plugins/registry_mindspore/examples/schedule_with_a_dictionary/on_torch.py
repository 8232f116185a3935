"""A schedule of its own, which looks its factor up in a dictionary."""

import numpy
import torch


class Warmup(torch.optim.lr_scheduler.LRScheduler):
    """A tenth of the rate at first, then half of it, then all of it."""

    def __init__(self, optimizer, last_epoch=-1):
        self.factors = {0: 0.1, 1: 0.1, 2: 0.5, 3: 0.5}
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        factor = self.factors.get(self.last_epoch, 1.0)
        return [rate * factor for rate in self.base_lrs]


def example():
    weight = torch.nn.Parameter(torch.ones(3))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scheduler = Warmup(optimizer)

    random = numpy.random.default_rng(0)
    for _ in range(11):
        yield [weight.detach().clone()]
        weight.grad = torch.from_numpy(random.standard_normal(3).astype(numpy.float32))
        optimizer.step()
        scheduler.step()
