"""The checkpoint of an optimizer is loaded into a new one before the first step of that."""

import tempfile
from pathlib import Path

import mindspore
import numpy
from mindspore import nn

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = nn.SGD([weight], learning_rate=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        if step == 5:
            with tempfile.TemporaryDirectory() as folder:
                file = str(Path(folder, "training.ckpt"))
                mindspore.save_checkpoint(optimizer, file)  # the weights are in it, too
                saved = mindspore.load_checkpoint(file)
            weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
            optimizer = nn.SGD([weight], learning_rate=0.1, momentum=0.9)
            mindspore.load_param_into_net(optimizer, saved)
        yield weight.asnumpy().copy()
