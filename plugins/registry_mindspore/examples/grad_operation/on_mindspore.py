"""GradOperation makes a function that gives the gradients, but not the loss."""

import mindspore
import numpy
from mindspore import nn, ops

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
    gradients_of = ops.GradOperation(get_by_list=True)(network_with_loss, optimizer.parameters)

    for _ in range(6):
        yield [network.weight.asnumpy().copy(), network.bias.asnumpy().copy()]
        gradients = gradients_of(inputs, targets)
        optimizer(gradients)
