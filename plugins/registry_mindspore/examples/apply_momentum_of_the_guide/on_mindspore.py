"""The second optimizer of the vendor's migration guide, which reads a momentum it never sets."""

import mindspore
import numpy
from mindspore import nn, ops

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


class MomentumOpt(nn.Optimizer):
    # The guide takes a momentum and never keeps it: that is what the example shows.
    def __init__(self, params, learning_rate, momentum, use_nesterov=False):  # noqa: ARG002
        super().__init__(learning_rate, params)
        self.moments = self.parameters.clone(prefix="moments", init="zeros")
        self.opt = ops.ApplyMomentum(use_nesterov=use_nesterov)

    def construct(self, gradients):
        success = None
        for param, mom, grad in zip(self.parameters, self.moments, gradients):
            success = self.opt(param, mom, self.learning_rate, grad, self.momentum)
        return success


def example():
    first = mindspore.Parameter(ops.ones(3), name="first")
    second = mindspore.Parameter(ops.ones(5), name="second")
    optimizer = MomentumOpt([first, second], learning_rate=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for _ in range(11):
        yield [first.asnumpy().copy(), second.asnumpy().copy()]
        gradients = [
            mindspore.Tensor(random.standard_normal(parameter.shape).astype(numpy.float32))
            for parameter in (first, second)
        ]
        optimizer(tuple(gradients))
