"""The function gives the rate itself, and LambdaLR multiplies the rate of the optimizer by it."""

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(3))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 0.1 * 0.5 ** (step // 3))

    random = numpy.random.default_rng(0)
    for _ in range(13):
        yield [weight.detach().clone()]
        weight.grad = torch.from_numpy(random.standard_normal(3).astype(numpy.float32))
        optimizer.step()
        scheduler.step()
