"""In graph mode the compiled step does not see the second group, which never moves."""

import mindspore
import numpy
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.GRAPH_MODE)


def example():
    first = mindspore.Parameter(mindspore.ops.ones(3), name="first")
    second = mindspore.Parameter(mindspore.ops.ones(5), name="second")
    optimizer = optim.SGD([first], lr=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        gradients = [
            mindspore.Tensor(random.standard_normal(parameter.shape, numpy.float32))
            for parameter in (first, second)
        ]
        optimizer(tuple(gradients))
        if step == 5:
            optimizer.add_param_group({"params": [second], "lr": 0.01})
        yield numpy.concatenate([first.asnumpy(), second.asnumpy()])
