"""The schedule of experimental.optim takes the loss of the epoch, too."""

import mindspore
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def example():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = optim.SGD([weight], lr=0.5)
    scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=2)
    for loss in (1.0, 0.5, 0.5, 0.5, 0.5, 0.4, 0.6, 0.6, 0.6, 0.6):
        yield [weight.asnumpy().copy(), float(optimizer.param_groups[0]["lr"])]
        optimizer((mindspore.ops.ones(5),))
        scheduler.step(loss)
