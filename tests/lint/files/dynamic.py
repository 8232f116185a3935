# lint: also OPR501
import importlib

import torch
from torch import optim


def build(name, args):
    cls = getattr(torch.optim, name)  # OPR501
    getattr(optim, args.optimizer)([])  # OPR501
    vars(optim)[name]([])  # OPR501
    optim.__dict__[name]  # OPR501
    getattr(args, name)
    getattr(torch, name)
    getattr(torch.nn, name)
    importlib.import_module(name)
    return cls([])


def fixed():
    for name in ("SGD", "Adam"):
        getattr(optim, name)([])
