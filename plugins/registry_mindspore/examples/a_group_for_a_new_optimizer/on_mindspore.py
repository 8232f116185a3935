"""A new optimizer has both groups and takes over what the one before knew."""

import mindspore
import numpy
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    first = mindspore.Parameter(mindspore.ops.ones(3), name="first")
    second = mindspore.Parameter(mindspore.ops.ones(5), name="second")
    groups = [{"params": [first], "lr": 0.1}]
    optimizer = nn.SGD(groups, learning_rate=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        parameters = [first] if step <= 5 else [first, second]
        gradients = [
            mindspore.Tensor(random.standard_normal(parameter.shape, numpy.float32))
            for parameter in parameters
        ]
        optimizer(tuple(gradients))
        if step == 5:
            known = optimizer.parameters_dict()
            groups.append({"params": [second], "lr": 0.01})
            optimizer = nn.SGD(groups, learning_rate=0.1, momentum=0.9)
            mindspore.load_param_into_net(optimizer, known)
        yield [first.asnumpy().copy(), second.asnumpy().copy()]
