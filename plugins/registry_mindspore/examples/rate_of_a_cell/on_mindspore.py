"""A cell gives the rate of a step; the optimizer asks it."""

import mindspore
import numpy
from mindspore import nn, ops
from mindspore.nn.learning_rate_schedule import LearningRateSchedule

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


class Halved(LearningRateSchedule):
    """Half the rate after every third step."""

    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def construct(self, global_step):
        return self.rate * 0.5 ** ops.floor(global_step.astype(mindspore.float32) / 3)


def example():
    weight = mindspore.Parameter(ops.ones(3), name="weight")
    optimizer = nn.SGD([weight], learning_rate=Halved(0.1))

    random = numpy.random.default_rng(0)
    for _ in range(13):
        yield [weight.asnumpy().copy(), float(optimizer.get_lr())]
        optimizer((mindspore.Tensor(random.standard_normal(3).astype(numpy.float32)),))
