from .optim import *

LBFGS([])  # OPR101
torch_optim.LBFGS([])  # OPR101
Adam([])
