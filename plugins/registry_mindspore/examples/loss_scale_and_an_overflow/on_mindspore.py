"""A gradient overflows once; the optimizer makes the step, and the weights are lost."""

import mindspore
import numpy
from mindspore import nn, ops

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(ops.ones(3), name="weight")
    optimizer = nn.SGD([weight], learning_rate=0.1, loss_scale=1024.0)

    def forward(inputs):
        return 1024.0 * (inputs * weight).sum()

    value_and_gradients = mindspore.value_and_grad(forward, None, optimizer.parameters)

    for inputs in (1.0, 2.0, 3e38, 3.0, 4.0, 5.0):
        yield weight.asnumpy().copy()
        _, gradients = value_and_gradients(mindspore.Tensor(numpy.float32(inputs)))
        optimizer(gradients)
