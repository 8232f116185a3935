"""The rate of a group is halved after each third step."""

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
        optimizer.step()
        if step % 3 == 0:
            for group in optimizer.param_groups:
                group["lr"] *= 0.5
        yield [weight.detach().clone(), optimizer.param_groups[0]["lr"]]
