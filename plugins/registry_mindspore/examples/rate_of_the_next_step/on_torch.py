"""The schedule says which rate the next step will have."""

import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2, gamma=0.5)
    for _ in range(10):
        yield [weight.detach().clone(), *scheduler.get_last_lr()]
        weight.grad = torch.ones(5)
        optimizer.step()
        scheduler.step()
