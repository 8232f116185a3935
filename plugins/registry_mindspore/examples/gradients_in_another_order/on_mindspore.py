"""Gradients in the order of the program, not of the groups, go to the wrong parameters."""

import mindspore
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    first = mindspore.Parameter(mindspore.ops.ones(3), name="first")
    second = mindspore.Parameter(mindspore.ops.ones(3), name="second")
    groups = [{"params": [second], "lr": 0.01}, {"params": [first]}]
    optimizer = nn.SGD(groups, learning_rate=0.1)

    def loss(step):
        return ((first * second - step) ** 2).mean() + (first**2).mean()

    loss_and_gradients = mindspore.value_and_grad(loss, None, [first, second])
    for step in range(10):
        _, gradients = loss_and_gradients(step)
        optimizer(gradients)
        yield [first.asnumpy().copy(), second.asnumpy().copy()]
