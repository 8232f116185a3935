"""Every parameter decays, those of the normalisation too."""

import numpy
import torch


def example():
    random = numpy.random.default_rng(0)
    inputs, targets, weight = (
        torch.from_numpy(random.standard_normal(shape).astype(numpy.float32))
        for shape in [(16, 4), (16, 3), (3, 4)]
    )
    network = torch.nn.Sequential(torch.nn.BatchNorm1d(4), torch.nn.Linear(4, 3))
    network[1].load_state_dict({"weight": weight, "bias": torch.zeros(3)})
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1, weight_decay=0.1)
    loss_function = torch.nn.MSELoss()

    for _ in range(6):
        yield [parameter.detach().clone() for parameter in network.parameters()]
        optimizer.zero_grad()
        loss_function(network(inputs), targets).backward()
        optimizer.step()
