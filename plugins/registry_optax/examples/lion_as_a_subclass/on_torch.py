import torch


class Lion(torch.optim.Optimizer):
    def __init__(self, params, lr, b1=0.9, b2=0.99, weight_decay=1e-3):
        super().__init__(params, {"lr": lr, "b1": b1, "b2": b2, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            lr, b1, b2, weight_decay = (group[n] for n in ("lr", "b1", "b2", "weight_decay"))
            for p in group["params"]:
                if p.grad is None:
                    continue
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                direction = (b1 * m + (1 - b1) * p.grad).sign()
                p.sub_(lr * (direction + weight_decay * p))
                m.mul_(b2).add_(p.grad, alpha=1 - b2)


def example():
    weight = torch.nn.Parameter(torch.tensor([1.0, -2.0, 3.0]))
    optimizer = Lion([weight], lr=0.01, weight_decay=0.1)
    for step in range(30):
        optimizer.zero_grad()
        loss = ((weight * (1.0 + 0.1 * step) - 1.0) ** 2).sum()
        loss.backward()
        optimizer.step()
        yield weight.detach().clone().numpy()
