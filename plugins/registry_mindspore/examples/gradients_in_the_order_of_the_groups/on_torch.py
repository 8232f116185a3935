"""Weights and biases are two groups, and each parameter has its own gradient."""

import torch


def example():
    model = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.Linear(3, 3))
    for parameter in model.parameters():
        torch.nn.init.constant_(parameter, 0.5)
    weights = [model[0].weight, model[1].weight]
    biases = [model[0].bias, model[1].bias]
    groups = [{"params": weights}, {"params": biases, "lr": 0.1}]
    optimizer = torch.optim.SGD(groups, lr=0.01)
    for step in range(10):
        optimizer.zero_grad()
        loss = ((model(torch.ones(1, 3)) - step) ** 2).mean()
        loss.backward()
        optimizer.step()
        yield [parameter.detach().clone() for parameter in model.parameters()]
