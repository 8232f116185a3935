"""The optimizer is called with the gradients, in the order of its parameters."""

import mindspore
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones((2, 3)), name="weight")
    bias = mindspore.Parameter(mindspore.ops.zeros(2), name="bias")
    optimizer = optim.SGD([weight, bias], lr=0.1, momentum=0.9)

    def loss(step):
        return ((weight.sum(1) + bias - step) ** 2).mean()

    loss_and_gradients = mindspore.value_and_grad(loss, None, optimizer.parameters)
    for step in range(10):
        _, gradients = loss_and_gradients(step)
        optimizer(gradients)
        yield [weight.asnumpy().copy(), bias.asnumpy().copy()]
