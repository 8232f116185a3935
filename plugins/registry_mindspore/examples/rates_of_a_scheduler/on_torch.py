"""The schedule says which rate each group has, while they decay."""

import torch


def example():
    first = torch.nn.Parameter(torch.ones(3))
    second = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([{"params": [first]}, {"params": [second], "lr": 0.01}], lr=0.1)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2, gamma=0.5)
    yield scheduler.get_last_lr()
    for _ in range(10):
        first.grad, second.grad = torch.ones(3), torch.ones(5)
        optimizer.step()
        scheduler.step()
        yield scheduler.get_last_lr()
