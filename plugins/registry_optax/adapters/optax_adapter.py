"""The optax leg: standard library, numpy, jax and optax.

See :mod:`registry.checking.harness` for the contract. An optimizer of optax takes no parameters: it
is made of numbers, and ``init`` and ``update`` get what is trained. In PyNative mode its operations
run one by one, in graph mode the whole step is compiled with ``jax.jit``.
"""

import ast
import importlib
import inspect
import pickle
import textwrap

import jax
import numpy
import optax
from jax import numpy as jnp

MODULES = ("optax", "optax.contrib", "optax.schedules", "optax.transforms")
# For a part of optax, the name under which people know what is in it.
KNOWN_AS = {"optax._src.alias": "optax", "optax.schedules": "optax"}


def describe(device):
    """``device``: ``cpu``, ``gpu`` or ``tpu``; CPU where nothing is asked for."""
    jax.config.update("jax_platforms", device or "cpu")
    kind = jax.devices()[0].device_kind
    versions = {"jax": jax.__version__, "optax": optax.__version__}
    return {"versions": versions, "device": "CPU" if kind == "cpu" else kind}


def use(dtype):
    """Without this switch jax makes float32 of float64, silently."""
    jax.config.update("jax_enable_x64", dtype == "float64")


class Optimizer:
    def __init__(self, spec, parameters):
        use(spec["dtype"])
        self.spec = spec
        self.dtype = getattr(jnp, spec["dtype"])
        self.parameters = [self.array(each) for _, each in parameters]
        self.optimizer = self.made()
        self.state = self.optimizer.init(self.parameters)
        self.compile()

    def compile(self):
        self.compiled = jax.jit(self.updated)
        self.update = self.compiled if self.spec["mode"] == "graph" else self.updated

    def array(self, values):
        return jnp.asarray(values, self.dtype)

    def made(self):
        first, own = self.spec["arguments"], self.spec["group"]
        if own is None:
            return self.one(first)
        half = len(self.parameters) // 2
        labels = ["first" if place < half else "last" for place in range(len(self.parameters))]
        return optax.partition(
            {"first": self.one(first), "last": self.one({**first, **own})}, labels
        )

    def one(self, arguments):
        make = self.spec["resolved"]
        if self.spec["rate"] == "drops":
            others = set(inspect.signature(make).parameters) - {"learning_rate"}
            make = optax.inject_hyperparams(make, static_args=others)
        return make(**arguments)

    def updated(self, gradients, state, parameters):
        updates, state = self.optimizer.update(gradients, state, parameters)
        return optax.apply_updates(parameters, updates), state

    def step(self, gradients):
        # There is no "no gradient": jax.grad gives zeros for what a loss does not use.
        given = [
            self.array(numpy.zeros(parameter.shape) if gradient is None else gradient)
            for parameter, gradient in zip(self.parameters, gradients)
        ]
        self.parameters, self.state = self.update(given, self.state, self.parameters)

    def slow(self):
        def injected(state):
            return hasattr(state, "hyperparams")

        for state in filter(injected, jax.tree.leaves(self.state, is_leaf=injected)):
            state.hyperparams["learning_rate"] *= 0.1

    def resume(self):
        saved = pickle.dumps(jax.device_get(self.state))
        self.optimizer = self.made()
        self.state = jax.tree.map(jnp.asarray, pickle.loads(saved))
        self.compile()

    def minimise(self, function):
        _, gradients = function(self.values())
        given = [self.array(each) for each in gradients]
        # Always compiled: the loops of L-BFGS would otherwise be compiled anew in every step.
        self.parameters, self.state = self.compiled(given, self.state, self.parameters)

    def values(self):
        wide = numpy.float64 if self.spec["dtype"] == "float64" else numpy.float32
        return numpy.concatenate([numpy.asarray(each, wide).ravel() for each in self.parameters])


optimizer = Optimizer


def schedule(spec):
    """The rate (or momentum) of every step, as an optimizer uses it.

    The parameter of ``optax.sgd`` has a gradient of one, so that its update is the rate. What makes
    no rate but scales the updates stands behind an optimizer with the rate of the case.
    """
    use("float32")
    made = spec["make"]()
    if isinstance(made, optax.GradientTransformationExtraArgs):
        yield from _by_a_metric(spec, made)
        return
    if isinstance(made, optax.GradientTransformation):
        scheduled = optax.chain(optax.sgd(spec["lr"]), made)
    else:
        scheduled = optax.inject_hyperparams(optax.sgd)(learning_rate=made, momentum=0.9)
        if spec["watched"] == "lr":
            scheduled = optax.sgd(made)
    gradient = jnp.ones((), jnp.float32)
    state = scheduled.init(gradient)
    update = jax.jit(scheduled.update) if spec["mode"] == "graph" else scheduled.update
    for _ in range(spec["epochs"] * spec["steps_per_epoch"]):
        moved, state = update(gradient, state, gradient)
        yield (
            float(state.hyperparams["momentum"]) if spec["watched"] == "momentum" else -float(moved)
        )


class Plateau:
    """A transformation that looks at a metric, told of it once an epoch, as its page shows.

    It is always compiled: run one by one, its branches would be compiled anew in every step.
    """

    def __init__(self, made, like):
        self.update, self.like, self.state = jax.jit(made.update), like, made.init(like)

    def step(self, metrics):
        _, self.state = self.update(self.like, self.state, value=metrics)


def _by_a_metric(spec, made):
    scheduled = optax.sgd(spec["lr"])
    gradient = jnp.ones((), jnp.float32)
    plateau, state = Plateau(made, gradient), scheduled.init(gradient)
    for epoch in range(spec["epochs"]):
        for _ in range(spec["steps_per_epoch"]):
            moved, state = scheduled.update(gradient, state, gradient)
            yield -float(plateau.state.scale * moved)
        spec["step"](plateau, epoch)


def signature(found):
    """The signature as the source declares it, without annotations."""
    if not inspect.isfunction(found):  # such as optax.nadam, which is a functools.partial
        declared = inspect.signature(found)
        bare = [each.replace(annotation=each.empty) for each in declared.parameters.values()]
        return str(inspect.Signature(bare))
    found = inspect.unwrap(found)
    tree = ast.parse(textwrap.dedent(inspect.getsource(found))).body[0]
    tree.args.defaults = [constant(each, found) for each in tree.args.defaults]
    tree.args.kw_defaults = [constant(each, found) for each in tree.args.kw_defaults]
    for each in [*tree.args.args, *tree.args.kwonlyargs]:
        each.annotation = None
    return f"({ast.unparse(tree.args)})"


def constant(default, found):
    """The value in place of the name of a constant (``_DEFAULT_NS_COEFFS``)."""
    value = found.__globals__.get(default.id) if isinstance(default, ast.Name) else None
    plain = isinstance(value, (int, float, str, tuple))
    return ast.parse(repr(value), mode="eval").body if plain else default


def public_names():
    for module in MODULES:
        for name in vars(importlib.import_module(module)):
            if not name.startswith("_"):
                yield f"{module}.{name}"


def offered(module):
    """What is made in a part of optax and exported from it, or from where people know it."""
    known_as = KNOWN_AS.get(module, module)
    exported = importlib.import_module(known_as)
    for name, found in vars(importlib.import_module(module)).items():
        if name.startswith("_") or not hasattr(exported, name) or isinstance(found, type):
            continue
        made = inspect.unwrap(getattr(found, "func", found))
        if callable(made) and getattr(made, "__module__", "").startswith(module):
            yield f"{known_as}.{name}"
