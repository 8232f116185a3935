"""The MindSpore leg: standard library, numpy and mindspore.

See :mod:`registry.checking.harness` for the contract. MindSpore's decorators hide the signatures
of its optimizers at run time, so :func:`signature` reads the source.
"""

import ast
import importlib
import inspect
import os
import tempfile
import textwrap

os.environ.setdefault("GLOG_v", "3")
# Otherwise threads hand every operator to each other and wait by spinning: on a machine that has
# other work, a step then takes several times as long.
os.environ.setdefault("MS_DEV_HOST_BLOCKING_RUN", "1")

import mindspore
import numpy
from mindspore import nn

MODULES = (
    "mindspore.nn",
    "mindspore.experimental.optim",
    "mindspore.experimental.optim.lr_scheduler",
    "mindspore.mint.optim",
)
BASES = (
    ("mindspore.nn", "Optimizer"),
    ("mindspore.experimental.optim", "Optimizer"),
    ("mindspore.experimental.optim.lr_scheduler", "LRScheduler"),
)


def describe(device):
    """``device``: ``CPU``, ``GPU`` or ``Ascend``; CPU where nothing is asked for."""
    if hasattr(mindspore, "set_device"):
        mindspore.set_device(device or "CPU")
    else:
        mindspore.set_context(device_target=device or "CPU")
    # Otherwise threads wait for each other by spinning, which takes longer than most kernels do.
    mindspore.set_context(pynative_synchronize=True)
    return {"versions": {"mindspore": mindspore.__version__}, "device": device or "CPU"}


def use(mode):
    graph = mode == "graph"
    mindspore.set_context(mode=mindspore.GRAPH_MODE if graph else mindspore.PYNATIVE_MODE)


class Optimizer:
    def __init__(self, spec, parameters):
        use(spec["mode"])
        self.spec = spec
        self.dtype = getattr(mindspore, spec["dtype"])
        self.parameters = [
            mindspore.Parameter(self.tensor(array), name=name) for name, array in parameters
        ]
        self.optimizer = self.made()

    def tensor(self, array):
        return mindspore.Tensor(array, self.dtype)

    def made(self):
        first, own = self.parameters, self.spec["group"]
        if own is not None:
            half = len(first) // 2
            # In a group every family calls the rate lr, also where the argument is learning_rate.
            own = {{"learning_rate": "lr"}.get(name, name): value for name, value in own.items()}
            first = [{"params": first[:half]}, {"params": first[half:], **own}]
        return self.spec["resolved"](first, **self.spec["arguments"])

    def step(self, gradients):
        # MindSpore has no "no gradient": every parameter gets one in every step.
        self.optimizer(
            tuple(
                self.tensor(numpy.zeros(parameter.shape) if gradient is None else gradient)
                for parameter, gradient in zip(self.parameters, gradients)
            )
        )

    def slow(self):
        for rate in self.rates():
            mindspore.ops.assign(rate, rate * 0.1)

    def rates(self):
        if isinstance(self.optimizer, nn.Optimizer):
            rates = self.optimizer.learning_rate
            return rates if self.optimizer.is_group_lr else [rates]
        return [group["lr"] for group in self.optimizer.param_groups]

    def resume(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "optimizer.ckpt")
            mindspore.save_checkpoint(self.optimizer, file)
            saved = mindspore.load_checkpoint(file)
        self.optimizer = self.made()
        mindspore.load_param_into_net(self.optimizer, saved)

    def minimise(self, function):
        def closure():
            loss, gradients = function(self.values())
            return mindspore.Tensor(loss), [self.tensor(each) for each in gradients]

        self.optimizer.step(closure)

    def values(self):
        if self.spec["dtype"] == "bfloat16":  # numpy has no such type
            wide = [parameter.astype(mindspore.float32) for parameter in self.parameters]
        else:
            wide = self.parameters
        return numpy.concatenate([each.asnumpy().ravel() for each in wide])


optimizer = Optimizer


def schedule(spec):
    """The rate (or momentum) of every step, as the optimizer that is scheduled uses it."""
    use(spec["mode"])
    if ".lr_scheduler." in spec["api"]:
        yield from _of_a_scheduler(spec)
    else:
        yield from _of_a_rate(spec)


def _parameter(size):
    return mindspore.Parameter(mindspore.Tensor(numpy.zeros(size, numpy.float32)), name="weight")


def _number(value):
    return float(value.asnumpy() if isinstance(value, mindspore.Tensor) else value)


def _of_a_scheduler(spec):
    from mindspore.experimental import optim  # MindSpore 2.0 has none

    scheduled = optim.SGD([_parameter(1)], lr=spec["lr"], momentum=0.9)
    if spec["resumes"]:
        # A resumed schedule finds in the group what it started from.
        scheduled.param_groups[0]["initial_lr"] = spec["lr"]
    scheduler = spec["make"](optimizer=scheduled)
    for epoch in range(spec["epochs"]):
        for _ in range(spec["steps_per_epoch"]):
            yield _number(scheduled.param_groups[0][spec["watched"]])
        spec["step"](scheduler, epoch)


def _of_a_rate(spec):
    """A list of rates, or a cell that computes them, given to an optimizer as its rate.

    Each step has a gradient of one for an element of its own, which so moves by the rate.
    """
    if spec["watched"] == "momentum":
        yield from _of_a_momentum(spec)
        return
    steps = spec["epochs"] * spec["steps_per_epoch"]
    parameter = _parameter(steps)
    scheduled = nn.SGD([parameter], learning_rate=spec["make"]())
    made = 0
    try:
        for made in range(steps):
            gradient = numpy.zeros(steps, numpy.float32)
            gradient[made] = 1.0
            scheduled((mindspore.Tensor(gradient),))
        made = steps
    finally:
        yield from (0.0 - parameter.asnumpy()[:made]).tolist()


def _of_a_momentum(spec):
    parameter = _parameter(1)
    scheduled = nn.SGD([parameter], learning_rate=spec["make"](), momentum=0.9)
    for _ in range(spec["epochs"] * spec["steps_per_epoch"]):
        yield _number(scheduled.momentum)
        scheduled((mindspore.Tensor(numpy.ones(1, numpy.float32)),))


def signature(found):
    """The signature as the source declares it, without ``self`` and annotations."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(found))).body[0]
    if isinstance(tree, ast.ClassDef):
        tree = next(each for each in tree.body if getattr(each, "name", "") == "__init__")
    if tree.args.args and tree.args.args[0].arg == "self":
        tree.args.args.pop(0)
    for each in [*tree.args.args, *tree.args.kwonlyargs]:
        each.annotation = None
    return f"({ast.unparse(tree.args)})"


def imported(module):
    """A module; ``None`` where this release does not have it."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if not f"{module}.".startswith(f"{error.name}."):
            raise
        return None


def public_names():
    for module in MODULES:
        for name in vars(imported(module) or object):
            if not name.startswith("_"):
                yield f"{module}.{name}"
    for module, base in BASES:
        for each in dir(getattr(imported(module), base, object)):
            if not each.startswith("_"):
                yield f"{module}.{base}.{each}"


def offered(module):
    """What a part of ``mindspore.nn`` has is known under the name of the whole."""
    known_as = "mindspore.nn" if module.startswith("mindspore.nn.") else module
    for name in getattr(imported(module), "__all__", ()):
        yield f"{known_as}.{name}"
