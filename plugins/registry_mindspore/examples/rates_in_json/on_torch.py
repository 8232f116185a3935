"""The rates are written to a log as JSON, and read from it."""

import json

import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2, gamma=0.5)
    for _ in range(10):
        weight.grad = torch.ones(5)
        optimizer.step()
        scheduler.step()
        line = json.dumps({"rates": scheduler.get_last_lr()})
        yield json.loads(line)["rates"]
