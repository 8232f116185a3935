"""A gradient overflows once; the scaler leaves that step out."""

import torch


def example():
    weight = torch.nn.Parameter(torch.ones(3))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)

    for inputs in (1.0, 2.0, 3e38, 3.0, 4.0, 5.0):
        yield weight.detach().clone()
        optimizer.zero_grad()
        scaler.scale((inputs * weight).sum()).backward()
        scaler.step(optimizer)
        scaler.update()
