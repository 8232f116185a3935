"""Proximal Adagrad as a torch optimizer, with the arguments of mindspore.nn.ProximalAdagrad.

Adagrad, whose step is followed by the proximal map of ``l1 * |w| + l2 * w * w / 2``: Duchi and
Singer, Efficient Learning using Forward-Backward Splitting (NIPS 2009). Copy this class into your
project.
"""

import torch


class ProximalAdagrad(torch.optim.Optimizer):
    """``accum`` is where the sum of squared gradients starts."""

    def __init__(
        self,
        params,
        accum=0.1,
        learning_rate=0.001,
        l1=0.0,
        l2=0.0,
        use_locking=False,
        loss_scale=1.0,
        weight_decay=0.0,
    ):
        del use_locking  # MindSpore's way of updating, not of computing
        defaults = {
            "lr": learning_rate,
            "accum": accum,
            "l1": l1,
            "l2": l2,
            "loss_scale": loss_scale,
            "weight_decay": weight_decay,
        }
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    self._update(parameter, group)
        return loss

    def _update(self, parameter, group):
        gradient = parameter.grad / group["loss_scale"] + group["weight_decay"] * parameter
        state = self.state[parameter]
        if not state:
            state["squares"] = torch.full_like(parameter, group["accum"])
        state["squares"].addcmul_(gradient, gradient)
        rate = group["lr"] / state["squares"].sqrt()
        moved = parameter - rate * gradient
        if group["l1"] > 0:
            moved = moved.sign() * (moved.abs() - rate * group["l1"]).clamp(min=0.0)
        parameter.copy_(moved / (1.0 + rate * group["l2"]))
