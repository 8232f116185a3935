"""Imports where people put them: in functions, methods, branches and blocks."""
import os


def lazily():
    import torch

    return torch.optim.LBFGS([])  # OPR101


def lazily_aliased():
    import torch.optim as O

    def inner():
        return O.LBFGS([])  # OPR101

    return inner, O.Adam([])


def lazily_from():
    from torch.optim import LBFGS as L, Adam  # OPR101

    return [L(p) for p in ([],)], Adam([])  # OPR101


def in_a_branch(which):
    if which == "lbfgs":
        from torch.optim import LBFGS as Opt  # OPR101
    elif which == "lbfgs2":
        from torch.optim.lbfgs import LBFGS as Opt  # OPR101
    else:
        raise ValueError(which)
    return Opt([])  # OPR101


def in_one_branch(which):
    if which == "lbfgs":
        from torch.optim import LBFGS as Opt  # OPR101
    else:
        from torch.optim import Adam as Opt
    return Opt([])


def in_a_loop():
    for _ in range(2):
        from torch import optim

        optim.LBFGS([])  # OPR101


def with_a_context():
    with open(os.devnull):
        import torch
    return torch.optim.LBFGS([])  # OPR101


def in_a_finally():
    try:
        pass
    finally:
        from torch import optim
    return optim.LBFGS([])  # OPR101


class Lazy:
    @property
    def cls(self):
        from torch.optim import LBFGS  # OPR101

        return LBFGS  # OPR101

    @staticmethod
    def load():
        import torch.optim

        return torch.optim

    @classmethod
    def build(cls, params):
        import torch

        return torch.optim.LBFGS(params)  # OPR101

    def use(self, params):
        self.load().LBFGS(params)  # OPR101
        return self.cls(params)  # OPR101


def get_torch():
    import torch

    return torch


get_torch().optim.LBFGS([])  # OPR101
_torch = get_torch()
_torch.optim.LBFGS([])  # OPR101


def not_seen_outside():
    import torch

    return torch


def elsewhere():
    return torch.optim.LBFGS([])


def a_global():
    global torch_optim
    import torch.optim as torch_optim


def after_the_global():
    torch_optim.LBFGS([])  # OPR101
    torch_optim.Adam([])


def shadows_late():
    def inner():
        return torch_optim.LBFGS([])

    torch_optim = make()
    return inner
