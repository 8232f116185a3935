"""The rates that were planned are halved after the fifth step."""

import numpy
import torch


def example():
    rates = [0.1 * 0.9**step for step in range(10)]
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        optimizer.param_groups[0]["lr"] = rates[step - 1]
        weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
        optimizer.step()
        if step == 5:
            rates = [0.5 * rate for rate in rates]
        yield weight.detach().clone()
