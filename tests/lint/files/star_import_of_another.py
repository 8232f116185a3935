import torch
from mylib.optim import *

LBFGS(torch.nn.Linear(1, 1).parameters())
param_groups = 3
