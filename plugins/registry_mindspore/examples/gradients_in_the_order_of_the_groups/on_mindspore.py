"""The gradients are asked for in the order of the optimizer's parameters: group after group."""

import mindspore
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    layers = [nn.Dense(3, 3, weight_init=0.5, bias_init=0.5) for _ in range(2)]
    model = nn.SequentialCell(*layers)
    weights = [layer.weight for layer in layers]
    biases = [layer.bias for layer in layers]
    groups = [{"params": weights}, {"params": biases, "lr": 0.1}]
    optimizer = nn.SGD(groups, learning_rate=0.01)

    def loss(step):
        return ((model(mindspore.ops.ones((1, 3))) - step) ** 2).mean()

    loss_and_gradients = mindspore.value_and_grad(loss, None, optimizer.parameters)
    for step in range(10):
        _, gradients = loss_and_gradients(step)
        optimizer(gradients)
        yield [parameter.asnumpy().copy() for parameter in model.trainable_params()]
