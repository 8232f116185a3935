"""The step computes loss and gradients itself, by a function that it is given."""

import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    target = torch.arange(5.0) / 4
    optimizer = torch.optim.SGD([weight], lr=0.1)

    def closure():
        optimizer.zero_grad()
        loss = ((weight - target) ** 2).sum()
        loss.backward()
        return loss

    for _ in range(10):
        loss = optimizer.step(closure)
        yield [weight.detach().clone(), float(loss.detach())]
