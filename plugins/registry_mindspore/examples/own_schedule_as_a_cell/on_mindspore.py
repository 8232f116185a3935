"""The optimizer calls a schedule of one's own with the number of its step."""

import mindspore
import numpy
from mindspore import nn
from mindspore.nn.learning_rate_schedule import LearningRateSchedule

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


class Inverse(LearningRateSchedule):
    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def construct(self, global_step):
        return self.rate / (1 + 0.5 * global_step)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = nn.SGD([weight], learning_rate=Inverse(0.1))

    random = numpy.random.default_rng(0)
    for _ in range(10):
        optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        yield weight.asnumpy().copy()
