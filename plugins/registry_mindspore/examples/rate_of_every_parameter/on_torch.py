"""The rate of a parameter is that of its group."""

import torch


def example():
    first = torch.nn.Parameter(torch.ones(3))
    second = torch.nn.Parameter(torch.ones(3))
    third = torch.nn.Parameter(torch.ones(3))
    groups = [{"params": [first, second], "lr": 0.1}, {"params": [third], "lr": 0.01}]
    optimizer = torch.optim.SGD(groups)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2, gamma=0.5)
    for _ in range(10):
        yield [group["lr"] for group in optimizer.param_groups for _ in group["params"]]
        for parameter in (first, second, third):
            parameter.grad = torch.ones(3)
        optimizer.step()
        scheduler.step()
