"""A schedule of its own that moves on after every step."""

import numpy
import torch


class Halved(torch.optim.lr_scheduler.LRScheduler):
    """Half the rate after every third step."""

    def get_lr(self):
        return [rate * 0.5 ** (self.last_epoch // 3) for rate in self.base_lrs]


def example():
    weight = torch.nn.Parameter(torch.ones(3))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scheduler = Halved(optimizer)

    random = numpy.random.default_rng(0)
    for _ in range(13):
        yield [weight.detach().clone(), scheduler.get_last_lr()[0]]
        weight.grad = torch.from_numpy(random.standard_normal(3).astype(numpy.float32))
        optimizer.step()
        scheduler.step()
