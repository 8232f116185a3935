"""No schedule has a state to ask for."""

import mindspore
import numpy
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = optim.SGD([weight], lr=0.1)
    scheduler = optim.lr_scheduler.StepLR(optimizer, 3, gamma=0.5)

    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        scheduler.step()
        if step == 5:
            known = scheduler.state_dict()
            scheduler = optim.lr_scheduler.StepLR(optimizer, 3, gamma=0.5)
            scheduler.load_state_dict(known)
        yield weight.asnumpy().copy()
