"""Guards as libraries that support several versions and frameworks write them."""
from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import os
import sys
import unittest
from contextlib import suppress
from importlib.metadata import version as installed_version
from typing import TYPE_CHECKING

import pkg_resources
import pytest
import torch
from distutils.version import LooseVersion, StrictVersion
from packaging import version as V
from packaging.version import parse as parse_version
from pkg_resources import parse_version as pr_parse
from torch import __version__ as torch_version
from torch import optim

from .utils import (
    _HAS_TORCH,
    TORCH_AVAILABLE,
    TORCH_GREATER_EQUAL_1_12,
    digit_version,
    is_torch_available,
    is_torch_greater_or_equal,
    torch_is_installed,
)

# Versions, in any order and however they are read.
if LooseVersion(torch.__version__) >= LooseVersion("1.5"):
    optim.LBFGS([])
if StrictVersion("1.5") <= StrictVersion(torch.__version__):
    optim.LBFGS([])
if digit_version(torch.__version__) > digit_version("1.7"):
    optim.LBFGS([])
if digit_version(torch_version) > (1, 7):
    optim.LBFGS([])
if torch_version < "2":
    optim.LBFGS([])
if torch_version.split(".")[0] == "2":
    optim.LBFGS([])
if torch.__version__[0] == "2":
    optim.LBFGS([])
if torch.__version__.split("+")[0] in ("2.0.0", "2.0.1"):
    optim.LBFGS([])
if torch.version.__version__ >= "2":
    optim.LBFGS([])
if pr_parse(torch.__version__) >= pr_parse("1.8.0"):
    optim.LBFGS([])
if pkg_resources.parse_version("1.8.0") <= pkg_resources.parse_version(torch.__version__):
    optim.LBFGS([])
if parse_version(importlib.metadata.version("torch")) >= parse_version("2.0"):
    optim.LBFGS([])
if V.parse(installed_version("torch")) >= V.parse("2.0"):
    optim.LBFGS([])
if pkg_resources.get_distribution("torch").version >= "1.1":
    optim.LBFGS([])
if tuple(map(int, torch.__version__.split(".")[:2])) >= (1, 12):
    optim.LBFGS([])
if [int(x) for x in torch.__version__.split(".")[:2]] >= [1, 12]:
    optim.LBFGS([])
if float(torch.__version__[:3]) >= 1.5:
    optim.LBFGS([])
MAJOR, MINOR = map(int, torch.__version__.split(".")[:2])
if MAJOR >= 2:
    optim.LBFGS([])
if (MAJOR, MINOR) >= (1, 12):
    optim.LBFGS([])
if MAJOR > 1 or MINOR >= 8:
    optim.LBFGS([])
MAJOR2 = int(torch.__version__.split(".")[0])
if 2 <= MAJOR2:
    optim.LBFGS([])
TORCH_VERSION = V.parse(torch.__version__)
IS_NEW = TORCH_VERSION >= V.parse("2.0")
OLD = TORCH_VERSION < V.parse("1.5.0")
if IS_NEW:
    optim.LBFGS([])
if not OLD:
    optim.LBFGS([])
if TORCH_VERSION.major >= 2:
    optim.LBFGS([])
if is_torch_greater_or_equal("2.0"):
    optim.LBFGS([])
if TORCH_GREATER_EQUAL_1_12:
    optim.LBFGS([])
if torch.__version__ == "2.0" and os.environ.get("X"):
    optim.LBFGS([])
if not (torch.__version__ < "1.5"):
    optim.LBFGS([])
while torch.__version__ >= "2":
    optim.LBFGS([])
    break
x = optim.LBFGS([]) if torch.__version__ >= "2" else None
y = torch.__version__ >= "2" and optim.LBFGS([])
assert torch.__version__ >= "1.0"
optim.LBFGS([])  # OPR101


def checked_version(version: str) -> bool:
    return V.parse(torch.__version__) >= V.parse(version)


if checked_version("1.5"):
    optim.LBFGS([])

# Flags and availability.
if _HAS_TORCH or TORCH_AVAILABLE:
    optim.LBFGS([])
