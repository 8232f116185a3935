"""None in place of a gradient leaves out the parameter."""

import mindspore
import numpy
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    first = mindspore.Parameter(mindspore.ops.ones(3), name="first")
    second = mindspore.Parameter(mindspore.ops.ones(5), name="second")
    optimizer = optim.SGD([first, second], lr=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for step in range(10):
        gradients = [
            mindspore.Tensor(random.standard_normal(parameter.shape, numpy.float32))
            for parameter in (first, second)
        ]
        if step % 2:
            gradients[1] = None
        optimizer(tuple(gradients))
        yield [first.asnumpy().copy(), second.asnumpy().copy()]
