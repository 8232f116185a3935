"""The optimizer has the rate of every step and counts its own, so that nothing is called."""

import mindspore
import numpy
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    rates = [0.1 * 0.5 ** (step // 4) for step in range(20)]
    optimizer = nn.SGD([weight], learning_rate=rates)

    random = numpy.random.default_rng(0)
    for _ in range(10):
        for _ in range(2):
            optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        yield weight.asnumpy().copy()
