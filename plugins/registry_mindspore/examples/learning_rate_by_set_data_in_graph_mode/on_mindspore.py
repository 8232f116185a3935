"""In graph mode a rate that is set by set_data is used."""

import mindspore
import numpy
from mindspore import nn

mindspore.set_context(mode=mindspore.GRAPH_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = nn.SGD([weight], learning_rate=0.1)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        if step == 5:
            optimizer.learning_rate.set_data(mindspore.Tensor(0.01))
        yield weight.asnumpy().copy()
