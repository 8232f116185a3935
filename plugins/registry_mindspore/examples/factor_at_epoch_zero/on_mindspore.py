"""The schedule does not multiply when it is told the epoch 0."""

import mindspore
import numpy
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = optim.SGD([weight], lr=0.1)
    scheduler = optim.lr_scheduler.MultiplicativeLR(optimizer, lambda _: 0.9)

    random = numpy.random.default_rng(0)
    for epoch in range(10):
        scheduler.step(epoch)
        optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        yield weight.asnumpy().copy()
