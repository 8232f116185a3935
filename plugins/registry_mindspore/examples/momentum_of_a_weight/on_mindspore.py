"""The state of a weight is a Parameter, called after the kind of state and the weight."""

import mindspore
import numpy
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = nn.Adam([weight], learning_rate=0.1)

    random = numpy.random.default_rng(0)
    for step in range(11):
        if step > 0:
            optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        known = optimizer.parameters_dict()
        yield known[f"moment1.{weight.name}"].asnumpy().copy()
