"""Says torch, and optim, and nothing to report."""
import torch
import torch.optim as optim
from torch.optim import SGD
from torch.optim.lr_scheduler import StepLR


def train(model: torch.nn.Module, data, optimizer, scheduler):
    for x, y in data:
        loss = model(x).sub(y).pow(2).mean()
        loss.backward()
        optimizer.step()
        scheduler.step()
        optimizer.zero_grad()
    torch.save(model.state_dict(), "model.pt")


model = torch.nn.Linear(1, 1)
sgd = optim.SGD(model.parameters(), lr=0.1)
train(model, [], SGD(model.parameters(), lr=0.1), StepLR(sgd, 3))
sgd.step()
sgd.defaults
