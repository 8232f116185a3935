"""Nobody advances the counter of the steps, so that the first rate stays for ever."""

import mindspore
import numpy
from mindspore import nn, ops

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


class Momentum(nn.Optimizer):
    def __init__(self, params, learning_rate, momentum=0.9):
        super().__init__(learning_rate, params)
        self.moments = self.parameters.clone(prefix="moments", init="zeros")
        self.momentum = momentum

    def construct(self, gradients):
        rate = self.get_lr()
        for parameter, moment, gradient in zip(self.parameters, self.moments, gradients):
            ops.assign(moment, self.momentum * moment + gradient)
            ops.assign(parameter, parameter - rate * moment)


def example():
    first = mindspore.Parameter(ops.ones(3), name="first")
    second = mindspore.Parameter(ops.ones(5), name="second")
    rates = nn.piecewise_constant_lr([3, 6, 9, 12], [0.1, 0.05, 0.025, 0.0125])
    optimizer = Momentum([first, second], rates)

    random = numpy.random.default_rng(0)
    for _ in range(11):
        yield [first.asnumpy().copy(), second.asnumpy().copy()]
        gradients = [
            mindspore.Tensor(random.standard_normal(parameter.shape).astype(numpy.float32))
            for parameter in (first, second)
        ]
        optimizer(tuple(gradients))
