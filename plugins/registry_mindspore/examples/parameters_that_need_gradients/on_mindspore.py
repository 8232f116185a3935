"""What needs no gradient is left out of the parameters that get_parameters gives."""

import mindspore
import numpy
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    random = numpy.random.default_rng(0)
    inputs, targets, weight = (
        mindspore.Tensor(random.standard_normal(shape).astype(numpy.float32))
        for shape in [(16, 4), (16, 3), (3, 4)]
    )
    linear = nn.Dense(4, 3, weight_init=weight, bias_init="zeros")
    network = nn.SequentialCell(nn.BatchNorm1d(4), linear).set_train()
    trained = [each for each in network.get_parameters() if each.requires_grad]
    optimizer = nn.SGD([{"params": trained}], learning_rate=0.1, weight_decay=0.1)
    value_and_gradients = mindspore.value_and_grad(
        nn.WithLossCell(network, nn.MSELoss()), None, optimizer.parameters
    )

    for _ in range(6):
        yield [linear.weight.asnumpy().copy(), network[0].moving_mean.asnumpy().copy()]
        _, gradients = value_and_gradients(inputs, targets)
        optimizer(gradients)
