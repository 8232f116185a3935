from .optim import *
from .optim import LBFGS as Quasi  # OPR101
from torch.optim import Adam
