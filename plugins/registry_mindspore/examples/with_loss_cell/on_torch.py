"""Network and loss are called one after the other."""

import numpy
import torch


def example():
    random = numpy.random.default_rng(0)
    inputs, targets, weight, bias = (
        torch.from_numpy(random.standard_normal(shape).astype(numpy.float32))
        for shape in [(16, 4), (16, 3), (3, 4), (3,)]
    )
    network = torch.nn.Linear(4, 3)
    network.load_state_dict({"weight": weight, "bias": bias})
    loss_function = torch.nn.MSELoss()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)

    for _ in range(6):
        yield [network.weight.detach().clone(), network.bias.detach().clone()]
        optimizer.zero_grad()
        predicted = network(inputs)
        loss = loss_function(predicted, targets)
        loss.backward()
        optimizer.step()
