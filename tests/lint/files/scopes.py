"""Names mean what Python says they mean, where they stand."""
import torch
from torch import optim
from torch.optim import LBFGS  # OPR101


def shadowed_by_a_parameter(optim, LBFGS):
    optim.LBFGS([])
    return LBFGS([])


def shadowed_by_an_assignment():
    LBFGS = make()
    return LBFGS([])


def assigned_later():
    for _ in range(2):
        LBFGS([])
        LBFGS = make()


def shadowed_by_a_loop(things):
    for optim in things:
        optim.LBFGS([])


def shadowed_by_with():
    with make() as optim:
        optim.LBFGS([])


def shadowed_by_except():
    try:
        make()
    except ValueError as optim:
        optim.LBFGS([])


def shadowed_by_a_function():
    def LBFGS(params):
        return params

    return LBFGS([])


def shadowed_by_a_class():
    class LBFGS:
        pass

    return LBFGS()


def shadowed_by_an_import():
    from mylib import LBFGS

    return LBFGS([])


def shadowed_by_a_walrus():
    if (LBFGS := make()) is not None:
        return LBFGS([])


def shadowed_by_a_pattern(command):
    match command:
        case {"optim": optim}:
            optim.LBFGS([])
        case [LBFGS, *torch]:
            LBFGS([])
            torch.optim.LBFGS([])


def comprehensions(things):
    [optim.LBFGS([]) for optim in things]
    {LBFGS: LBFGS([]) for LBFGS in things}
    list(LBFGS([]) for LBFGS in things)
    (lambda LBFGS: LBFGS([]))(1)
    return LBFGS([])  # OPR101


def deleted():
    from torch.optim import LBFGS as Mine  # OPR101

    del Mine
    return Mine([])


class Body:
    LBFGS = dict

    made = LBFGS([])

    def method(self):
        return LBFGS([])  # OPR101


class Leak:
    Inner = optim.LBFGS  # OPR101

    def method(self):
        return Inner([])


def a_global():
    global Shared
    Shared = optim.LBFGS  # OPR101


def uses_the_global():
    return Shared([])  # OPR101


def closure():
    Opt = optim.LBFGS  # OPR101

    def inner():
        return Opt([])  # OPR101

    def rebinds():
        nonlocal Opt
        Opt = make()
        return Opt([])

    return inner, rebinds


def rebound():
    Opt = optim.LBFGS  # OPR101
    Opt([])  # OPR101
    Opt = make()
    Opt([])
    Opt = optim.LBFGS  # OPR101
    return Opt([])  # OPR101


def on_one_path(flag):
    Opt = make()
    if flag:
        Opt = optim.LBFGS  # OPR101
    return Opt([])


def on_every_path(flag):
    if flag:
        Opt = optim.LBFGS  # OPR101
    else:
        Opt = torch.optim.LBFGS  # OPR101
    return Opt([])  # OPR101

