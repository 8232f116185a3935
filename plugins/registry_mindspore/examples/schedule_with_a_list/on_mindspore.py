"""last_epoch is a Parameter, which is no index of a list."""

import mindspore
import numpy
from mindspore import ops
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


class Warmup(optim.lr_scheduler.LRScheduler):
    """A tenth of the rate at first, then half of it, then all of it."""

    def __init__(self, optimizer, last_epoch=-1):
        self.factors = [0.1] * 2 + [0.5] * 2 + [1.0] * 8
        super().__init__(optimizer, last_epoch)

    def get_lr(self):
        factor = self.factors[self.last_epoch]
        return [rate * factor for rate in self.base_lrs]


def example():
    weight = mindspore.Parameter(ops.ones(3), name="weight")
    optimizer = optim.SGD([weight], lr=0.1)
    scheduler = Warmup(optimizer)

    random = numpy.random.default_rng(0)
    for _ in range(11):
        yield [weight.asnumpy().copy(), float(scheduler.get_last_lr()[0])]
        optimizer((mindspore.Tensor(random.standard_normal(3).astype(numpy.float32)),))
        scheduler.step()
