"""The generator is used up before the group is made, which is empty then."""

import mindspore
import numpy
from mindspore import nn, ops

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    first = mindspore.Parameter(ops.ones(3), name="first")
    second = mindspore.Parameter(ops.ones(5), name="second")
    groups = [{"params": (each for each in (first, second))}]
    optimizer = nn.SGD(groups, learning_rate=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for _ in range(11):
        yield [first.asnumpy().copy(), second.asnumpy().copy()]
        gradients = [
            mindspore.Tensor(random.standard_normal(parameter.shape).astype(numpy.float32))
            for parameter in (first, second)
        ]
        optimizer(tuple(gradients))
