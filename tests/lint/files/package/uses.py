"""Imports from its siblings in every way."""
from . import LBFGS, Quasi, missing, optim  # OPR101 OPR101
from . import optim as other
from .chain import LBFGS as Chained  # OPR101
from .optim import LBFGS as Direct, Adam, Mine, WithItsOwn, make, names, optimizer  # OPR101
from .optim import Private, Tried, torch_optim  # OPR101
from .nowhere import LBFGS as Nowhere
from .inner import LBFGS as Inner  # OPR101
from .inner.deep import LBFGS as Deep  # OPR101

LBFGS([])  # OPR101
Quasi([])  # OPR101
optim.LBFGS([])  # OPR101
other.LBFGS([])  # OPR101
other.Adam([])
other.nothing([])
Chained([])  # OPR101
Direct([])  # OPR101
Private([])  # OPR101
Tried([])
torch_optim.LBFGS([])  # OPR101
torch_optim.Adam([])
Nowhere([])
Inner([])  # OPR101
Deep([])  # OPR101
Adam([]).zero_grad()  # OPR309
optimizer.zero_grad()  # OPR309
Mine([]).zero_grad()  # OPR309
WithItsOwn([]).zero_grad()
missing.LBFGS([])
make().zero_grad()
names.zero_grad()


def shadowed(LBFGS, optim):
    LBFGS([])
    optim.LBFGS([])


class Below(Mine):
    def look(self):
        return self.param_groups  # OPR301
