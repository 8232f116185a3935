"""Look-alikes, shadows, rebindings and leaks: nothing here deserves a word but what says so."""
import jax
import keras
import optax
import tensorflow as tf
import torch
import torch.nn as nn
import torch.optim as optim
import torch.utils.data as data
from lion_pytorch import Lion
from mindspore import nn as ms_nn
from mindspore.experimental import optim as ms_optim
from paddle import optimizer as paddle_optim
from sklearn.linear_model import LBFGS as SkLBFGS
from torch.optim import LBFGS  # OPR101
from torch.optim import Optimizer
from torch_optimizer import Lamb
from transformers import AdamW, get_scheduler

from . import optim as local_optim
from .optimizers import LBFGS as LocalLBFGS, build_optimizer

LBFGS([])  # OPR101


# Other people's.
Lion([]).param_groups
Lamb([]).state_dict()
AdamW([]).zero_grad()
SkLBFGS([])
LocalLBFGS([]).zero_grad()
local_optim.LBFGS([]).param_groups
build_optimizer([]).param_groups
get_scheduler("x").get_last_lr()
optax.lbfgs()
tf.keras.optimizers.SGD().get_config()
keras.optimizers.SGD()
paddle_optim.SGD().state_dict()
ms_nn.SGD([]).parameters
ms_optim.SGD([], maximize=True).param_groups
jax.example_libraries.optimizers.sgd(1)
torch.LBFGS
torch.nn.LBFGS
nn.optim.LBFGS
torch.utils.optim.LBFGS
data.optim.LBFGS


# Things that have the same methods.
def same_methods(model: nn.Module, loader: data.DataLoader, queue, accelerator, writer):
    model.zero_grad()
    model.state_dict()
    model.load_state_dict({})
    model.state
    nn.Linear(1, 1).state_dict()
    nn.Linear(1, 1).zero_grad()
    loader.state_dict()
    loader.dataset.state
    queue.step(1)
    accelerator.state
    accelerator.step(3)
    writer.step(closure=None)
    torch.cuda.amp.GradScaler().state_dict()
    torch.cuda.amp.GradScaler().step(model)
    torch.get_rng_state()
    torch.optim.swa_utils
    env.step(3)
    env.state
    self.step(3)
    accelerator.prepare(model).zero_grad()


# Names that were ours once.
def by_parameter(torch, optim, Optimizer):
    torch.optim.LBFGS([])
    optim.LBFGS([])
    optim.SGD([]).param_groups
    x: Optimizer = make()
    x.param_groups


def by_keyword(*, LBFGS, **optim):
    LBFGS([])
    optim.LBFGS([])


def by_star(*LBFGS):
    LBFGS([])


def by_posonly(LBFGS, /):
    LBFGS([])


def by_for():
    for LBFGS in ():
        pass
    LBFGS([])


def by_for_tuple(things):
    for i, (optim, b) in things:
        optim.LBFGS([])


def by_import_later():
    LBFGS([])
    from fancy import LBFGS


def by_def_later():
    LBFGS([])

    def LBFGS(x):
        return x


def by_class_later():
    LBFGS([])

    class LBFGS:
        pass


def by_with():
    with open("x") as LBFGS, open("y") as (optim, other):
        LBFGS([])
        optim.LBFGS([])


def by_except():
    try:
        pass
    except Exception as LBFGS:
        LBFGS([])


def by_augmented():
    LBFGS = 0
    LBFGS += 1
    LBFGS([])


def by_annotation():
    LBFGS: object = make()
    LBFGS([])


def by_walrus(items):
    if any((LBFGS := item) for item in items):
        LBFGS([])


def by_unpacking():
    (LBFGS, optim), *torch = make()
    LBFGS([])
    optim.LBFGS([])
    torch.optim.LBFGS([])


def by_match(x):
    match x:
        case {"a": LBFGS, **optim}:
            LBFGS([])
            optim.LBFGS([])
        case [torch, *_]:
            torch.optim.LBFGS([])
        case str() as LBFGS:
            LBFGS([])


def by_lambda():
    return lambda LBFGS, *optim, torch=1: (LBFGS([]), optim.LBFGS, torch.optim.LBFGS)


def by_comprehension(xs):
    return (
        [LBFGS([]) for LBFGS in xs],
        {optim.LBFGS: 1 for optim in xs},
        {torch: torch.optim.LBFGS for torch in xs},
        (LBFGS for x in xs for LBFGS in x),
        [y for LBFGS in xs for y in LBFGS],
    )


