"""Optimizer and schedule are saved after the fifth step, and new ones go on from there."""

import numpy
import torch


def made():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1, momentum=0.9)
    return weight, optimizer, torch.optim.lr_scheduler.StepLR(optimizer, 3, gamma=0.5)


def example():
    weight, optimizer, scheduler = made()
    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
        optimizer.step()
        scheduler.step()
        if step == 5:
            before, saved = weight.detach(), (optimizer.state_dict(), scheduler.state_dict())
            weight, optimizer, scheduler = made()
            weight.data.copy_(before)
            optimizer.load_state_dict(saved[0])
            scheduler.load_state_dict(saved[1])
        yield weight.detach().clone()
