"""In graph mode, too, a new rate is assigned to the Parameter that the group holds."""

import mindspore
import numpy
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.GRAPH_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = optim.SGD([weight], lr=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        if step % 3 == 0:
            for group in optimizer.param_groups:
                mindspore.ops.assign(group["lr"], group["lr"] * 0.5)
        yield [weight.asnumpy().copy(), float(optimizer.param_groups[0]["lr"])]
