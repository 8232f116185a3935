from .. import LBFGS  # OPR101
from ..optim import Adam
from ...package.optim import LBFGS as Again  # OPR101

Adam([])
Again([])  # OPR101
