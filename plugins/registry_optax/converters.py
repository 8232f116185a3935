"""Arguments of PyTorch's optimizers as those of optax, without importing either framework."""

from __future__ import annotations

from registry.mapping.runs import Run
from registry.mapping.translate import Arguments, Converter


def adagrad_to_optax(arguments: Arguments, _: Run) -> Arguments:
    """``sqrt(s) + eps`` and ``sqrt(s + eps**2)`` are the same where ``s`` is 0, and where it is
    much larger."""
    return {"eps": float(arguments["eps"]) ** 2}


def adafactor_to_optax(arguments: Arguments, _: Run) -> Arguments:
    """What decays is not multiplied with the rate there, so that it is here."""
    decay = float(arguments["lr"]) * float(arguments["weight_decay"])
    return {
        "decay_rate": -float(arguments["beta2_decay"]),
        "weight_decay_rate": decay if decay else None,
    }


def muon_to_optax(arguments: Arguments, _: Run) -> Arguments:
    """How a step is scaled by the shape of its matrix. Raises ``ValueError`` for an unknown way."""
    how = arguments["adjust_lr_fn"]
    if how not in (None, "original", "match_rms_adamw"):
        raise ValueError(f"adjust_lr_fn is {how!r}, which torch refuses")
    return {"consistent_rms": 0.2 if how == "match_rms_adamw" else None}


BY_NAME: dict[str, Converter] = {
    each.__name__: each for each in (adagrad_to_optax, adafactor_to_optax, muon_to_optax)
}
