"""The checkpoint of the optimizer has its rates and the number of its step: nothing is missing."""

import tempfile
from pathlib import Path

import mindspore
import numpy
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def made():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    rates = [0.1 * 0.5 ** (step // 3) for step in range(10)]
    return weight, nn.SGD([weight], learning_rate=rates, momentum=0.9)


def example():
    weight, optimizer = made()
    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        if step == 5:
            with tempfile.TemporaryDirectory() as folder:
                file = str(Path(folder, "training.ckpt"))
                mindspore.save_checkpoint(optimizer, file)
                saved = mindspore.load_checkpoint(file)
            weight, optimizer = made()
            mindspore.load_param_into_net(optimizer, saved)
        yield weight.asnumpy().copy()
