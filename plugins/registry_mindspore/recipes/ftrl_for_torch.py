"""FTRL-Proximal as a torch optimizer, with the arguments of mindspore.nn.FTRL.

Algorithm 1 of McMahan et al., Ad Click Prediction (KDD 2013), with the power of the accumulator and
the start of the accumulator as parameters. Copy this class into your project.
"""

import torch


class FTRL(torch.optim.Optimizer):
    """``initial_accum`` is where the sum of squared gradients starts; ``lr_power`` is at most 0."""

    def __init__(
        self,
        params,
        initial_accum=0.1,
        learning_rate=0.001,
        lr_power=-0.5,
        l1=0.0,
        l2=0.0,
        use_locking=False,
        loss_scale=1.0,
        weight_decay=0.0,
    ):
        del use_locking  # MindSpore's way of updating, not of computing
        defaults = {
            "lr": learning_rate,
            "initial_accum": initial_accum,
            "power": -lr_power,
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
            state["squares"] = torch.full_like(parameter, group["initial_accum"])
            state["linear"] = torch.zeros_like(parameter)
        squares, linear = state["squares"], state["linear"]
        before = squares.pow(group["power"])
        squares.addcmul_(gradient, gradient)
        after = squares.pow(group["power"])
        linear.add_(gradient - (after - before) / group["lr"] * parameter)
        shrunk = linear.sign() * group["l1"] - linear
        moved = shrunk / (after / group["lr"] + 2 * group["l2"])
        parameter.copy_(torch.where(linear.abs() > group["l1"], moved, 0.0))
