"""The average of each weight moves a tenth of the way to it after every step."""

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
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
    averaged = torch.optim.swa_utils.AveragedModel(
        network, avg_fn=torch.optim.swa_utils.get_ema_avg_fn(0.9)
    )

    for _ in range(6):
        yield [parameter.detach().clone() for parameter in averaged.parameters()]
        optimizer.zero_grad()
        loss_function(network(inputs), targets).backward()
        optimizer.step()
        averaged.update_parameters(network)
