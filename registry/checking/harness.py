"""The part of a leg that is the same for every framework. It runs in the framework's interpreter.

execnet sends this file by source, so it imports the standard library and numpy only, and nothing
of the registry. The first message names an adapter and carries its source, and that of
``registry/checking/inputs.py``; every further message is a number and a task, and is answered by
the number and one dictionary. An adapter is a module with

    describe(device) -> {"versions": {...}, "device": "..."}
    optimizer(spec, parameters) -> an object with step(gradients), slow(), resume() and values()
    schedule(spec) -> an iterator over the rate of every step of a schedule
    signature(found) -> "(params, lr=0.001, ...)" of a class or function
    public_names() -> qualified names of all that the framework has near this job
    offered(module) -> the names of a module that are APIs of this job

An optimizer whose step asks for gradients itself (a closure) has ``minimise(function)`` in place of
``step``; ``function(values)`` gives a loss and the gradients. ``spec["resolved"]`` is the class or
function that ``spec["api"]`` names. For a schedule ``spec["make"](**more)`` calls it with the
arguments of the case and some more (the optimizer, for all that asks for one), ``spec["resumes"]``
says if it goes on after an epoch of its own, and ``spec["step"](scheduler, epoch)`` makes a step of
it, with the measured value of that epoch where the scheduler asks for one.

``slow()`` makes every rate a tenth of what it is, as a user would; ``resume()`` saves the state of
the optimizer and goes on with a new one that has loaded it; ``spec["dtype"]`` is the type of the
parameters. ``spec["group"]`` has arguments of the second half of the parameters, or is ``None``.

An example is a program with a function ``example()`` that yields what it has, step after step: an
array, a number, or a list of these. The first thing that it yields counts as its first step.

Here ``parameters`` are pairs of a name and an array, ``gradients`` is a list of arrays (``None``
where a parameter has no gradient in that step) and ``values()`` gives all parameters, in their
order, as one flat array. The arrays are float64 in a task of that type, otherwise float32.
"""

import binascii
import bisect
import importlib
import inspect
import linecache
import math
import os
import sys
import time
import traceback
import types

import numpy

# An answer takes its size again on the way, and again where it is read.
MOST_BYTES, MOST_ITEMS = 2**28, 2**24

inputs = None  # the module of that name, which comes with the first message


def run_optimizer(adapter, spec):
    """Every parameter after every step, the start included, as one array of rows."""
    named = inputs.parameters(spec)
    closure = inputs.convex(spec) if spec["gradients"] == "closure" else None
    given = [[]] * spec["steps"] if closure else list(inputs.gradients(spec))
    checksum = 0
    for array in [array for _, array in named] + [each for step in given for each in step]:
        checksum = binascii.crc32(b"" if array is None else array.tobytes(), checksum)
    optimizer = adapter.optimizer(spec, named)
    kind = numpy.float64 if spec["dtype"] == "float64" else numpy.float32
    width = sum(array.size for _, array in named)
    rows = numpy.empty((len(given) + 1, width), kind)

    rows[0] = whole(optimizer.values(), width)
    started = time.perf_counter()
    for step, arrays in enumerate(given):
        if step == len(given) // 2:
            if spec["rate"] == "drops":
                optimizer.slow()
            if spec["resumed"]:
                optimizer.resume()
        if closure:
            optimizer.minimise(closure)
        else:
            optimizer.step(arrays)
        rows[step + 1] = whole(optimizer.values(), width)
    return {
        "seconds": time.perf_counter() - started,
        "trace": rows.tobytes(),
        "type": rows.dtype.name,
        "rows": len(rows),
        "tensors": [(name, array.size) for name, array in named],
        "inputs": checksum,
    }


def whole(values, width):
    """The values of all parameters; numpy would take a single one for all of them."""
    if values.shape != (width,):
        raise ValueError(f"the values have the shape {values.shape} in place of ({width},)")
    return values


def run_schedule(adapter, spec):
    """The rate that every step uses; stops at the step at which the framework raises."""
    rates, failure = [], None
    started = time.perf_counter()
    try:
        rates.extend(adapter.schedule(spec))
    except Exception as error:
        failure = f"step {len(rates)}: {explained(error)}"
    return {"seconds": time.perf_counter() - started, "rates": rates, "failure": failure}


def run_example(spec):
    """What an example yields, one row for each time, as one float32 array of rows.

    Where it started is not known, so that the first row stands for the start as well.
    """
    program = module_of("example", spec["source"])
    started = time.perf_counter()
    seen = [
        [numpy.asarray(each, numpy.float32) for each in (row if isinstance(row, list) else [row])]
        for row in program.example()
    ]
    if not seen:
        raise ValueError("the example yields nothing")
    flat = [numpy.concatenate([each.ravel() for each in row]) for row in seen]
    rows = numpy.array([flat[0], *flat])
    return {
        "seconds": time.perf_counter() - started,
        "trace": rows.tobytes(),
        "type": rows.dtype.name,
        "rows": len(rows),
        "tensors": [(f"value{place}", each.size) for place, each in enumerate(seen[0])],
        "inputs": 0,
    }


def explained(error):
    """One line: the kind of an error and the first line that says something."""
    said = [line.strip() for line in str(error).splitlines() if line.strip(" -")]
    return f"{type(error).__name__}: {said[0] if said else 'no message'}"[:300]


