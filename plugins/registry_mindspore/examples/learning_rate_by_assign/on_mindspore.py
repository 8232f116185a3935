"""The optimizer gives the Parameter that holds the rate of a weight; a new rate is assigned."""

import mindspore
import numpy
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    first = mindspore.Parameter(mindspore.ops.ones(3), name="first")
    second = mindspore.Parameter(mindspore.ops.ones(5), name="second")
    groups = [{"params": [first]}, {"params": [second], "lr": 0.01}]
    optimizer = nn.SGD(groups, learning_rate=0.1)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        gradients = [
            mindspore.Tensor(random.standard_normal(parameter.shape, numpy.float32))
            for parameter in (first, second)
        ]
        optimizer(tuple(gradients))
        rates = optimizer.get_lr_parameter([first, second])
        if step % 3 == 0:
            for rate in rates:
                mindspore.ops.assign(rate, rate * 0.5)
        yield [first.asnumpy().copy(), second.asnumpy().copy(), *map(float, rates)]
