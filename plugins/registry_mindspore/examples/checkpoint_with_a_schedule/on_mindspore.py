"""The checkpoint lacks the rates and the epoch of the schedule, which are put back by hand."""

import tempfile
from pathlib import Path

import mindspore
import numpy
from mindspore.experimental import optim

mindspore.set_context(mode=mindspore.PYNATIVE_MODE)


def made():
    weight = mindspore.Parameter(mindspore.ops.ones(5), name="weight")
    optimizer = optim.SGD([weight], lr=0.1, momentum=0.9)
    return weight, optimizer, optim.lr_scheduler.StepLR(optimizer, 3, gamma=0.5)


def example():
    weight, optimizer, scheduler = made()
    random = numpy.random.default_rng(0)
    for step in range(1, 11):
        optimizer((mindspore.Tensor(random.standard_normal(5, numpy.float32)),))
        scheduler.step()
        if step == 5:
            rates = [float(group["lr"]) for group in optimizer.param_groups]
            epoch = float(scheduler.last_epoch)
            with tempfile.TemporaryDirectory() as folder:
                file = str(Path(folder, "training.ckpt"))
                mindspore.save_checkpoint(optimizer, file)
                saved = mindspore.load_checkpoint(file)
            weight, optimizer, scheduler = made()
            mindspore.load_param_into_net(optimizer, saved)
            mindspore.ops.assign(scheduler.last_epoch, epoch)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                mindspore.ops.assign(group["lr"], rate)
        yield weight.asnumpy().copy()