if TORCH_AVAILABLE:
    optim.LBFGS([])
if torch_is_installed():
    optim.LBFGS([])
if is_torch_available() and os.environ.get("X"):
    optim.LBFGS([])
if importlib.util.find_spec("torch"):
    optim.LBFGS([])
if importlib.util.find_spec("torch") is not None:
    optim.LBFGS([])
_torch_available = importlib.util.find_spec("torch") is not None
if _torch_available:
    optim.LBFGS([])
_has = importlib.util.find_spec("torch.optim.lbfgs") is not None
if _has:
    optim.LBFGS([])
try:
    importlib.metadata.version("torch")
    found = True
except importlib.metadata.PackageNotFoundError:
    found = False
if found:
    optim.LBFGS([])
if "torch" in sys.modules and True:
    optim.LBFGS([])
if sys.modules.get("torch") is not None:
    optim.LBFGS([])
if getattr(optim, "LBFGS", None) is not None:
    optim.LBFGS([])
if getattr(optim, "LBFGS", None):
    optim.LBFGS([])
if "LBFGS" in optim.__dict__:
    optim.LBFGS([])
if "LBFGS" in vars(optim):
    optim.LBFGS([])
if "LBFGS" in optim.__all__:
    optim.LBFGS([])
if "LBFGS" in dir(torch.optim):
    optim.LBFGS([])
if hasattr(torch, "optim") and hasattr(torch.optim, "LBFGS"):
    optim.LBFGS([])
if hasattr(torch.optim, "LBFGS") and os.environ.get("X"):
    optim.LBFGS([])
if not hasattr(torch.optim, "LBFGS"):
    pass
else:
    optim.LBFGS([])
if not hasattr(torch.optim, "LBFGS") or os.environ.get("X"):
    pass
else:
    optim.LBFGS([])
if hasattr(optim, "Adam"):
    optim.LBFGS([])  # OPR101
if hasattr(torch.optim, "LBFGS") or os.environ.get("X"):
    optim.LBFGS([])  # OPR101

# Imports that may fail.
try:
    from torch.optim import LBFGS as Try1
except (ImportError, AttributeError):
    Try1 = object
Try1([])

try:
    from torch.optim import LBFGS as Try2
except:  # noqa: E722
    Try2 = None
if Try2:
    Try2([])

try:
    from torch.optim import LBFGS as Try3
except Exception:
    Try3 = None
if Try3 is not None:
    Try3([])

try:
    import torch.optim as Try4
except ImportError as error:
    print(error)
    Try4 = None

if Try4 is not None:
    Try4.LBFGS([])
if Try4 is None:
    raise SystemExit
Try4.LBFGS([])  # OPR101

try:
    from fancy import LBFGS as Try5
except ImportError:
    from torch.optim import LBFGS as Try5  # OPR101
Try5([])

with suppress(ImportError):
    from torch.optim import LBFGS as Try6
with suppress(ImportError, AttributeError):
    optim.LBFGS([])
with suppress(ValueError):
    optim.LBFGS([])  # OPR101

try:
    opt = optim.LBFGS([])
except (TypeError, AttributeError):
    opt = optim.SGD([])
try:
    opt = optim.LBFGS([])
except NameError:
    opt = optim.SGD([])
try:
    opt = optim.LBFGS([])  # OPR101
except (TypeError, ValueError):
    opt = optim.SGD([])
try:
    opt = optim.LBFGS([])  # OPR101
except AttributeError as error:
    raise RuntimeError("no") from error
try:
    opt = optim.LBFGS([])  # OPR101
finally:
    pass


# Early exits.
def early_none():
    if getattr(torch.optim, "LBFGS", None) is None:
        return None
    return optim.LBFGS([])


def early_version():
    if V.parse(torch.__version__) < V.parse("2.0"):
        raise RuntimeError("needs 2.0")
    return optim.LBFGS([])


def early_else(flag):
    if not flag:
        return None
    return optim.LBFGS([])  # OPR101


def early_after_import():
    try:
        import torch
    except ImportError:
        return None
    return torch.optim.LBFGS([])


