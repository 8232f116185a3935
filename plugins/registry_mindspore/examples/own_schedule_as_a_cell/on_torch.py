"""A schedule of one's own computes the rate from the number of the step."""

import numpy
import torch


class Inverse(torch.optim.lr_scheduler.LRScheduler):
    def get_lr(self):
        return [rate / (1 + 0.5 * self.last_epoch) for rate in self.base_lrs]


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scheduler = Inverse(optimizer)

    random = numpy.random.default_rng(0)
    for _ in range(10):
        weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
        optimizer.step()
        scheduler.step()
        yield weight.detach().clone()
