"""The rate of each group is a Tensor, of which float makes a number."""

import mindspore
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    first = mindspore.Parameter(mindspore.ops.ones(3), name="first")
    second = mindspore.Parameter(mindspore.ops.ones(5), name="second")
    optimizer = optim.SGD([{"params": [first]}, {"params": [second], "lr": 0.01}], lr=0.1)
    scheduler = optim.lr_scheduler.StepLR(optimizer, 2, gamma=0.5)
    yield [float(rate) for rate in scheduler.get_last_lr()]
    for _ in range(10):
        optimizer((mindspore.ops.ones(3), mindspore.ops.ones(5)))
        scheduler.step()
        yield [float(rate) for rate in scheduler.get_last_lr()]
