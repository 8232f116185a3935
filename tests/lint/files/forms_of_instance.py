"""Optimizers and schedules as training code keeps, passes and wraps them."""
from __future__ import annotations

import dataclasses
import itertools
import typing as tp
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Iterable, NamedTuple, Protocol, Sequence

import torch
import torch.optim as optim
from torch import nn
from torch.optim.lr_scheduler import LRScheduler, StepLR, _LRScheduler

model = nn.Linear(2, 2)

if True:
    opt = optim.SGD(model.parameters(), lr=0.1)
for g in opt.param_groups:  # OPR301
    g["lr"] = 0.1
lrs = [g["lr"] for g in opt.param_groups]  # OPR301
lr = opt.param_groups[0]["lr"]  # OPR301
opt.param_groups[0]["lr"] *= 0.5  # OPR301
opt.param_groups = []  # OPR301
del opt.param_groups[0]  # OPR301
print(f"lr {opt.param_groups[0]['lr']:.2e}")  # OPR301
len(opt.state)  # OPR305
opt.state[model.weight]["exp_avg"]  # OPR305
getattr(opt, "param_groups")  # OPR301
getattr(opt, "add_param_group")({"params": []})  # OPR302
add = opt.add_param_group  # OPR302
add({"params": []})
setattr(opt, "param_groups", [])  # OPR301
step = opt.step
step()
torch.save(opt.state_dict(), "opt.pt")  # OPR303
checkpoint = {"model": model.state_dict(), "optimizer": opt.state_dict()}  # OPR303
model.load_state_dict(checkpoint["model"])
opt.load_state_dict(checkpoint["optimizer"])  # OPR304
opt.step(closure=lambda: 1.0)  # OPR307


def closure():
    opt.zero_grad()  # OPR309
    return 1.0


opt.step(closure)  # OPR307
opt.zero_grad(set_to_none=True)  # OPR309

optimizers = {"g": optim.Adam([]), "d": optim.Adam([])}
for name, one in optimizers.items():
    one.zero_grad()  # OPR309
for one in optimizers.values():
    one.zero_grad()  # OPR309
for one in list(optimizers.values()):
    one.zero_grad()  # OPR309
for key in optimizers:
    optimizers[key].zero_grad()  # OPR309
optimizers["g"].param_groups[0]["lr"]  # OPR301
[one.zero_grad() for one in optimizers.values()]  # OPR309
states = {name: one.state_dict() for name, one in optimizers.items()}  # OPR303

g_opt, d_opt = optim.Adam([]), optim.Adam([])
for one in (g_opt, d_opt):
    one.zero_grad()  # OPR309
for one, schedule in zip((g_opt, d_opt), (StepLR(g_opt, 1), StepLR(d_opt, 1))):
    one.zero_grad()  # OPR309
    schedule.get_last_lr()  # OPR306
for i, (one, schedule) in enumerate(zip([g_opt], [StepLR(g_opt, 1)])):
    one.zero_grad()  # OPR309
    schedule.get_last_lr()  # OPR306
    i.get_last_lr()
for one in itertools.chain([g_opt], [d_opt]):
    one.zero_grad()  # OPR309
for one in reversed([g_opt, d_opt]):
    one.zero_grad()  # OPR309
for index in range(2):
    [g_opt, d_opt][index].zero_grad()  # OPR309
by_comprehension = [optim.SGD([p]) for p in model.parameters()]
by_comprehension[0].zero_grad()  # OPR309
table = {n: optim.SGD([p]) for n, p in model.named_parameters()}
table["weight"].zero_grad()  # OPR309
for one in table.values():
    one.zero_grad()  # OPR309
any(one.state for one in by_comprehension)  # OPR305
max(by_comprehension, key=lambda one: one).zero_grad()
sorted(by_comprehension, key=id)[0].zero_grad()  # OPR309
first, *others = by_comprehension
first.zero_grad()  # OPR309
for one in others:
    one.zero_grad()  # OPR309
filtered = [one for one in by_comprehension if one is not None]
filtered[0].zero_grad()  # OPR309
list(filter(None, by_comprehension))[0].zero_grad()  # OPR309
(opt if model else g_opt).zero_grad()  # OPR309
(None or opt).zero_grad()  # OPR309

