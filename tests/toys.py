"""Adapters of two frameworks that do not exist, and a mapping whose counterparts are faulty.

An adapter is an extension point, so these are as real as any: what is wrong with ``there`` is told
by the name of the class that is asked for, and ``away`` cannot be imported at all.
"""

from __future__ import annotations

from pathlib import Path

ADAPTER = '''
"""Plain gradient descent and its faults, in numpy."""

import ctypes
import os
import signal
import sys
import time
import types

import numpy

NAMES = "Right Floods Prints Forks Still StillOnce NotANumber Sixty Ninth Crashes Exits Hangs"
NAMES += " Raises Refuses Reshapes Renamed Halves Stops RaisesLate Constant Gone Unknown Odd Eager"
NAMES += " Segfaults Killed Leaves Interrupts Closes Garbles Broadcasts Mute Spoken Eats Dies"

# This is the whole framework: a module with a class for each name.
module = sys.modules["FRAMEWORK.optim"] = types.ModuleType("FRAMEWORK.optim")
for name in NAMES.split():
    setattr(module, name, type(name, (), {}))


def describe(device):
    return {"versions": {"FRAMEWORK": "1.0"}, "device": device or "CPU"}


class Optimizer:
    def __init__(self, spec, parameters):
        self.fault = spec["api"].rpartition(".")[2]
        self.rate = spec["arguments"].get("lr", 0.1)
        self.named = [(name, array.copy()) for name, array in parameters]
        self.made = 0
        if self.fault == "Refuses":
            raise ValueError("lr must not be 0.1,\\n  it is unlucky")
        if "FRAMEWORK" == "here" and self.rate < 0:
            raise ValueError("lr must not be negative")
        if self.fault == "Eager" and self.rate > 0.25:
            self.rate = 2 * self.rate

    def step(self, gradients):
        self.made += 1
        if self.fault == "Crashes" and self.made == 3:
            sys.stderr.write("the last words\\n")
            sys.stderr.flush()
            os.abort()
        if self.fault == "Exits" and self.made == 3:
            os._exit(0)
        if self.made == 3:
            self.third()
        if self.fault == "Hangs" and self.made == 3:
            time.sleep(600)
        if self.fault == "Raises" and self.made == 3:
            raise RuntimeError("no third step")
        if self.fault == "Floods":
            sys.stderr.write("x" * 200000 + "\\n")
        if self.fault == "Prints":
            print("a library that prints to stdout", flush=True)
        for place, ((_, array), gradient) in enumerate(zip(self.named, gradients)):
            if self.fault == "Still" or (self.fault == "StillOnce" and place == 4):
                continue
            array -= numpy.float32(self.rate) * gradient
        last = max((each for _, each in self.named), key=len).ravel()  # of shape (1000,)
        if self.fault == "NotANumber" and self.made == 10:
            last[5] = numpy.nan
        if self.fault == "Sixty" and self.made >= 60:
            last[:] += numpy.float32(0.01)
        if self.fault == "Ninth":
            last[8] += numpy.float32(0.001)
        if self.fault == "Reshapes":
            self.named[0] = ("x", numpy.zeros(3, numpy.float32))

    def third(self):
        if self.fault == "Segfaults":
            ctypes.string_at(0)
        if self.fault == "Killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault == "Leaves":
            sys.exit("I have had enough")
        if self.fault == "Interrupts":
            raise KeyboardInterrupt
        if self.fault == "Forks":
            os.fork()  # the child goes on to answer as well
        if self.fault == "Eats":
            self.meal = numpy.ones(2**29)
        if self.fault == "Dies":
            signal.setitimer(signal.ITIMER_REAL, 0.5)  # once it has answered
        if self.fault == "Closes":
            frame = sys._getframe()
            while "channel" not in frame.f_locals:
                frame = frame.f_back
            frame.f_locals["channel"].gateway._io.close_write()
        if self.fault == "Garbles":
            for each in range(3, 20):
                try:
                    os.write(each, b"no message at all")
                except OSError:
                    pass  # not open, or only to be read

    def values(self):
        if self.fault == "Broadcasts":
            return numpy.zeros(1, numpy.float32)
        return numpy.concatenate([array.ravel() for _, array in self.named])


optimizer = Optimizer


def schedule(spec):
    fault = spec["api"].rpartition(".")[2]
    steps = spec["epochs"] * spec["steps_per_epoch"]
    for step in range(steps):
        if fault == "Stops" and step == 100:
            return
        if fault == "Spoken":
            yield "a tenth"
        if fault == "RaisesLate" and step == 100:
            raise IndexError("the list is over")
        yield 0.1 if fault == "Constant" or step < 60 else 0.05


def signature(found):
    if found.__name__ == "Mute":
        return None
    if found.__name__ in ("Halves", "Stops", "Spoken", "RaisesLate", "Constant"):
        return "(optimizer, lr=0.1)"
    return "(params, rate=0.1)" if found.__name__ == "Renamed" else "(params, lr=0.1)"


def public_names():
    return ["there.optim.Right", "there.optim.Odd"]


def offered(module):
    return [f"{module}.Right", f"{module}.Odd"]
'''

