"""The gradients are asked for as values and handed to the parameters."""

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
    parameters = list(network.parameters())
    optimizer = torch.optim.SGD(parameters, lr=0.1, momentum=0.9)

    for _ in range(6):
        yield [network.weight.detach().clone(), network.bias.detach().clone()]
        loss = loss_function(network(inputs), targets)
        gradients = torch.autograd.grad(loss, parameters)
        for parameter, gradient in zip(parameters, gradients):
            parameter.grad = gradient
        optimizer.step()