def early_raise_after_import():
    try:
        import torch
    except ImportError:
        raise ImportError("install torch")
    return torch.optim.LBFGS([])  # OPR101


def early_sys_exit():
    if not is_torch_available():
        sys.exit(1)
    return optim.LBFGS([])


def nested_guard():
    if _HAS_TORCH:

        def inner():
            return optim.LBFGS([])

        return inner
    return lambda: optim.LBFGS([])  # OPR101


def asserted():
    assert hasattr(torch.optim, "LBFGS"), "too old"
    return optim.LBFGS([])


def frameworks(framework, self):
    if framework == "torch":
        return optim.LBFGS([])
    if framework == "pt":
        return optim.LBFGS([])
    if self.framework == "pytorch":
        return optim.LBFGS([])
    if framework.lower() == "pytorch":
        return optim.LBFGS([])
    if framework in {"torch", "pytorch"}:
        return optim.LBFGS([])
    return optim.LBFGS([])  # OPR101


def in_the_other(framework):
    if framework == "mindspore":
        optim.LBFGS([])  # OPR101
    if framework in ("torch", "mindspore"):
        optim.LBFGS([])  # OPR101


def matched(framework):
    match framework:
        case "torch" | "pytorch":
            optim.LBFGS([])
        case "mindspore":
            optim.LBFGS([])  # OPR101
        case _:
            optim.LBFGS([])
    match framework:
        case "jax":
            optim.LBFGS([])  # OPR101
        case "torch" if framework:
            optim.LBFGS([])
        case _:
            optim.LBFGS([])  # OPR101


# Tests.
@unittest.skipUnless(is_torch_available(), "needs torch")
class Tests(unittest.TestCase):
    def test_it(self):
        optim.LBFGS([])


@unittest.skipIf(not hasattr(torch.optim, "LBFGS"), "needs LBFGS")
def test_skipped():
    optim.LBFGS([])


@pytest.mark.skipif(torch.__version__ < "2.0", reason="too old")
def test_marked():
    optim.LBFGS([])


@pytest.mark.skipif(not _HAS_TORCH, reason="no torch")
def test_marked_by_a_flag():
    optim.LBFGS([])


@pytest.mark.skipif(sys.platform == "win32", reason="no")
def test_of_a_platform():
    optim.LBFGS([])  # OPR101


def test_skips():
    torch = pytest.importorskip("torch")
    torch.optim.LBFGS([])


def test_skips_inside():
    if not hasattr(torch.optim, "LBFGS"):
        pytest.skip("too old")
    optim.LBFGS([])


# What merely stands in some if.
if os.environ.get("TORCH_HOME"):
    optim.LBFGS([])  # OPR101
if torch.cuda.is_available():
    optim.LBFGS([])  # OPR101
if torch.backends.mps.is_available():
    optim.LBFGS([])  # OPR101
if torch.distributed.is_initialized():
    optim.LBFGS([])  # OPR101
if __name__ == "__main__":
    optim.LBFGS([])  # OPR101
if TYPE_CHECKING:
    from torch.optim import LBFGS  # OPR101
if hasattr(optim.SGD([]), "state"):
    optim.LBFGS([])  # OPR101
if sys.version_info >= (3, 8):
    optim.LBFGS([])  # OPR101
if V.parse("1") < V.parse("2"):
    optim.LBFGS([])  # OPR101


def on_objects(opt: optim.Optimizer, sched: optim.lr_scheduler.LRScheduler):
    if hasattr(sched, "get_last_lr"):
        lr = sched.get_last_lr()
    else:
        lr = sched.get_lr()
    lr = sched.get_last_lr() if hasattr(sched, "get_last_lr") else sched.get_lr()
    try:
        lr = sched.get_last_lr()
    except AttributeError:
        lr = sched.get_lr()
    getattr(sched, "get_last_lr", sched.get_lr)()
    if not hasattr(opt, "param_groups"):
        return None
    for group in opt.param_groups:
        group["lr"] = lr
    return opt.state  # OPR305
