"""Code that only runs where the name exists need not port."""
import contextlib
import importlib.util
import sys

import torch
from packaging import version
from packaging.version import Version, parse

from .compat import HAS_TORCH, is_torch_available

try:
    from torch.optim import LBFGS
except ImportError:
    from mylib.optim import LBFGS

LBFGS([])

try:
    from torch.optim import LBFGS as Optional
except ImportError:
    Optional = None

if Optional is not None:
    Optional([])
if Optional:
    Optional([])
if Optional is None:
    pass
else:
    Optional([])
Optional([])  # OPR101

try:
    from torch.optim import LBFGS as Flagged

    HAS_LBFGS = True
except ImportError:
    HAS_LBFGS = False

if HAS_LBFGS:
    Flagged([])
    torch.optim.LBFGS([])
if not HAS_LBFGS:
    torch.optim.LBFGS([])  # OPR101
else:
    torch.optim.LBFGS([])
result = torch.optim.LBFGS([]) if HAS_LBFGS else None
result = HAS_LBFGS and torch.optim.LBFGS([])
result = not HAS_LBFGS or torch.optim.LBFGS([])
if HAS_LBFGS and result:
    torch.optim.LBFGS([])
if HAS_LBFGS or result:
    torch.optim.LBFGS([])  # OPR101

if hasattr(torch.optim, "LBFGS"):
    torch.optim.LBFGS([])
    from torch.optim import LBFGS as Here
else:
    torch.optim.LBFGS([])  # OPR101
if hasattr(torch.optim, "Muon"):
    torch.optim.LBFGS([])  # OPR101
if "LBFGS" in dir(torch.optim):
    torch.optim.LBFGS([])
if "torch" in sys.modules:
    torch.optim.LBFGS([])

if torch.__version__ >= "2.0":
    torch.optim.LBFGS([])
if "2.0" <= torch.__version__:
    torch.optim.LBFGS([])
if version.parse(torch.__version__) >= version.parse("1.4"):
    torch.optim.LBFGS([])
if Version("1.4") < Version(torch.__version__):
    torch.optim.LBFGS([])
else:
    torch.optim.LBFGS([])
TORCH_VERSION = parse(torch.__version__.split("+")[0])
if TORCH_VERSION >= parse("2.0"):
    torch.optim.LBFGS([])
TORCH_NUMBERS = tuple(int(x) for x in torch.__version__.split(".")[:2])
if TORCH_NUMBERS >= (1, 4):
    torch.optim.LBFGS([])
NEW = TORCH_VERSION >= parse("2.0")
if NEW:
    torch.optim.LBFGS([])
if torch.__version__.startswith("2."):
    torch.optim.LBFGS([])

if HAS_TORCH:
    torch.optim.LBFGS([])
if is_torch_available():
    torch.optim.LBFGS([])
FOUND = importlib.util.find_spec("torch") is not None
if FOUND:
    torch.optim.LBFGS([])
CAN = hasattr(torch.optim, "LBFGS")
if CAN:
    torch.optim.LBFGS([])

try:
    optimizer = torch.optim.LBFGS([])
except AttributeError:
    optimizer = None
try:
    optimizer = torch.optim.LBFGS([])
except (AttributeError, TypeError):
    optimizer = None
try:
    optimizer = torch.optim.LBFGS([])  # OPR101
except ValueError:
    optimizer = None
try:
    optimizer = torch.optim.LBFGS([])  # OPR101
except AttributeError:
    raise
with contextlib.suppress(AttributeError):
    torch.optim.LBFGS([])

try:
    import mindspore
except ImportError:
    mindspore = None
    torch.optim.LBFGS([])
torch.optim.LBFGS([])  # OPR101
if mindspore is None:
    torch.optim.LBFGS([])


def early_return():
    if not HAS_LBFGS:
        return None
    return torch.optim.LBFGS([])


def early_raise():
    if not hasattr(torch.optim, "LBFGS"):
        raise RuntimeError("needs LBFGS")
    return torch.optim.LBFGS([])


def early_return_from_try():
    try:
        from torch.optim import LBFGS
    except ImportError:
        return None
    return LBFGS([])


def early_continue(things):
    for _ in things:
        if not HAS_TORCH:
            continue
        torch.optim.LBFGS([])
    torch.optim.LBFGS([])  # OPR101


def by_backend(backend):
    if backend == "torch":
        torch.optim.LBFGS([])
    elif backend == "mindspore":
        torch.optim.LBFGS([])  # OPR101
    if "pytorch" == backend:
        torch.optim.LBFGS([])
    if backend in ("torch", "pytorch"):
        torch.optim.LBFGS([])
    if backend != "torch":
        return None
    return torch.optim.LBFGS([])


def a_mere_if(flag, args, name):
    if flag:
        torch.optim.LBFGS([])  # OPR101
    if args.use_lbfgs:
        torch.optim.LBFGS([])  # OPR101
    if name == "lbfgs":
        torch.optim.LBFGS([])  # OPR101
    if torch.cuda.is_available():
        torch.optim.LBFGS([])  # OPR101
    if not flag:
        return None
    if sys.version_info >= (3, 10):
        torch.optim.LBFGS([])  # OPR101
    if len(name) > 3:
        torch.optim.LBFGS([])  # OPR101
    return torch.optim.LBFGS([])  # OPR101


def on_instances(optimizer: torch.optim.Optimizer):
    if hasattr(optimizer, "param_groups"):
        optimizer.param_groups
        optimizer.zero_grad()  # OPR309
    optimizer.param_groups  # OPR301


Maybe = getattr(torch.optim, "LBFGS", None)
if Maybe is not None:
    Maybe([])
Maybe([])  # OPR101
Otherwise = getattr(torch.optim, "LBFGS", dict)
Otherwise([])

try:
    from torch.optim import LBFGS as Elsewhere
except ImportError:
    HAS_ELSEWHERE = False
else:
    HAS_ELSEWHERE = True
if HAS_ELSEWHERE:
    Elsewhere([])
Elsewhere([])  # OPR101

if not hasattr(torch.optim, "LBFGS"):
    Chosen = dict
else:
    Chosen = torch.optim.LBFGS
Chosen([])

if int(torch.__version__.split(".")[0]) >= 2:
    torch.optim.LBFGS([])
if (2, 0) <= TORCH_NUMBERS < (3, 0):
    torch.optim.LBFGS([])
if _TORCH_GREATER_EQUAL_2_1:
    torch.optim.LBFGS([])
if is_torch_version(">=", "1.12"):
    torch.optim.LBFGS([])
if not is_torch_available():
    torch.optim.LBFGS([])  # OPR101
while HAS_TORCH:
    torch.optim.LBFGS([])
    break


class Lazy:
    def __init__(self):
        try:
            self.made = torch.optim.LBFGS([])
        except AttributeError:
            self.made = None
        self.other = torch.optim.LBFGS([])  # OPR101

    def use(self):
        if not HAS_TORCH:
            return
        self.made.step(lambda: 0)
        with open("x"):
            torch.optim.LBFGS([])


def try_else():
    try:
        import torch.optim as inner
    except ModuleNotFoundError:
        inner = None
    else:
        inner.LBFGS([])
    return inner.LBFGS([])  # OPR101


if HAS_TORCH:

    def defined_under_a_guard():
        return torch.optim.LBFGS([])

    class UnderAGuard(torch.optim.Optimizer):
        def step(self):
            self.param_groups
