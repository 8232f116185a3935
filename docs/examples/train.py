"""Fit a small network: SGD with a decaying rate first, L-BFGS to finish."""

import torch
from torch import nn, optim
from torch.optim import LBFGS
from torch.optim.lr_scheduler import StepLR


def make_data(points: int = 512) -> tuple[torch.Tensor, torch.Tensor]:
    torch.manual_seed(0)
    inputs = torch.rand(points, 2) * 4 - 2
    targets = torch.sin(inputs[:, :1] * inputs[:, 1:])
    return inputs, targets


def warm_up(model: nn.Module, inputs: torch.Tensor, targets: torch.Tensor) -> None:
    optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
    scheduler = StepLR(optimizer, step_size=30, gamma=0.5)
    loss_fn = nn.MSELoss()
    for epoch in range(100):
        for start in range(0, len(inputs), 64):
            optimizer.zero_grad()
            loss = loss_fn(model(inputs[start : start + 64]), targets[start : start + 64])
            loss.backward()
            optimizer.step()
        scheduler.step()
        if epoch % 25 == 0:
            print(f"epoch {epoch}: loss {loss.item():.5f}, rate {scheduler.get_last_lr()[0]:g}")


def finish(model: nn.Module, inputs: torch.Tensor, targets: torch.Tensor) -> None:
    optimizer = LBFGS(model.parameters(), max_iter=50, line_search_fn="strong_wolfe")
    loss_fn = nn.MSELoss()

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = loss_fn(model(inputs), targets)
        loss.backward()
        return loss

    for _ in range(4):
        loss = optimizer.step(closure)
    print(f"L-BFGS: loss {loss.item():.5f}")


def push_apart(points: torch.Tensor) -> torch.Tensor:
    """Spread points on a sphere by ascending on their distances."""
    points = nn.Parameter(points)
    optimizer = optim.Adam([points], lr=0.01, weight_decay=1e-3, maximize=True)
    for _ in range(50):
        optimizer.zero_grad()
        torch.pdist(nn.functional.normalize(points)).min().backward()
        optimizer.step()
    return nn.functional.normalize(points.detach())


if __name__ == "__main__":
    data = make_data()
    network = nn.Sequential(nn.Linear(2, 32), nn.Tanh(), nn.Linear(32, 1))
    warm_up(network, *data)
    finish(network, *data)
    print(push_apart(torch.randn(16, 3)).shape)
