"""Each group has an optimizer of its own, which has the momentum."""

import mindspore
import numpy
from mindspore import nn, ops

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    first = mindspore.Parameter(ops.ones(3), name="first")
    second = mindspore.Parameter(ops.ones(5), name="second")
    slow = nn.SGD([first], learning_rate=0.1, momentum=0.5)
    fast = nn.SGD([second], learning_rate=0.01, momentum=0.9)

    random = numpy.random.default_rng(0)
    for _ in range(11):
        yield [first.asnumpy().copy(), second.asnumpy().copy()]
        gradients = [
            mindspore.Tensor(random.standard_normal(parameter.shape).astype(numpy.float32))
            for parameter in (first, second)
        ]
        slow(tuple(gradients[:1]))
        fast(tuple(gradients[1:]))
