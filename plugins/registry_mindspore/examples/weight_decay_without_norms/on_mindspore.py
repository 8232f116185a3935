"""gamma and beta of the normalisation do not decay: their names say so."""

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
    optimizer = nn.Momentum(network.trainable_params(), 0.1, momentum=0.0, weight_decay=0.1)
    value_and_gradients = mindspore.value_and_grad(
        nn.WithLossCell(network, nn.MSELoss()), None, optimizer.parameters
    )

    for _ in range(6):
        yield [parameter.asnumpy().copy() for parameter in network.trainable_params()]
        _, gradients = value_and_gradients(inputs, targets)
        optimizer(gradients)
