"""Nothing here is an optimizer of torch."""
import mindspore
import optax
import paddle
import tensorflow as tf
import torch
from apex.optimizers import FusedAdam
from mindspore import nn as ms_nn
from mindspore.nn import SGD

from .optim import LBFGS
from . import optim


class Adam:
    param_groups = []

    def step(self, closure):
        self.param_groups

    def zero_grad(self):
        pass


def run(model, optimizer, scheduler, thing):
    adam = Adam()
    adam.param_groups
    adam.zero_grad()
    adam.step(lambda: 0)
    LBFGS([])
    optim.LBFGS([])
    optim.Nonsense([])
    net = torch.nn.Linear(1, 1)
    net.state_dict()
    net.load_state_dict({})
    net.zero_grad()
    model.state_dict()
    model.zero_grad()
    optimizer.step(3)
    scheduler.step(3)
    thing.state
    thing.param_groups
    a = optax.sgd(0.1)
    a.state_dict()
    b = tf.keras.optimizers.SGD(0.1)
    b.state_dict()
    c = SGD([], 0.1)
    c.state_dict()
    d = ms_nn.SGD([], maximize=True)
    d.param_groups
    e = paddle.optimizer.SGD()
    e.state_dict()
    f = FusedAdam([])
    f.zero_grad()
    g = mindspore.experimental.optim.SGD([])
    g.param_groups
    torch.cuda.amp.GradScaler().step(optimizer)
    torch.LBFGS([])
    torch.optimizers.LBFGS([])
    "torch.optim.LBFGS"
    getattr(model, "param_groups")
