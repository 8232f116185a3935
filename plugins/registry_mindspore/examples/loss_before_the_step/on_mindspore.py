"""Loss and gradients are computed first, and the gradients given to the optimizer."""

import mindspore
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    target = mindspore.ops.arange(5.0) / 4
    optimizer = nn.SGD([weight], learning_rate=0.1)

    def closure():
        return ((weight - target) ** 2).sum()

    loss_and_gradients = mindspore.value_and_grad(closure, None, optimizer.parameters)
    for _ in range(10):
        loss, gradients = loss_and_gradients()
        optimizer(gradients)
        yield [weight.asnumpy().copy(), float(loss)]