def answer(adapter, spec):
    task = spec["task"]
    if task == "names":
        return {"names": sorted(adapter.public_names())}
    if task == "offered":
        return {
            "names": sorted({name for each in spec["modules"] for name in adapter.offered(each)})
        }
    if task == "example":
        return run_example(spec)
    spec = {**spec, "resolved": resolve(spec)}
    if task == "optimizer":
        return run_optimizer(adapter, spec)
    if task == "schedule":
        return run_schedule(adapter, prepared(spec))
    return {"signature": adapter.signature(spec["resolved"])}


def prepared(spec):
    """A schedule's task with what an adapter needs to make the schedule and to step it."""
    arguments = dict(spec["arguments"])
    # Where the data says what the optimizer has to be, it says its rate.
    lr = arguments.pop("optimizer", {"lr": spec["lr"]})["lr"]
    measured = inputs.metrics(spec)

    def make(**more):
        made = {name: meant(value, more) for name, value in arguments.items()}
        return spec["resolved"](**more, **made)

    def step(scheduler, epoch):
        asks = "metrics" in inspect.signature(scheduler.step).parameters
        scheduler.step(*[measured[epoch]] if asks else [])

    return {**spec, "lr": lr, "make": make, "resumes": resumes(arguments), "step": step}


def resumes(arguments):
    """Does a schedule, or one that it is made of, go on after a ``last_epoch``?"""
    parts = arguments.get("schedulers")
    if parts is None:
        return arguments.get("last_epoch", -1) != -1
    return any(map(resumes, parts))


def meant(value, more):
    """What an argument stands for: itself, a function of the epoch, or a schedule.

    ``{"lambda": "0.95 ** epoch"}`` has an expression in the language of conditions; ``{"ends": [30,
    80], "values": [1.0, 0.1, 0.01]}`` is the value of the piece in which the epoch is, the last one
    without an end; ``{"schedule": name, ...}`` is made with ``more`` arguments. Another dictionary
    stands for itself.
    """
    if isinstance(value, (list, tuple)):
        return type(value)(meant(each, more) for each in value)
    if not isinstance(value, dict):
        return value
    if "schedule" in value:
        made = {name: meant(each, more) for name, each in value.items() if name != "schedule"}
        return resolve({"api": value["schedule"]})(**more, **made)
    if "ends" in value:
        return lambda epoch: value["values"][bisect.bisect_right(value["ends"], epoch)]
    if "lambda" not in value:
        return {name: meant(each, more) for name, each in value.items()}
    words = {
        "cos": math.cos,
        "log": math.log,
        "sqrt": math.sqrt,
        "type": lambda of: type(of).__name__,
    }
    return eval(f"lambda epoch: {value['lambda']}", words)


def module_of(name, source):
    """Source code as a module; the source can be seen by those who inspect its functions."""
    module = types.ModuleType(name)
    module.__file__ = f"<{name}>"
    linecache.cache[module.__file__] = (len(source), None, source.splitlines(True), module.__file__)
    sys.modules[name] = module
    exec(compile(source, module.__file__, "exec"), module.__dict__)
    return module


def resolve(spec):
    """What ``spec["api"]`` names: a class of the recipe, or what a module or a class has."""
    if spec.get("recipe"):
        return getattr(module_of("recipe", spec["recipe"]), spec["api"].rpartition(".")[2])
    parts = spec["api"].split(".")
    found, inside = module_around(parts[:-1]), []
    while found is None:
        inside.insert(0, parts.pop(-2))
        found = module_around(parts[:-1])
    for part in [*inside, parts[-1]]:
        found = getattr(found, part)
    return found


def module_around(parts):
    """The module of that name; ``None`` where the last part is no module, such as a class."""
    name = ".".join(parts)
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name or len(parts) == 1:
            raise
        return None


def limit(gigabytes):
    """Hold this process to so much memory, so that it fails and not the machine."""
    import resource

    size = int(gigabytes * 2**30)
    # Not the address space: a device's driver reserves far more of that than it uses.
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def checked_answer(adapter, spec):
    """An answer that is not too large to be sent."""
    reply = answer(adapter, spec)
    for each in reply.values():
        most = MOST_BYTES if isinstance(each, (str, bytes)) else MOST_ITEMS
        if hasattr(each, "__len__") and len(each) > most:
            raise ValueError(f"an answer of {len(each)} elements is too large; {most} are the most")
    return reply


def replied(make, *given):
    """What a function of an adapter gives, or the error that it raises; it may even exit."""
    process = os.getpid()
    try:
        reply = make(*given)
    except BaseException as error:
        traceback.print_exc()
        reply = {"error": explained(error)}
    if os.getpid() != process:
        os._exit(0)  # the adapter has forked, and this is the child
    return reply


def begun(start):
    """The adapter, and what it says of itself."""
    if start["memory"]:
        limit(start["memory"])
    globals()["inputs"] = module_of("inputs", start["inputs"])
    adapter = module_of(start["name"], start["source"])
    return {"adapter": adapter, "about": adapter.describe(start["device"])}


def serve(channel):
    start = replied(begun, channel.receive())
    channel.send(start.get("about", start))
    if "error" in start:
        return
    for number, spec in channel:
        reply = replied(checked_answer, start["adapter"], spec)
        try:
            channel.send((number, reply))
        except OSError:
            raise
        except Exception as error:
            channel.send((number, {"error": f"its answer cannot be sent: {explained(error)}"}))


if __name__ == "__channelexec__":
    serve(channel)  # noqa: F821 (execnet provides it)
