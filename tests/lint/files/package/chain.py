"""Says nothing of the framework itself."""
from .optim import LBFGS  # OPR101

__all__ = ["LBFGS"]
