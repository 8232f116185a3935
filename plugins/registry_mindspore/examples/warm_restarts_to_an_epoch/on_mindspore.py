"""With T_mult above 1 the schedule raises as soon as the first cycle is over."""

import mindspore
import numpy
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = optim.SGD([weight], lr=0.1)
    scheduler = optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, T_0=3, T_mult=2)

    random = numpy.random.default_rng(0)
    for epoch in range(5):
        for batch in range(4):
            scheduler.step(epoch + batch / 4)
            optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
            yield weight.asnumpy().copy()