# The door of the plugin that contributes all this.
CODE = """
from pathlib import Path
from registry.hookspecs import hookimpl

HERE = Path(__file__).parent

@hookimpl
def registry_mappings():
    return [HERE / "mappings"]

@hookimpl
def registry_adapters():
    return {name: HERE / f"{name}_adapter.py" for name in ("here", "there", "away")}
"""

RIGHT = ("Right", "Floods", "Prints", "Forks")
FAULTY = (
    "Still",
    "StillOnce",
    "Hangs",  # third, for the tests that interrupt it
    "NotANumber",
    "Sixty",
    "Ninth",
    "Crashes",
    "Exits",
    "Raises",
    "Refuses",
    "Reshapes",
    "Renamed",
    "Absent",
    "Segfaults",
    "Killed",
    "Leaves",
    "Interrupts",
    "Closes",
    "Garbles",
    "Broadcasts",
    "Mute",
)
SCHEDULES = ("Halves", "Stops", "Spoken", "RaisesLate", "Constant")


def _counterparts(names: tuple[str, ...], parameters: str, framework: str = "there") -> str:
    return "".join(
        f"""\
    - api: {framework}.optim.{name}
      fit: rename
      signature: ({parameters.partition(":")[0]}, lr=0.1)
      platforms: [CPU]
      parameters: {{{parameters}}}
"""
        for name in names
    )


def _entry(name: str, kind: str, counterparts: str) -> str:
    first, idle, run = "params", "", "{shapes: every}"
    if kind == "schedule":
        first, idle, run = "optimizer", "lr: Nothing reads it.", "{}"
    return f"""\
here.optim.{name}:
  kind: {kind}
  signature: ({first}, lr=0.1)
  counterparts:
{counterparts}  idle: {{{idle}}}
  cases:
    usual: {{arguments: {{lr: 0.1}}, run: {run}}}
"""


BOTH, SCHEDULED = "params: same, lr: same", "optimizer: same, lr: same"
MAPPINGS = {
    # The right ones stand last: that they answer shows that the run goes on after each fault.
    "Right": _entry("Right", "optimizer", _counterparts((*FAULTY, *RIGHT), BOTH)),
    "Halves": _entry("Halves", "schedule", _counterparts(SCHEDULES[::-1], SCHEDULED)),
    "Constant": _entry("Constant", "schedule", _counterparts(("Constant",), SCHEDULED)),
    "Gone": _entry("Gone", "optimizer", _counterparts(("Right",), BOTH, "away")),
    "Unknown": _entry("Unknown", "optimizer", _counterparts(("Right",), BOTH, "nowhere")),
    "Odd": """\
here.optim.Odd:
  kind: optimizer
  signature: (params, lr=0.1)
  no_counterpart:
    framework: there
    what: It has nothing odd.
    instead: Write one.
    absent: [ODD]
""",
}


def adapters(folder: Path) -> dict[str, Path]:
    """The adapters as files: ``here``, ``there`` and ``away``, which is not installed."""
    written = {}
    for framework in ("here", "there", "away"):
        written[framework] = folder / f"{framework}_adapter.py"
        source = ADAPTER.replace("FRAMEWORK", framework)
        if framework == "away":
            source = f"import a_framework_that_is_not_there\n{source}"
        written[framework].write_text(source, encoding="utf-8")
    return written


def mappings(folder: Path) -> Path:
    """The mappings as files in a folder."""
    for name, text in MAPPINGS.items():
        path = folder / "here" / "optim" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
