"""Both layers have a rate of their own, and each parameter has its own gradient."""

import torch


def example():
    first = torch.nn.Parameter(torch.ones(3))
    second = torch.nn.Parameter(torch.ones(3))
    groups = [{"params": [second], "lr": 0.01}, {"params": [first]}]
    optimizer = torch.optim.SGD(groups, lr=0.1)
    for step in range(10):
        optimizer.zero_grad()
        loss = ((first * second - step) ** 2).mean() + (first**2).mean()
        loss.backward()
        optimizer.step()
        yield [first.detach().clone(), second.detach().clone()]
