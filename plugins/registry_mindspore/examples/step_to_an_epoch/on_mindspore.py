"""The schedule of experimental.optim takes an epoch, too, and fractions of it."""

import mindspore
import numpy
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = optim.SGD([weight], lr=0.1)
    scheduler = optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, T_0=3, eta_min=0.01)

    random = numpy.random.default_rng(0)
    for epoch in range(5):
        for batch in range(4):
            scheduler.step(epoch + batch / 4)
            optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
            yield weight.asnumpy().copy()
