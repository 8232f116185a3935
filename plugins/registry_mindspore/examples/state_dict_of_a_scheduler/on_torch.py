"""A new schedule goes on from the state of another after the fifth step."""

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 3, gamma=0.5)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
        optimizer.step()
        scheduler.step()
        if step == 5:
            known = scheduler.state_dict()
            scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 3, gamma=0.5)
            scheduler.load_state_dict(known)
        yield weight.detach().clone()
