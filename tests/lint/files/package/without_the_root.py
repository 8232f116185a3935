from .optim import LBFGS  # OPR101
from .optim import nothing

optimizer = LBFGS([])  # OPR101
nothing([])
