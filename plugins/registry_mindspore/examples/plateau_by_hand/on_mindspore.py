"""The program counts the epochs that were not better and assigns the rate."""

import mindspore
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = nn.SGD([weight], learning_rate=0.5)
    best, bad = float("inf"), 0
    for loss in (1.0, 0.5, 0.5, 0.5, 0.5, 0.4, 0.6, 0.6, 0.6, 0.6):
        yield [weight.asnumpy().copy(), float(optimizer.learning_rate)]
        optimizer((mindspore.ops.ones(5),))
        best, bad = (loss, 0) if loss < best * (1 - 1e-4) else (best, bad + 1)
        if bad > 2:
            mindspore.ops.assign(optimizer.learning_rate, optimizer.learning_rate * 0.5)
            bad = 0
