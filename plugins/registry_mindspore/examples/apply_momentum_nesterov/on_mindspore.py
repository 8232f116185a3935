"""The operator with Nesterov's momentum."""

import mindspore
import numpy
from mindspore import nn, ops

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


class Momentum(nn.Optimizer):
    def __init__(self, params, learning_rate, momentum):
        super().__init__(learning_rate, params)
        self.moments = self.parameters.clone(prefix="moments", init="zeros")
        self.momentum = momentum
        self.apply_momentum = ops.ApplyMomentum(use_nesterov=True)

    def construct(self, gradients):
        rate = self.get_lr()
        self.assignadd(self.global_step, self.global_step_increase_tensor)
        for parameter, moment, gradient in zip(self.parameters, self.moments, gradients):
            self.apply_momentum(parameter, moment, rate, gradient, self.momentum)


def example():
    first = mindspore.Parameter(ops.ones(3), name="first")
    second = mindspore.Parameter(ops.ones(5), name="second")
    optimizer = Momentum([first, second], learning_rate=0.1, momentum=0.9)

    random = numpy.random.default_rng(0)
    for _ in range(11):
        yield [first.asnumpy().copy(), second.asnumpy().copy()]
        gradients = [
            mindspore.Tensor(random.standard_normal(parameter.shape).astype(numpy.float32))
            for parameter in (first, second)
        ]
        optimizer(tuple(gradients))
