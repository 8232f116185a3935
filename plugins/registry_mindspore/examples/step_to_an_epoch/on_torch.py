"""The schedule follows the batches, in fractions of an epoch."""

import numpy
import torch


def example():
    weight = torch.nn.Parameter(torch.ones(5))
    optimizer = torch.optim.SGD([weight], lr=0.1)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, T_0=3, eta_min=0.01)

    random = numpy.random.default_rng(0)
    for epoch in range(5):
        for batch in range(4):
            scheduler.step(epoch + batch / 4)
            weight.grad = torch.from_numpy(random.standard_normal(5, numpy.float32))
            optimizer.step()
            yield weight.detach().clone()
