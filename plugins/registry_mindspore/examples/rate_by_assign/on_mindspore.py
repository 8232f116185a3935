"""The rate of a group is a Parameter, and a new one is assigned to it."""

import mindspore
import numpy
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    first = mindspore.Parameter(mindspore.ops.ones(3), name="first")
    second = mindspore.Parameter(mindspore.ops.ones(5), name="second")
    optimizer = optim.SGD([{"params": [first]}, {"params": [second], "lr": 0.01}], lr=0.1)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        gradients = [
            mindspore.Tensor(random.standard_normal(parameter.shape, numpy.float32))
            for parameter in (first, second)
        ]
        optimizer(tuple(gradients))
        if step % 3 == 0:
            for group in optimizer.param_groups:
                mindspore.ops.assign(group["lr"], group["lr"] * 0.5)
        rates = [float(group["lr"]) for group in optimizer.param_groups]
        yield [first.asnumpy().copy(), second.asnumpy().copy(), *rates]
