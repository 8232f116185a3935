"""The epoch is a Parameter, of which int makes an index."""

import mindspore
import numpy
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


class Table(optim.lr_scheduler.LRScheduler):
    factors = (0.25, 0.5, 1.0, 0.75, 0.5, 0.25)

    def get_lr(self):
        factor = self.factors[min(int(self.last_epoch), 5)]
        return [factor * rate for rate in self.base_lrs]


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = optim.SGD([weight], lr=0.1)
    scheduler = Table(optimizer)

    random = numpy.random.default_rng(0)
    for _ in range(10):
        optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        scheduler.step()
        yield weight.asnumpy().copy()
