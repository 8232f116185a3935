"""A step() that was ported word for word is called by nothing: calling the optimizer raises."""

import mindspore
import numpy
from mindspore import ops
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


class Momentum(optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        super().__init__(params, {"lr": lr, "momentum": momentum})

    def step(self):
        for group in self.param_groups:
            for parameter in group["params"]:
                state = self.state[parameter]
                if not state:
                    state["moment"] = ops.zeros_like(parameter)
                state["moment"] = group["momentum"] * state["moment"] + parameter.grad
                ops.assign(parameter, parameter - group["lr"] * state["moment"])


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
