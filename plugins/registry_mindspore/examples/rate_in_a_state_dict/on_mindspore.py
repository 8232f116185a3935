"""The state of the optimizer has no groups, and the rate is not in it."""

import mindspore
import numpy
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = optim.SGD([weight], lr=0.1)
    scheduler = optim.lr_scheduler.StepLR(optimizer, 3, gamma=0.5)

    random = numpy.random.default_rng(0)
    for _ in range(10):
        optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        scheduler.step()
        yield optimizer.state_dict()["param_groups"][0]["lr"]
