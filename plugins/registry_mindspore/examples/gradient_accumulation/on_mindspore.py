"""The gradients of four batches are added up by the program before each step."""

import mindspore
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = nn.SGD([weight], learning_rate=0.1)

    def loss(target):
        return ((weight - target) ** 2).sum() / 4

    loss_and_gradients = mindspore.value_and_grad(loss, None, optimizer.parameters)
    for step in range(10):
        total = tuple(mindspore.ops.zeros_like(each) for each in optimizer.parameters)
        for batch in range(4):
            target = mindspore.ops.arange(5.0) * batch / (step + 1)
            _, gradients = loss_and_gradients(target)
            total = tuple(old + new for old, new in zip(total, gradients))
        optimizer(total)
        yield weight.asnumpy().copy()
