"""The optimizer says which rate its next step will have."""

import mindspore
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = nn.SGD([weight], learning_rate=[0.1 * 0.5 ** (step // 2) for step in range(11)])
    for _ in range(10):
        yield [weight.asnumpy().copy(), float(optimizer.get_lr())]
        optimizer((mindspore.ops.ones(5),))
