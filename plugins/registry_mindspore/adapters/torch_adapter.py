"""The torch leg: standard library, numpy and torch.

See :mod:`registry.checking.harness` for the contract.
"""

import importlib
import inspect
import io
import warnings

import numpy
import torch
from torch.optim.optimizer import required

warnings.simplefilter("ignore")
torch.set_num_threads(1)

# How torch computes a step; each is an argument of the optimizers that have it.
IMPLEMENTATIONS = {
    "": {},
    "forloop": {"foreach": False, "fused": False},
    "foreach": {"foreach": True},
    "fused": {"fused": True},
    "capturable": {"capturable": True},
}

_device = "cpu"
_implementation = ""


def describe(device):
    """``device``: ``cpu``, ``cuda``, ``cuda:1``, or ``None`` for CUDA where there is one.

    ``cuda+fused`` (or ``forloop``, ``foreach``, ``capturable``) also says how to compute, where the
    optimizer has the choice and the case does not make it.
    """
    global _device, _implementation
    _device, _, _implementation = (device or "").partition("+")
    if _implementation not in IMPLEMENTATIONS:
        raise ValueError(f"{_implementation} is not one of {', '.join(IMPLEMENTATIONS)}")
    _device = _device or ("cuda" if torch.cuda.is_available() else "cpu")
    name = torch.cuda.get_device_name(_device) if _device.startswith("cuda") else "CPU"
    if _implementation:
        name += f" ({_implementation})"
    return {"versions": {"torch": str(torch.__version__)}, "device": name}


def chosen(optimizer, arguments):
    """The arguments with those that choose the implementation."""
    known = inspect.signature(optimizer).parameters
    every = {name for choice in IMPLEMENTATIONS.values() for name in choice}
    if every & set(arguments):
        return arguments
    choice = IMPLEMENTATIONS[_implementation].items()
    return {**arguments, **{name: value for name, value in choice if name in known}}


class Optimizer:
    def __init__(self, spec, parameters):
        self.spec = spec
        self.dtype = getattr(torch, spec["dtype"])
        self.parameters = [
            torch.nn.Parameter(torch.from_numpy(array.copy()).to(_device, self.dtype))
            for _, array in parameters
        ]
        self.flat = [parameter.detach().view(-1) for parameter in self.parameters]
        # On the CPU numpy looks at the same memory, which costs a tenth of torch.cat.
        shared = _device == "cpu" and spec["dtype"] in ("float32", "float64")
        self.views = [each.numpy() for each in self.flat] if shared else None
        self.optimizer = self.made()

    def made(self):
        optimizer, first, own = self.spec["resolved"], self.parameters, self.spec["group"]
        if own is not None:
            half = len(first) // 2
            first = [{"params": first[:half]}, {"params": first[half:], **own}]
        return optimizer(first, **chosen(optimizer, self.spec["arguments"]))

    def step(self, gradients):
        for parameter, gradient in zip(self.parameters, gradients):
            if gradient is None:
                parameter.grad = None
            else:
                parameter.grad = torch.from_numpy(gradient).to(_device, self.dtype)
        self.optimizer.step()

    def slow(self):
        for group in self.optimizer.param_groups:
            group["lr"] = group["lr"] * 0.1

    def resume(self):
        saved = io.BytesIO()
        torch.save(self.optimizer.state_dict(), saved)
        saved.seek(0)
        self.optimizer = self.made()
        self.optimizer.load_state_dict(torch.load(saved))

    def minimise(self, function):
        def closure():
            loss, gradients = function(self.values())
            for parameter, gradient in zip(self.parameters, gradients):
                parameter.grad = torch.from_numpy(gradient).to(_device, self.dtype)
            return torch.tensor(loss)

        self.optimizer.step(closure)

    def values(self):
        if self.views:
            return numpy.concatenate(self.views)
        wide = torch.float64 if self.dtype == torch.float64 else torch.float32
        return torch.cat(self.flat).to("cpu", wide).numpy()


optimizer = Optimizer


def schedule(spec):
    """The rate (or momentum) of every step; the scheduler steps once an epoch."""
    parameter = torch.nn.Parameter(torch.zeros(1, device=_device))
    scheduled = torch.optim.SGD([parameter], lr=spec["lr"], momentum=0.9)
    if spec["resumes"]:
        # A resumed schedule finds in the group what it started from.
        scheduled.param_groups[0]["initial_lr"] = spec["lr"]
    scheduler = spec["make"](optimizer=scheduled)
    for epoch in range(spec["epochs"]):
        for _ in range(spec["steps_per_epoch"]):
            yield float(scheduled.param_groups[0][spec["watched"]])
            scheduled.step()
        spec["step"](scheduler, epoch)


def signature(found):
    """The signature as declared, without annotations.

    Releases before 2.3 mark what is required by a default of their own.
    """
    empty = inspect.Parameter.empty
    bare = [
        each.replace(annotation=empty, default=empty if each.default is required else each.default)
        for each in inspect.signature(found).parameters.values()
        if each.name != "self"
    ]
    return str(inspect.Signature(bare))


def public_names():
    for module in ("torch.optim", "torch.optim.lr_scheduler", "torch.optim.swa_utils"):
        for name in vars(importlib.import_module(module)):
            if not name.startswith("_"):
                yield f"{module}.{name}"
    for base in ("torch.optim.Optimizer", "torch.optim.lr_scheduler.LRScheduler"):
        module, _, name = base.rpartition(".")
        for each in dir(getattr(importlib.import_module(module), name, object)):
            if not each.startswith("_"):
                yield f"{base}.{each}"


def offered(module):
    """What a module says it has, or where it does not say so, what it is the home of."""
    found = importlib.import_module(module)
    for name in getattr(found, "__all__", None) or own(found):
        if not inspect.ismodule(getattr(found, name)):
            yield f"{module}.{name}"


def own(module):
    """The public names of what is defined in a module or in its parts."""
    for name, value in vars(module).items():
        home = f"{getattr(value, '__module__', None)}."
        if not name.startswith("_") and home.startswith(f"{module.__name__}."):
            yield name
