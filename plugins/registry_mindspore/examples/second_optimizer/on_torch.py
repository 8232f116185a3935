"""The optimizer steps on other parameters for a while, with a state of their own."""

import copy

import numpy
import torch


def example():
    random = numpy.random.default_rng(0)
    live, other = torch.nn.Parameter(torch.ones(3)), torch.nn.Parameter(torch.zeros(3))
    optimizer = torch.optim.SGD([live], lr=0.1, momentum=0.9)
    live.grad = torch.ones(3)
    optimizer.step()
    state = copy.deepcopy(optimizer.state_dict())

    for _ in range(11):
        yield other.detach().clone()
        other.grad = torch.from_numpy(random.standard_normal(3).astype(numpy.float32))
        with torch.optim.swap_in_optimizer_params_and_state(optimizer, {"live": other}, state):
            optimizer.step()
