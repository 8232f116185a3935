"""Before the first step set_data is safe."""

import mindspore
import numpy
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = nn.SGD([weight], learning_rate=0.1)
    weight.set_data(mindspore.ops.arange(5.0))

    random = numpy.random.default_rng(0)
    for _ in range(10):
        optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        yield weight.asnumpy().copy()
