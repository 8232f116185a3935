from torch.optim import *
from torch.optim.lr_scheduler import *

optimizer = LBFGS([])  # OPR101
fine = SGD([], 0.1)
rate = StepLR(fine, 3)
what = SomethingElse(fine)
