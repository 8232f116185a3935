"""In graph mode what is loaded after the first step is used."""

import tempfile
from pathlib import Path

import mindspore
import numpy
from mindspore import nn

mindspore.set_context(mode=mindspore.GRAPH_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = nn.SGD([weight], learning_rate=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder, "training.ckpt"))
        for step in range(1, 11):
            optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
            if step == 3:
                mindspore.save_checkpoint(optimizer, file)
            if step == 6:
                mindspore.load_param_into_net(optimizer, mindspore.load_checkpoint(file))
            yield weight.asnumpy().copy()
