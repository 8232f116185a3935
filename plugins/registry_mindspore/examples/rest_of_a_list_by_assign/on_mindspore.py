"""A list of rates is one Parameter with a number for each step, and new ones are assigned."""

import mindspore
import numpy
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = nn.SGD([weight], learning_rate=[0.1 * 0.9**step for step in range(10)])

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        if step == 5:
            rates = optimizer.learning_rate.learning_rate
            mindspore.ops.assign(rates, rates * 0.5)
        yield weight.asnumpy().copy()
