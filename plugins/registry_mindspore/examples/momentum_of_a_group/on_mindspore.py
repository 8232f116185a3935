"""What is no rate is an ordinary value of the group, and a new one is used."""

import mindspore
import numpy
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    first = mindspore.Parameter(mindspore.ops.ones(3), name="first")
    second = mindspore.Parameter(mindspore.ops.ones(5), name="second")
    optimizer = optim.SGD([{"params": [first]}, {"params": [second]}], lr=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        gradients = [
            mindspore.Tensor(random.standard_normal(parameter.shape, numpy.float32))
            for parameter in (first, second)
        ]
        optimizer(tuple(gradients))
        if step == 5:
            optimizer.param_groups[1]["momentum"] = 0.0
        yield [first.asnumpy().copy(), second.asnumpy().copy()]
