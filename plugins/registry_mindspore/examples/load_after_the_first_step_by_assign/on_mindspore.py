"""What has to change after the first step is assigned, one Parameter after the other."""

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
        parameters = optimizer.parameters_dict()
        if step == 3:
            known = {name: each.asnumpy().copy() for name, each in parameters.items()}
        if step == 6:
            for name, value in known.items():
                mindspore.ops.assign(parameters[name], mindspore.Tensor(value))
        yield weight.asnumpy().copy()
