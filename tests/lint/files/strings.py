# lint: also OPR002
import torch

config = {"_target_": "torch.optim.LBFGS", "lr": 1}  # OPR002
other = dict(type="SGD", lr=0.1)  # OPR002
third = {"type": "LBFGS"}  # OPR002
path = "torch.optim.lr_scheduler.StepLR"  # OPR002
text = "use torch.optim.SGD for this"
kind = dict(type="Linear")
name = "SGD"
"torch.optim.LBFGS"
