"""Each batch leaves its share in the statistics, which are set to 0 before; their mean is kept."""

import mindspore
import numpy
from mindspore import nn, ops

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def update_statistics(batches, network, norm):
    network.set_train()
    means, variances = [], []
    for batch in batches:
        for statistic in (norm.moving_mean, norm.moving_variance):
            ops.assign(statistic, ops.zeros_like(statistic))
        network(batch)
        means.append(norm.moving_mean.asnumpy() / 0.1)  # its momentum is 0.9
        variances.append(norm.moving_variance.asnumpy() / 0.1)
    ops.assign(norm.moving_mean, mindspore.Tensor(numpy.mean(means, axis=0)))
    ops.assign(norm.moving_variance, mindspore.Tensor(numpy.mean(variances, axis=0)))


def example():
    random = numpy.random.default_rng(0)
    batches = mindspore.Tensor(random.standard_normal((6, 16, 4)).astype(numpy.float32))
    weight = mindspore.Tensor(random.standard_normal((3, 4)).astype(numpy.float32))
    norm = nn.BatchNorm1d(3, momentum=0.9)
    network = nn.SequentialCell(nn.Dense(4, 3, weight_init=weight, has_bias=False), norm)

    for count in range(6):
        yield [norm.moving_mean.asnumpy().copy(), norm.moving_variance.asnumpy().copy()]
        update_statistics(batches[: count + 1], network, norm)
