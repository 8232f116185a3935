"""For each optimizer the published algorithm that its arguments ask for, in float64."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.mapping.algorithms import Asked, Oracle
from registry_mindspore.oracles import moments, momentum, proximal, squares

Given = Mapping[str, Any]


def _number(given: Given, *names: str) -> float:
    """The first of some arguments that is given, as a number."""
    value = next(given[each] for each in names if each in given)
    if not isinstance(value, int | float):
        raise ValueError(f"the oracle takes a number for {names[0]}, not {value!r}")
    return float(value)


def _common(given: Given) -> dict[str, Any]:
    """What both frameworks give to every optimizer, under either name."""
    return {
        "lr": _number(given, "lr", "learning_rate"),
        "weight_decay": float(given.get("weight_decay", 0.0)),
        "maximize": bool(given.get("maximize", False)),
        "loss_scale": float(given.get("loss_scale", 1.0)),
    }


def _moments(given: Given) -> dict[str, Any]:
    beta1, beta2 = given.get("betas") or (given["beta1"], given["beta2"])
    common = _common(given)
    return {**common, "beta1": float(beta1), "beta2": float(beta2), "eps": float(given["eps"])}


def _sgd(given: Given) -> Asked:
    nesterov = bool(given.get("nesterov", given.get("use_nesterov", False)))
    values = {
        **_common(given),
        "momentum": float(given["momentum"]),
        "dampening": float(given.get("dampening", 0.0)),
        "nesterov": nesterov,
    }
    return Asked(momentum.NESTEROV if nesterov else momentum.SGD, values)


def _adam(given: Given) -> Asked:
    values = {
        **_moments(given),
        "amsgrad": bool(given.get("amsgrad", given.get("use_amsgrad", False))),
        "nesterov": bool(given.get("use_nesterov", False)),
    }
    decoupled = given.get("decoupled_weight_decay", False)
    return Asked(moments.ADAMW if decoupled else moments.ADAM, values)


def _adamw(given: Given) -> Asked:
    return _adam({**given, "decoupled_weight_decay": True})


def _nadam(given: Given) -> Asked:
    values = {**_moments(given), "momentum_decay": float(given["momentum_decay"])}
    decoupled = given.get("decoupled_weight_decay", False)
    return Asked(moments.NADAM_DECOUPLED if decoupled else moments.NADAM, values)


def _radam(given: Given) -> Asked:
    decoupled = given.get("decoupled_weight_decay", False)
    return Asked(moments.RADAM_DECOUPLED if decoupled else moments.RADAM, _moments(given))


def _adamax(given: Given) -> Asked:
    return Asked(moments.ADAMAX, _moments(given))


def _adagrad(given: Given) -> Asked:
    """MindSpore's class takes no eps; 1e-8 is what its kernel adds."""
    values = {
        **_common(given),
        "start": _number(given, "initial_accumulator_value", "accum"),
        "lr_decay": float(given.get("lr_decay", 0.0)),
        "eps": float(given.get("eps", 1e-8)),
    }
    return Asked(squares.ADAGRAD, values)


def _adadelta(given: Given) -> Asked:
    values = {"rho": float(given["rho"]), "eps": _number(given, "eps", "epsilon")}
    return Asked(squares.ADADELTA, {**_common(given), **values})


def _rmsprop(given: Given) -> Asked:
    centered = bool(given["centered"])
    values = {
        **_common(given),
        "alpha": _number(given, "alpha", "decay"),
        "eps": _number(given, "eps", "epsilon"),
        "momentum": float(given["momentum"]),
        "centered": centered,
    }
    return Asked(squares.CENTRED_RMSPROP if centered else squares.RMSPROP, values)


def _adafactor(given: Given) -> Asked:
    """Torch's ``eps[0]`` is float32's epsilon where it is ``None``.

    Without a rate of its own MindSpore's class has the 0.01 of the publication; with one the rate
    does not fall.
    """
    eps1, eps2 = given["eps"]
    rate = given["lr"] if "lr" in given else given["learning_rate"]
    values = {
        **_common({**given, "lr": 0.01 if rate is None else rate}),
        "eps1": 2.0**-23 if eps1 is None else float(eps1),
        "eps2": float(eps2),
        "threshold": _number(given, "d", "clip_threshold"),
        "decay": abs(_number(given, "beta2_decay", "decay_rate")),
    }
    if given.get("beta1") or not given.get("scale_parameter", True):
        raise ValueError("the oracle of Adafactor has no first moment and scales the rate")
    return Asked(squares.ADAFACTOR, values)


def _rprop(given: Given) -> Asked:
    (slower, faster), (smallest, largest) = given["etas"], given["step_sizes"]
    sizes = {"slower": slower, "faster": faster, "smallest": smallest, "largest": largest}
    return Asked(momentum.RPROP, {**_common(given), **sizes})


def _asgd(given: Given) -> Asked:
    values = {"lambd": float(given["lambd"]), "alpha": float(given["alpha"])}
    return Asked(momentum.ASGD, {**_common(given), **values})


def _shrinking(given: Given) -> dict[str, Any]:
    start = _number(given, "initial_accum", "accum")
    return {**_common(given), "start": start, "l1": float(given["l1"]), "l2": float(given["l2"])}


def _ftrl(given: Given) -> Asked:
    return Asked(proximal.FTRL, {**_shrinking(given), "power": -float(given["lr_power"])})


def _proximal_adagrad(given: Given) -> Asked:
    return Asked(proximal.PROXIMAL_ADAGRAD, _shrinking(given))


_NN, _EXPERIMENTAL, _MINT = (
    "mindspore.nn",
    "mindspore.experimental.optim",
    "mindspore.mint.optim",
)

BY_API: Mapping[str, Oracle] = {
    f"{module}.{name}": oracle
    for oracle, names in {
        _sgd: {"torch.optim": "SGD", _NN: "SGD Momentum", _EXPERIMENTAL: "SGD", _MINT: "SGD"},
        _adam: {
            "torch.optim": "Adam",
            _NN: "Adam AdamOffload LazyAdam",
            _EXPERIMENTAL: "Adam",
            _MINT: "Adam",
        },
        _adamw: {
            "torch.optim": "AdamW",
            _NN: "AdamWeightDecay",
            _EXPERIMENTAL: "AdamW",
            _MINT: "AdamW FusedAdamW",
        },
        _nadam: {"torch.optim": "NAdam", _EXPERIMENTAL: "NAdam"},
        _radam: {"torch.optim": "RAdam", _EXPERIMENTAL: "RAdam"},
        _adamax: {"torch.optim": "Adamax", _NN: "AdaMax", _EXPERIMENTAL: "Adamax"},
        _adagrad: {"torch.optim": "Adagrad", _NN: "Adagrad", _EXPERIMENTAL: "Adagrad"},
        _adadelta: {"torch.optim": "Adadelta", _NN: "Adadelta", _EXPERIMENTAL: "Adadelta"},
        _rmsprop: {"torch.optim": "RMSprop", _NN: "RMSProp", _EXPERIMENTAL: "RMSprop"},
        _adafactor: {"torch.optim": "Adafactor", _NN: "AdaFactor"},
        _rprop: {"torch.optim": "Rprop", _NN: "Rprop", _EXPERIMENTAL: "Rprop"},
        _asgd: {"torch.optim": "ASGD", _NN: "ASGD", _EXPERIMENTAL: "ASGD"},
        _ftrl: {_NN: "FTRL"},
        _proximal_adagrad: {_NN: "ProximalAdagrad"},
    }.items()
    for module, every in names.items()
    for name in every.split()
}
