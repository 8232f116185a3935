"""The same method is there, and raises on the state of the weights, which it does not expect."""

import mindspore
import numpy
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = nn.SGD([weight], learning_rate=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        if step == 5:
            known = optimizer.state_dict()
            optimizer = nn.SGD([weight], learning_rate=0.1, momentum=0.9)
            optimizer.load_state_dict(known)
        yield weight.asnumpy().copy()
