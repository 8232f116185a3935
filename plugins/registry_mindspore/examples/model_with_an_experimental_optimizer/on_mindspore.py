"""Model refuses an optimizer of mindspore.experimental.optim."""

import mindspore
import numpy
from mindspore import nn
from mindspore.dataset import GeneratorDataset
from mindspore.experimental import optim
from mindspore.train import Model

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    random = numpy.random.default_rng(0)
    inputs, targets, weight, bias = (
        mindspore.Tensor(random.standard_normal(shape).astype(numpy.float32))
        for shape in [(16, 4), (16, 3), (3, 4), (3,)]
    )
    network = nn.Dense(4, 3, weight_init=weight, bias_init=bias)
    optimizer = optim.SGD(network.trainable_params(), lr=0.1, momentum=0.9)
    model = Model(network, loss_fn=nn.MSELoss(), optimizer=optimizer)
    batches = GeneratorDataset(
        [(inputs.asnumpy(), targets.asnumpy())], ["inputs", "targets"], shuffle=False
    )

    for _ in range(6):
        yield [network.weight.asnumpy().copy(), network.bias.asnumpy().copy()]
        model.train(1, batches, dataset_sink_mode=False)