def by_delete():
    from torch.optim import LBFGS  # OPR101

    LBFGS([])  # OPR101
    del LBFGS
    LBFGS([])


def by_nested_function():
    LBFGS = make()

    def inner():
        def innermost():
            return LBFGS([])

        return innermost

    return inner


def by_global_statement():
    global LateTorch
    LateTorch = make()


def by_type_parameter(LBFGS=None):
    LBFGS = LBFGS or make()
    return LBFGS([])


class ClassScope:
    LBFGS = make()
    x = LBFGS([])
    y = [LBFGS for _ in ()]  # OPR101

    def method(self, optim):
        self.LBFGS([])
        return optim.LBFGS([])

    def LBFGS_method(self):
        return self.optim.LBFGS([])


def class_does_not_leak():
    class Local:
        from torch.optim import LBFGS as Inside  # OPR101

        Inside([])  # OPR101

    return Inside([])


def comprehension_does_not_leak():
    [Leaked for Leaked in (optim.LBFGS,)]  # OPR101 OPR101
    return Leaked([])


def function_does_not_leak():
    def inner():
        Leaked2 = optim.LBFGS  # OPR101

    return Leaked2([])


# Rebinding.
optimizer = optim.SGD([])
optimizer = wrap(optimizer)
optimizer.param_groups
optimizer = optim.SGD([])
optimizer.param_groups  # OPR301
optimizer, loader = prepare(optimizer, None)
optimizer.param_groups
optimizer = None
optimizer.param_groups
opt2 = optim.SGD([])
del opt2
opt2.param_groups
for opt2 in make():
    opt2.param_groups
with make() as opt2:
    opt2.param_groups
model, opt3 = amp.initialize(nn.Linear(1, 1), optim.SGD([]))
opt3.param_groups


def rebinds_parameter(optimizer: Optimizer):
    optimizer = hvd.DistributedOptimizer(optimizer)
    optimizer.param_groups


class Rebinder:
    def __init__(self):
        self.optimizer = optim.SGD([])
        self.optimizer = make(self.optimizer)

    def use(self):
        self.optimizer.step()


class NoInstance:
    def __init__(self, optimizer):
        self.optimizer = optimizer
        self.other = self

    def use(self):
        self.optimizer.param_groups
        self.optimizer.zero_grad()
        self.other.param_groups


# Local classes and functions of the same names.
class SGD:
    def __init__(self, params, maximize=False):
        self.param_groups = []
        self.state = {}

    def step(self, closure=None):
        pass

    def zero_grad(self):
        pass


sgd = SGD([], maximize=True)
sgd.param_groups
sgd.zero_grad()
sgd.step(lambda: 1)
sgd.state


class StepLR:
    def __init__(self, optimizer):
        self.optimizer = optimizer

    def get_last_lr(self):
        return self.optimizer.param_groups

    def step(self, epoch=None):
        pass


StepLR(sgd).get_last_lr()
StepLR(sgd).step(3)
StepLR(sgd).optimizer.param_groups


def Adam(params, maximize):
    return params


Adam([], maximize=True).param_groups


# Words in texts and comments: torch.optim.LBFGS.
text = "torch.optim.LBFGS"
doc = """
import torch
torch.optim.LBFGS(params)
"""
fmt = f"{text} torch.optim.LBFGS"
raw = b"torch.optim.LBFGS"
key = {"torch.optim.LBFGS": 1}["torch.optim.LBFGS"]
LBFGS_NAME = "LBFGS"
keyword = dict(LBFGS=1, optim=2)
make(LBFGS=1).LBFGS([])
make().optim.LBFGS([])
make()["optim"].LBFGS([])


def isinstance(a, b):
    return True


def hasattr(a, b):
    return True


if isinstance(text, Optimizer):
    text.param_groups
if hasattr(optim, "LBFGS"):
    optim.LBFGS([])  # OPR101


def not_narrowed(x):
    if type(x) is Optimizer or x:
        x.param_groups
    if not __builtins__.isinstance(x, Optimizer):
        x.param_groups


def annotated_otherwise(optimizer: "Optimizer" or None, other: "make(Optimizer)", third: Lion):
    other.param_groups
    third.param_groups
