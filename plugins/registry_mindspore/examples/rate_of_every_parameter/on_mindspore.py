"""Where groups have rates of their own, get_lr gives one for each parameter."""

import mindspore
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    first = mindspore.Parameter(mindspore.ops.ones(3), name="first")
    second = mindspore.Parameter(mindspore.ops.ones(3), name="second")
    third = mindspore.Parameter(mindspore.ops.ones(3), name="third")
    fast = [0.1 * 0.5 ** (step // 2) for step in range(11)]
    slow = [0.01 * 0.5 ** (step // 2) for step in range(11)]
    groups = [{"params": [first, second], "lr": fast}, {"params": [third], "lr": slow}]
    optimizer = nn.SGD(groups)
    for _ in range(10):
        yield [float(rate) for rate in optimizer.get_lr()]
        optimizer((mindspore.ops.ones(3), mindspore.ops.ones(3), mindspore.ops.ones(3)))
