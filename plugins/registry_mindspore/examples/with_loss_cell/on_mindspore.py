"""A cell calls the network and then the loss."""

import mindspore
import numpy
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    random = numpy.random.default_rng(0)
    inputs, targets, weight, bias = (
        mindspore.Tensor(random.standard_normal(shape).astype(numpy.float32))
        for shape in [(16, 4), (16, 3), (3, 4), (3,)]
    )
    network = nn.Dense(4, 3, weight_init=weight, bias_init=bias)
    network_with_loss = nn.WithLossCell(network, nn.MSELoss())
    optimizer = nn.SGD(network.trainable_params(), learning_rate=0.1, momentum=0.9)
    value_and_gradients = mindspore.value_and_grad(network_with_loss, None, optimizer.parameters)

    for _ in range(6):
        yield [network.weight.asnumpy().copy(), network.bias.asnumpy().copy()]
        _, gradients = value_and_gradients(inputs, targets)
        optimizer(gradients)