cls = {"sgd": optim.SGD, "adam": optim.Adam}.get(input(), optim.SGD)
made = cls(model.parameters())
made.zero_grad()  # OPR309
dynamic = getattr(optim, input())(model.parameters(), lr=0.1)
dynamic.zero_grad()  # OPR309
dynamic_schedule = getattr(optim.lr_scheduler, input())(dynamic)
dynamic_schedule.get_last_lr()  # OPR306


class TrainState(NamedTuple):
    model: nn.Module
    optimizer: optim.Optimizer
    step: int = 0


state = TrainState(model, opt)
state.optimizer.zero_grad()  # OPR309
state.model.zero_grad()
state.model.state_dict()


@dataclass
class Context:
    net: nn.Module
    optimizer: optim.Optimizer | None = None
    schedulers: list[LRScheduler] = field(default_factory=list)
    by_name: dict[str, optim.Optimizer] = dataclasses.field(default_factory=dict)
    extra: Any = None

    def reset(self) -> None:
        if self.optimizer is not None:
            self.optimizer.zero_grad()  # OPR309
        for schedule in self.schedulers:
            schedule.get_last_lr()  # OPR306
        for one in self.by_name.values():
            one.zero_grad()  # OPR309
        self.extra.zero_grad()
        self.net.zero_grad()


def use(context: Context, state: TrainState) -> None:
    context.optimizer.zero_grad()  # OPR309
    context.by_name["x"].zero_grad()  # OPR309
    state.optimizer.param_groups  # OPR301
    context.net.state_dict()


class Stepper(Protocol):
    optimizer: optim.Optimizer


def protocol(one: Stepper) -> None:
    one.optimizer.zero_grad()  # OPR309


def many(
    a: Sequence[optim.Optimizer],
    b: Iterable["optim.Optimizer"],
    c: tuple[optim.Optimizer, ...],
    d: tp.Dict[str, tp.List[optim.Optimizer]],
    e: tp.Optional[tp.Sequence[optim.Optimizer]],
    f: optim.Optimizer | Sequence[optim.Optimizer],
    g: tp.Tuple[optim.Optimizer, LRScheduler],
    h: tp.Annotated[optim.Optimizer, "the one"],
):
    a[0].zero_grad()  # OPR309
    for one in b:
        one.zero_grad()  # OPR309
    for one in c:
        one.zero_grad()  # OPR309
    for several in d.values():
        for one in several:
            one.zero_grad()  # OPR309
    for one in e or []:
        one.zero_grad()  # OPR309
    if not isinstance(f, (list, tuple)):
        f = [f]
    for one in f:
        one.zero_grad()  # OPR309
    opt, sched = g
    opt.zero_grad()  # OPR309
    sched.get_last_lr()  # OPR306
    g[1].get_last_lr()  # OPR306
    h.zero_grad()  # OPR309


Optimizers = tp.List[optim.Optimizer]
MaybeOptimizer = tp.Optional[optim.Optimizer]
OptimizerType = tp.Union[optim.SGD, optim.Adam]
T = tp.TypeVar("T", bound=optim.Optimizer)


def with_aliases(a: Optimizers, b: MaybeOptimizer, c: OptimizerType, d: T) -> T:
    a[0].zero_grad()  # OPR309
    b.zero_grad()  # OPR309
    c.zero_grad()  # OPR309
    d.zero_grad()  # OPR309
    return d


def local_annotation(make):
    opt: optim.Optimizer
    opt = make()
    opt.zero_grad()  # OPR309
    sched: LRScheduler = make()
    sched.get_last_lr()  # OPR306
    for one in make():  # type: optim.Optimizer
        one.zero_grad()


def build(args, model) -> tuple[optim.Optimizer, LRScheduler | None]:
    ...


built, built_schedule = build(None, model)
built.zero_grad()  # OPR309
built_schedule.get_last_lr()  # OPR306


def build_plain(args):
    if args.opt == "sgd":
        optimizer = optim.SGD([], lr=0.1)
    elif args.opt == "adam":
        optimizer = optim.Adam([])
    else:
        raise NotImplementedError(args.opt)
    if not args.sched:
        return optimizer, None
    scheduler = StepLR(optimizer, 3)
    return optimizer, scheduler


one, schedule = build_plain(None)
one.zero_grad()  # OPR309
if schedule is not None:
    schedule.get_last_lr()  # OPR306


