"""What is called bias, or beta as in a normalisation, does not decay."""

import mindspore
import numpy
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    random = numpy.random.default_rng(0)
    inputs, targets, weight = (
        mindspore.Tensor(random.standard_normal(shape).astype(numpy.float32))
        for shape in [(16, 4), (16, 3), (3, 4)]
    )
    linear = nn.Dense(4, 3, weight_init=weight, bias_init="zeros")
    network = nn.SequentialCell(nn.BatchNorm1d(4), linear).set_train()
    decayed, others = [], []
    for name, parameter in network.parameters_and_names():
        if parameter.requires_grad:
            (others if name.endswith(("bias", "beta")) else decayed).append(parameter)
    groups = [{"params": decayed, "weight_decay": 0.1}, {"params": others}]
    optimizer = nn.SGD(groups, learning_rate=0.1)
    value_and_gradients = mindspore.value_and_grad(
        nn.WithLossCell(network, nn.MSELoss()), None, optimizer.parameters
    )

    for _ in range(6):
        yield [parameter.asnumpy().copy() for parameter in network.trainable_params()]
        _, gradients = value_and_gradients(inputs, targets)
        optimizer(gradients)
