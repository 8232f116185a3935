"""The groups are the same, as long as rate and weight decay are all that they have."""

import mindspore
import numpy
from mindspore import nn, ops

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    first = mindspore.Parameter(ops.ones(3), name="first")
    second = mindspore.Parameter(ops.ones(5), name="second")
    groups = [{"params": [first], "weight_decay": 0.1}, {"params": [second], "lr": 0.01}]
    optimizer = nn.SGD(groups, learning_rate=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for _ in range(11):
        yield [first.asnumpy().copy(), second.asnumpy().copy()]
        gradients = [
            mindspore.Tensor(random.standard_normal(parameter.shape).astype(numpy.float32))
            for parameter in (first, second)
        ]
        optimizer(tuple(gradients))
