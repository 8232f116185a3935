"""update_bn runs the batches through the network and keeps their mean statistics."""

import numpy
import torch


def example():
    random = numpy.random.default_rng(0)
    batches = torch.from_numpy(random.standard_normal((6, 16, 4)).astype(numpy.float32))
    weight = torch.from_numpy(random.standard_normal((3, 4)).astype(numpy.float32))
    network = torch.nn.Sequential(torch.nn.Linear(4, 3, bias=False), torch.nn.BatchNorm1d(3))
    network[0].weight.data.copy_(weight)
    norm = network[1]

    for count in range(6):
        yield [norm.running_mean.clone(), norm.running_var.clone()]
        torch.optim.swa_utils.update_bn(batches[: count + 1], network)
