"""The weight of the second layer is frozen: it has no gradient."""

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
    network[1].weight.requires_grad = False
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
    loss_function = torch.nn.MSELoss()
    trained = [parameter for parameter in network.parameters() if parameter.requires_grad]

    for _ in range(6):
        yield [parameter.detach().clone() for parameter in trained]
        optimizer.zero_grad()
        loss_function(network(inputs), targets).backward()
        optimizer.step()
