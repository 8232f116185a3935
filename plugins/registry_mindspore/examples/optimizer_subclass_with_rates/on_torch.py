"""An optimizer of its own, whose rate a schedule changes after every step."""

import numpy
import torch


class Momentum(torch.optim.Optimizer):
    def __init__(self, params, lr, momentum=0.9):
        super().__init__(params, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group["params"]:
                state = self.state[parameter]
                if not state:
                    state["moment"] = torch.zeros_like(parameter)
                state["moment"].mul_(group["momentum"]).add_(parameter.grad)
                parameter.sub_(group["lr"] * state["moment"])


def example():
    first, second = torch.nn.Parameter(torch.ones(3)), torch.nn.Parameter(torch.ones(5))
    optimizer = Momentum([first, second], lr=0.1)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 3, gamma=0.5)

    random = numpy.random.default_rng(0)
    for _ in range(11):
        yield [first.detach().clone(), second.detach().clone()]
        for parameter in (first, second):
            gradient = random.standard_normal(parameter.shape).astype(numpy.float32)
            parameter.grad = torch.from_numpy(gradient)
        optimizer.step()
        scheduler.step()
