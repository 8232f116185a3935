"""The optimizer goes back to where it was after the third step, when it has made six."""

import copy

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
        optimizer.step()
        if step == 3:
            before, known = weight.detach().clone(), copy.deepcopy(optimizer.state_dict())
        if step == 6:
            weight.data.copy_(before)
            optimizer.load_state_dict(known)
        yield weight.detach().clone()
