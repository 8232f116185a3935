"""construct gets the gradients, and every new value is written with ops.assign."""

import mindspore
import numpy
from mindspore import ops
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


class Momentum(optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        super().__init__(params, {"lr": lr, "momentum": momentum})
        self.moments = self.parameters.clone(prefix="moments", init="zeros")

    def construct(self, gradients):
        for start, group in zip(self.group_start_id, self.param_groups):
            for place, parameter in enumerate(group["params"], start):
                moment = group["momentum"] * self.moments[place] + gradients[place]
                ops.assign(self.moments[place], moment)
                ops.assign(parameter, parameter - group["lr"] * moment)


def example():
    first = mindspore.Parameter(ops.ones(3), name="first")
    second = mindspore.Parameter(ops.ones(5), name="second")
    optimizer = Momentum([{"params": [first]}, {"params": [second], "momentum": 0.5}], lr=0.1)

    random = numpy.random.default_rng(0)
    for _ in range(11):
        yield [first.asnumpy().copy(), second.asnumpy().copy()]
        gradients = [
            mindspore.Tensor(random.standard_normal(parameter.shape).astype(numpy.float32))
            for parameter in (first, second)
        ]
        optimizer(tuple(gradients))
