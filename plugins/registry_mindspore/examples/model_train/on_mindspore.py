"""Model runs the loop over a dataset; a callback sees each step."""

import mindspore
import numpy
from mindspore import nn
from mindspore.dataset import GeneratorDataset
from mindspore.train import Callback, Model

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


class Remember(Callback):
    """Keeps the weights as they are before every step."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def on_train_step_begin(self, run_context):
        network = run_context.original_args().network
        self.seen.append([each.asnumpy().copy() for each in network.trainable_params()])


def example():
    random = numpy.random.default_rng(0)
    inputs, targets, weight, bias = (
        mindspore.Tensor(random.standard_normal(shape).astype(numpy.float32))
        for shape in [(16, 4), (16, 3), (3, 4), (3,)]
    )
    network = nn.Dense(4, 3, weight_init=weight, bias_init=bias)
    optimizer = nn.SGD(network.trainable_params(), learning_rate=0.1, momentum=0.9)
    model = Model(network, loss_fn=nn.MSELoss(), optimizer=optimizer)
    batches = GeneratorDataset(
        [(inputs.asnumpy(), targets.asnumpy())] * 6, ["inputs", "targets"], shuffle=False
    )
    remember = Remember()
    model.train(1, batches, callbacks=[remember], dataset_sink_mode=False)
    yield from remember.seen
