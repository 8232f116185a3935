from ..optim import LBFGS  # OPR101
