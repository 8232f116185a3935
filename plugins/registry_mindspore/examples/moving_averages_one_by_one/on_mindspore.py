"""A copy of the parameters moves a tenth of the way to the weights after every step."""

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
    optimizer = nn.SGD(network.trainable_params(), learning_rate=0.1)
    averages = optimizer.parameters.clone(prefix="average")
    value_and_gradients = mindspore.value_and_grad(
        nn.WithLossCell(network, nn.MSELoss()), None, optimizer.parameters
    )

    for step in range(6):
        yield [average.asnumpy().copy() for average in averages]
        _, gradients = value_and_gradients(inputs, targets)
        optimizer(gradients)
        for average, parameter in zip(averages, optimizer.parameters):
            if step == 0:
                ops.assign(average, parameter)
            else:
                ops.assign(average, 0.9 * average + 0.1 * parameter)