@contextmanager
def borrowed():
    optimizer = optim.SGD([])
    try:
        yield optimizer
    finally:
        optimizer.zero_grad()  # OPR309


with borrowed() as lent:
    lent.zero_grad()  # OPR309


class Engine:
    optimizer: optim.Optimizer
    scheduler: tp.Optional[_LRScheduler] = None
    _optimizers: tp.ClassVar[list[optim.Optimizer]] = []

    def __init__(self, args, optimizer: optim.Optimizer, wrapped):
        self.args = args
        self.given = optimizer
        self.wrapped = wrapped(optimizer)
        self.d_optim, self.g_optim = optim.Adam([]), optim.Adam([])
        self.table = {"g": self.g_optim}
        self.callbacks = []
        self.create()

    def create(self):
        self.created = self._make()
        self.sched = StepLR(self.created, 10)

    def _make(self):
        return optim.SGD([], lr=0.1)

    @property
    def lr(self):
        return self.optimizer.param_groups[0]["lr"]  # OPR301

    @property
    def main(self) -> optim.Optimizer:
        return self.args.optimizer

    def train(self):
        self.given.zero_grad()  # OPR309
        self.wrapped.zero_grad()
        self.d_optim.zero_grad()  # OPR309
        self.g_optim.zero_grad()  # OPR309
        self.table["g"].zero_grad()  # OPR309
        self.created.zero_grad()  # OPR309
        self.sched.get_last_lr()  # OPR306
        self.sched.optimizer.param_groups  # OPR301
        self.main.zero_grad()  # OPR309
        self.scheduler.get_last_lr()  # OPR306
        for one in self._optimizers:
            one.zero_grad()  # OPR309
        optimizer = self.optimizer
        optimizer.zero_grad()  # OPR309
        for opt in [self.d_optim, self.g_optim]:
            opt.zero_grad()  # OPR309
        if hasattr(self, "created"):
            self.created.zero_grad()  # OPR309
        self.args.optimizer.zero_grad()
        self.callbacks.zero_grad()


engine = Engine(None, opt, None)
engine.created.zero_grad()  # OPR309
engine.optimizer.zero_grad()  # OPR309
Engine._optimizers[0].zero_grad()  # OPR309


class Sub(Engine):
    def train(self):
        super().train()
        self.created.zero_grad()  # OPR309
        super()._make().zero_grad()  # OPR309


@tp.overload
def overloaded(x: int) -> optim.Optimizer: ...
@tp.overload
def overloaded(x: str) -> nn.Module: ...
def overloaded(x):
    return x


overloaded("a").zero_grad()


async def fetch() -> optim.Optimizer:
    ...


async def uses():
    got = await fetch()
    got.zero_grad()  # OPR309
    (await fetch()).zero_grad()  # OPR309


def nested():
    optimizer = optim.SGD([])
    scheduler = StepLR(optimizer, 3)

    def step():
        optimizer.zero_grad()  # OPR309
        scheduler.get_last_lr()  # OPR306

    def rebinds():
        nonlocal optimizer
        optimizer.zero_grad()  # OPR309
        optimizer = optim.Adam([])

    return step, rebinds


def global_use():
    global shared
    shared = optim.SGD([])


def global_reader():
    shared.zero_grad()  # OPR309


def default_instance(optimizer=optim.SGD([])):
    return optimizer


def conditional(opt_cls=None, params=()):
    optimizer = optim.SGD(params) if opt_cls is None else opt_cls(params)
    optimizer.zero_grad()  # OPR309


def while_loop():
    optimizer = None
    while True:
        if optimizer is None:
            optimizer = optim.SGD([])
        optimizer.zero_grad()  # OPR309


def try_loop(path):
    try:
        optimizer = torch.load(path)
    except OSError:
        optimizer = optim.SGD([])
    optimizer.zero_grad()  # OPR309


def chained(flag):
    sched = optim.lr_scheduler.StepLR(optim.SGD([]), 3)
    sched.optimizer.zero_grad()  # OPR309
    sched.step(epoch=3)  # OPR308
    sched.step(flag)  # OPR308
    sched.step(epoch=None)
    sched.step()
    print("lr", sched.get_last_lr()[0])  # OPR306
