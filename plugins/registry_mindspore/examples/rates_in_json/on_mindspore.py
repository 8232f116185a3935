"""The rates are Tensors, which JSON does not know."""

import json

import mindspore
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = optim.SGD([weight], lr=0.1)
    scheduler = optim.lr_scheduler.StepLR(optimizer, 2, gamma=0.5)
    for _ in range(10):
        optimizer((mindspore.ops.ones(5),))
        scheduler.step()
        line = json.dumps({"rates": scheduler.get_last_lr()})
        yield json.loads(line)["rates"]
