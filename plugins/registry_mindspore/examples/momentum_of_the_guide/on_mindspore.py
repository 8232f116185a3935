"""The optimizer of the vendor's migration guide, formula unchanged, which is not momentum."""

import mindspore
import numpy
from mindspore import nn, ops

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


class MomentumOpt(nn.Optimizer):
    def __init__(self, params, learning_rate, momentum):
        super().__init__(learning_rate, params)
        self.momentum = mindspore.Parameter(mindspore.Tensor(momentum), name="momentum")
        self.moments = self.parameters.clone(prefix="moments", init="zeros")
        self.assign = ops.Assign()

    def construct(self, gradients):
        success = None
        for param, mom, grad in zip(self.parameters, self.moments, gradients):
            update = self.momentum * param + mom + self.learning_rate * grad
            success = self.assign(param, update)
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
