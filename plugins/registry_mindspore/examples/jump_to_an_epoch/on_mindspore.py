"""The optimizer takes its rate by the number of its step, which can be assigned."""

import mindspore
import numpy
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    rates = [0.1 * 0.5 ** (step // 2) for step in range(20)]
    optimizer = nn.SGD([weight], learning_rate=rates)

    random = numpy.random.default_rng(0)
    for epoch in (0, 1, 2, 7, 8, 9):
        mindspore.ops.assign(optimizer.global_step, mindspore.Tensor([2 * epoch], mindspore.int32))
        for _ in range(2):
            optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        yield weight.asnumpy().copy()
