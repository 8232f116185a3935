"""Averaged stochastic gradient descent as torch.optim.ASGD computes it, made of parts of optax.

Torch moves the parameters by a rate that falls and never puts the average into them: it is left in
the state, from step t0 on. Take optax.incremental_update of the parameters for that average, after
each step: incremental_update(parameters, average, 1 / max(1, step - t0)).
"""

import optax


def ASGD(
    lr=0.01,
    lambd=1e-4,
    alpha=0.75,
    t0=1e6,
    weight_decay=0,
    foreach=None,
    maximize=False,
    differentiable=False,
    capturable=False,
):
    """A gradient transformation; the last three parameters and foreach mean nothing in JAX."""
    del t0, foreach, differentiable, capturable

    def rate(count):
        return lr / (1 + lambd * lr * count) ** alpha

    return optax.chain(
        optax.scale(-1.0 if maximize else 1.0),
        optax.add_decayed_weights(weight_decay + lambd),
        optax.scale_by_learning_rate(rate),
    )
