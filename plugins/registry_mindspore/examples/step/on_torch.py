"""The step takes the gradients that backward left with the parameters."""

import torch


def example():
    weight = torch.nn.Parameter(torch.ones(2, 3))
    bias = torch.nn.Parameter(torch.zeros(2))
    optimizer = torch.optim.SGD([weight, bias], lr=0.1, momentum=0.9)
    for step in range(10):
        optimizer.zero_grad()
        loss = ((weight.sum(1) + bias - step) ** 2).mean()
        loss.backward()
        optimizer.step()
        yield [weight.detach().clone(), bias.detach().clone()]
