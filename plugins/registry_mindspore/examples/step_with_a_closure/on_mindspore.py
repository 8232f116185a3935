"""There is no step that could take a function."""

import mindspore
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    target = mindspore.ops.arange(5.0) / 4
    optimizer = nn.SGD([weight], learning_rate=0.1)

    def closure():
        return ((weight - target) ** 2).sum()

    for _ in range(10):
        loss = optimizer.step(closure)
        yield [weight.asnumpy().copy(), float(loss)]
