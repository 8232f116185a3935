"""The same attribute is there, but nothing is ever put into it."""

import mindspore
import numpy
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = optim.SGD([weight], lr=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for _ in range(10):
        optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        yield optimizer.state[weight]["momentum_buffer"].asnumpy().copy()
