"""There is nothing to clear, because value_and_grad returns the gradients of this call alone."""

import mindspore
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    target = mindspore.ops.arange(5.0) / 4
    optimizer = nn.SGD([weight], learning_rate=0.1)

    def loss():
        return ((weight - target) ** 2).sum()

    loss_and_gradients = mindspore.value_and_grad(loss, None, optimizer.parameters)
    for _ in range(10):
        _, gradients = loss_and_gradients()
        optimizer(gradients)
        yield weight.asnumpy().copy()
