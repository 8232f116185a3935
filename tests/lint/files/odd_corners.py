"""Corners of the language."""
import contextlib
import torch
import torch.optim as optim
from torch.optim import LBFGS, SGD, Adam  # OPR101

if (n := 3) > 2: optim.LBFGS([])  # OPR101
for _ in [1]: optim.LBFGS([]); break  # OPR101
x = 1; optim.LBFGS([]); y = 2  # OPR101
assert optim.LBFGS, "message"  # OPR101
optim.LBFGS = None
result = (
    optim  # OPR101
    .LBFGS(
        [],
    )
) if False else None
(yielded for yielded in [optim.LBFGS])  # OPR101 OPR101


def decorators():
    @contextlib.contextmanager
    def manager():
        yield optim.SGD([])

    with manager() as a, manager() as b:
        a.zero_grad()  # OPR309
        b.zero_grad()  # OPR309
    with (manager() as c):
        c.zero_grad()  # OPR309


def generators():
    def give():
        yield SGD([])
        yield Adam([])

    for one in give():
        one.zero_grad()  # OPR309
    next(give()).zero_grad()  # OPR309
    first, second = give()
    first.zero_grad()  # OPR309

    def delegate():
        yield from give()

    for one in delegate():
        one.zero_grad()  # OPR309


async def asynchronous():
    async for one in [SGD([])]:
        one.zero_grad()  # OPR309
    async with lock() as lock_:
        lock_.zero_grad()
    return [o.zero_grad() async for o in [SGD([])]]  # OPR309


def positional_only(a, /, b: SGD = None, *, c: SGD, **d: SGD):
    b.zero_grad()  # OPR309
    c.zero_grad()  # OPR309
    d["x"].zero_grad()  # OPR309
    a.zero_grad()


def loops_else():
    for o in []:
        pass
    else:
        o = SGD([])
    o.zero_grad()  # OPR309
    while True:
        p = SGD([])
        if p:
            break
    else:
        p = None
    p.zero_grad()  # OPR309


def tries():
    try:
        o = SGD([])
    except ValueError:
        o = Adam([])
    else:
        o.zero_grad()  # OPR309
    finally:
        o.zero_grad()  # OPR309
    try:
        import mindspore
    except ImportError:
        o.zero_grad()
        optim.LBFGS([])
    o.zero_grad()  # OPR309


def returns_early(flag):
    o = wrap()
    if flag:
        o = SGD([])
        o.zero_grad()  # OPR309
        return o
    o.zero_grad()


def swaps():
    a, b = SGD([]), "text"
    a, b = b, a
    b.zero_grad()  # OPR309
    a.zero_grad()


def chained_comparison(o: SGD):
    if isinstance(o, SGD) and o.param_groups and o.state:  # OPR301 OPR305
        return o.param_groups if o else o.state  # OPR301 OPR305
    return not o.param_groups  # OPR301


def walrus_in_comprehension(items):
    return [y for x in items if (y := SGD(x)).param_groups]  # OPR301


def slices(os: list[SGD]):
    os[1:][0].zero_grad()  # OPR309
    for o in os[::-1]:
        o.zero_grad()  # OPR309
    a, *b, c = os
    b[0].zero_grad()  # OPR309
    c.zero_grad()  # OPR309
    os.pop().zero_grad()  # OPR309
    os.append(3)
    sum(len(o.param_groups) for o in os)  # OPR301


def conditional_expression(o=None):
    o = o if o is not None else SGD([])
    o.zero_grad()  # OPR309
    p = o or SGD([])
    p.zero_grad()  # OPR309


def nested_classes():
    class A:
        class B:
            o = SGD([])

        def f(self):
            return self.B.o.zero_grad()  # OPR309

    A.B.o.zero_grad()  # OPR309
    A().B().o.zero_grad()  # OPR309


def by_dictionary():
    state = {"optimizer": SGD([]), "epoch": 3}
    state["optimizer"].zero_grad()  # OPR309
    state["epoch"].zero_grad()
    state.update(optimizer=Adam([]))
    state["optimizer"].zero_grad()  # OPR309
    config = dict(opt=SGD([]))
    config["opt"].zero_grad()  # OPR309
    config.get("opt").zero_grad()  # OPR309
    config.get("nothing", None)
    config.pop("opt").zero_grad()  # OPR309
    for k, v in state.items():
        k.zero_grad()
    both = {**state, **config}
    both["optimizer"].zero_grad()  # OPR309


def unpack_call():
    def two():
        return SGD([]), Adam([])

    a, b = two()
    a.zero_grad()  # OPR309
    (c, d), e = two(), 3
    c.zero_grad()  # OPR309
    e.zero_grad()
    two()[0].zero_grad()  # OPR309
    f = g = two()[1]
    g.zero_grad()  # OPR309


class Descriptor:
    cls = SGD
    lazy = property(lambda self: SGD([]))

    def __enter__(self):
        return self.cls([])

    def __call__(self):
        return self.cls([])

    @classmethod
    def make(cls):
        return cls.cls([])

    @staticmethod
    def build(params) -> SGD:
        return params


Descriptor.make().zero_grad()  # OPR309
Descriptor.build([]).zero_grad()  # OPR309
Descriptor().build([]).zero_grad()  # OPR309
