"""The schedule is told the loss and the epoch."""

import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.5)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=2)
    for epoch, loss in enumerate((1.0, 0.5, 0.5, 0.5, 0.5, 0.4, 0.6, 0.6, 0.6, 0.6)):
        yield [weight.detach().clone(), optimizer.param_groups[0]["lr"]]
        weight.grad = torch.ones(5)
        optimizer.step()
        scheduler.step(loss, epoch)
