"""Gradients and update are compiled together."""

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
    loss_function = nn.MSELoss()
    optimizer = nn.SGD(network.trainable_params(), learning_rate=0.1, momentum=0.9)

    def forward(inputs, targets):
        return loss_function(network(inputs), targets)

    value_and_gradients = mindspore.value_and_grad(forward, None, optimizer.parameters)

    @mindspore.jit
    def step(inputs, targets):
        loss, gradients = value_and_gradients(inputs, targets)
        optimizer(gradients)
        return loss

    for _ in range(6):
        yield [network.weight.asnumpy().copy(), network.bias.asnumpy().copy()]
        step(inputs, targets)
