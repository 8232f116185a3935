"""The module has another meaning for the name at its end, and functions run after that."""
from torch import optim

optim.LBFGS([])  # OPR101


def after_the_rebinding():
    return optim.LBFGS([])


optim = make()
optim.LBFGS([])
