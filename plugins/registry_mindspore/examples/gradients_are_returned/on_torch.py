"""The gradients of the step before are cleared, because backward adds to them."""

import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    target = torch.arange(5.0) / 4
    optimizer = torch.optim.SGD([weight], lr=0.1)
    for _ in range(10):
        optimizer.zero_grad()
        loss = ((weight - target) ** 2).sum()
        loss.backward()
        optimizer.step()
        yield weight.detach().clone()
