"""The state is a flat dictionary of Parameters: the weights, their momentum, the rate."""

import mindspore
import numpy
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = nn.SGD([weight], learning_rate=0.5, momentum=0.5)

    random = numpy.random.default_rng(0)
    for _ in range(10):
        optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        mindspore.ops.assign(optimizer.learning_rate, optimizer.learning_rate * 0.5)
        known = optimizer.state_dict()
        yield [known["accum.weight"].asnumpy().copy(), float(known["learning_rate"])]
