"""A second optimizer has the other parameters, and starts from a copy of the moments."""

import mindspore
import numpy
from mindspore import nn, ops

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    random = numpy.random.default_rng(0)
    live = mindspore.Parameter(ops.ones(3), name="live")
    other = mindspore.Parameter(ops.zeros(3), name="other")
    optimizer = nn.Momentum([live], learning_rate=0.1, momentum=0.9)
    optimizer((ops.ones(3),))
    second = nn.Momentum([other], learning_rate=0.1, momentum=0.9)
    for moment, copied in zip(optimizer.moments, second.moments):
        ops.assign(copied, moment)

    for _ in range(11):
        yield other.asnumpy().copy()
        second((mindspore.Tensor(random.standard_normal(3).astype(numpy.float32)),))
