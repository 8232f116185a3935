"""The gradients of four batches are added up before each step."""

import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    for step in range(10):
        optimizer.zero_grad()
        for batch in range(4):
            target = torch.arange(5.0) * batch / (step + 1)
            loss = ((weight - target) ** 2).sum() / 4
            loss.backward()
        optimizer.step()
        yield weight.detach().clone()
