from .circle import Adam, LBFGS
LBFGS([])
Adam([])
