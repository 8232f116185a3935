"""The schedule makes a step after each epoch, and the optimizer is one of experimental.optim."""

import mindspore
import numpy
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = optim.SGD([weight], lr=0.1)
    scheduler = optim.lr_scheduler.StepLR(optimizer, 2, gamma=0.5)

    random = numpy.random.default_rng(0)
    for _ in range(10):
        for _ in range(2):
            optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        scheduler.step()
        yield weight.asnumpy().copy()
