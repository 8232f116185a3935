"""Optimizers and schedules, wherever they have come from."""
import contextlib
import copy
from typing import cast

import torch
from torch import optim
from torch.optim import SGD, Adam
from torch.optim.lr_scheduler import ReduceLROnPlateau, StepLR

optimizer = SGD([], lr=0.1)
scheduler = StepLR(optimizer, 30)

optimizer.param_groups  # OPR301
optimizer.add_param_group({})  # OPR302
optimizer.state_dict()  # OPR303
optimizer.load_state_dict({})  # OPR304
optimizer.state  # OPR305
scheduler.get_last_lr()  # OPR306
optimizer.step(lambda: 0)  # OPR307
optimizer.step(closure=lambda: 0)  # OPR307
scheduler.step(3)  # OPR308
scheduler.step(epoch=3)  # OPR308
optimizer.zero_grad()  # OPR309
optimizer.zero_grad(set_to_none=True)  # OPR309
scheduler.state_dict()  # OPR303
scheduler.load_state_dict({})  # OPR304

optimizer.step()
optimizer.step(closure=None)
scheduler.step()
plateau = ReduceLROnPlateau(optimizer)
plateau.step(0.5)

optimizer.param_groups[0]["lr"] = 0.2  # OPR301
for group in optimizer.param_groups:  # OPR301
    group["lr"] *= 0.5
getattr(optimizer, "add_param_group")({})  # OPR302
save = optimizer.state_dict  # OPR303
torch.save({"optimizer": optimizer.state_dict()}, "x")  # OPR303
SGD([], 0.1).zero_grad()  # OPR309
copy.deepcopy(optimizer).param_groups  # OPR301
(walrus := Adam([])).param_groups  # OPR301
walrus.param_groups  # OPR301
alias = optimizer
alias.zero_grad()  # OPR309


def make():
    return optim.Adam([])


def make_both(flag):
    if flag:
        return optim.Adam([]), StepLR(optimizer, 3)
    return SGD([]), None


def make_annotated() -> optim.Optimizer:
    return something()


make().zero_grad()  # OPR309
made = make()
made.zero_grad()  # OPR309
one, two = make_both(True)
one.zero_grad()  # OPR309
two.get_last_lr()  # OPR306
make_annotated().zero_grad()  # OPR309
cast(optim.Optimizer, something()).zero_grad()  # OPR309
cast("optim.Optimizer", something()).zero_grad()  # OPR309

several = [SGD([]), Adam([])]
for each in several:
    each.zero_grad()  # OPR309
for position, each in enumerate(several):
    each.zero_grad()  # OPR309
    position.zero_grad()
several[0].zero_grad()  # OPR309
schedules = [StepLR(o, 3) for o in several]
for o, s in zip(several, schedules):
    o.zero_grad()  # OPR309
    s.get_last_lr()  # OPR306
[o.zero_grad() for o in several]  # OPR309
left, right = SGD([]), Adam([])
left.zero_grad()  # OPR309
right.zero_grad()  # OPR309
head, *tail = several
tail[0].zero_grad()  # OPR309

table = {"g": SGD([]), "d": Adam([]), "lr": 0.1}
table["g"].zero_grad()  # OPR309
table["lr"].zero_grad()
table.get("d").zero_grad()  # OPR309
grown = []
grown.append(SGD([]))
for each in grown:
    each.zero_grad()  # OPR309
filled = {}
filled["a"] = SGD([])
filled["a"].zero_grad()  # OPR309
for key, each in filled.items():
    each.zero_grad()  # OPR309
    key.zero_grad()


@contextlib.contextmanager
def lent():
    yield SGD([])


with lent() as borrowed:
    borrowed.zero_grad()  # OPR309

with open("x") as handle, torch.no_grad():
    optimizer.zero_grad()  # OPR309
    handle.state


class Trainer:
    def early(self):
        self.optimizer.zero_grad()  # OPR309
        self.scheduler.get_last_lr()  # OPR306

    def __init__(self, given):
        self.optimizer = SGD([])
        self.given = given
        self.optimizers = [SGD([])]
        self.maybe = None

    def setup(self):
        self.scheduler = StepLR(self.optimizer, 3)
        self.maybe = Adam([])

    def make(self):
        return Adam([])

    @property
    def current(self):
        return self.optimizer

    def late(self):
        self.optimizer.zero_grad()  # OPR309
        self.given.zero_grad()
        self.make().zero_grad()  # OPR309
        self.current.zero_grad()  # OPR309
        self.maybe.zero_grad()  # OPR309
        for one in self.optimizers:
            one.zero_grad()  # OPR309
        if self.maybe is not None:
            self.maybe.zero_grad()  # OPR309

        def inner():
            self.optimizer.zero_grad()  # OPR309


class Child(Trainer):
    def more(self):
        self.optimizer.zero_grad()  # OPR309


trainer = Trainer(None)
trainer.optimizer.zero_grad()  # OPR309
Child(None).optimizer.zero_grad()  # OPR309


def choose(kind, optimizer=None):
    if kind == "sgd":
        chosen = optim.SGD([])
    elif kind == "adam":
        chosen = optim.Adam([])
    else:
        raise ValueError(kind)
    chosen.zero_grad()  # OPR309
    if optimizer is None:
        optimizer = optim.SGD([])
    optimizer.zero_grad()  # OPR309
    for _ in range(3):
        broken = optim.SGD([])
        break
    broken.zero_grad()  # OPR309


def lost():
    optimizer = SGD([])
    optimizer = wrap(optimizer)
    optimizer.zero_grad()


cls = {"sgd": SGD, "adam": Adam}[input()]
cls([]).zero_grad()  # OPR309
state = make_state()
state.optimizer = SGD([])
state.optimizer.zero_grad()  # OPR309
