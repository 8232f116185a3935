"""A schedule of its own, which looks its factor up in a list."""

import numpy
import torch


class Warmup(torch.optim.lr_scheduler.LRScheduler):
    """A tenth of the rate at first, then half of it, then all of it."""

    def __init__(self, optimizer, last_epoch=-1):
        self.factors = [0.1] * 2 + [0.5] * 2 + [1.0] * 8
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        factor = self.factors[self.last_epoch]
        return [rate * factor for rate in self.base_lrs]


def example():
    weight = torch.nn.Parameter(torch.ones(3))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scheduler = Warmup(optimizer)

    random = numpy.random.default_rng(0)
    for _ in range(11):
        yield [weight.detach().clone(), scheduler.get_last_lr()[0]]
        weight.grad = torch.from_numpy(random.standard_normal(3).astype(numpy.float32))
        optimizer.step()
        scheduler.step()
