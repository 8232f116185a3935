"""A training script as papers' repositories have it."""
import argparse
import os

import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import DataLoader
from tqdm import tqdm

parser = argparse.ArgumentParser()
parser.add_argument("--opt", default="adam", choices=["adam", "lbfgs"])
parser.add_argument("--lr", type=float, default=2e-4)
parser.add_argument("--resume")
opt = parser.parse_args()
print(opt.lr, opt.state, opt)
os.makedirs("out", exist_ok=True)


class Generator(nn.Module):
    def __init__(self):
        super(Generator, self).__init__()
        self.main = nn.Sequential(nn.Linear(1, 1))
        self.state = None

    def forward(self, x, state=None):
        self.state = state
        return self.main(x)

    def step(self, x):
        return self.state


netG, netD = Generator(), nn.Linear(1, 1)
optimizerG = optim.Adam(netG.parameters(), lr=opt.lr, betas=(0.5, 0.999))
optimizerD = optim.Adam(netD.parameters(), lr=opt.lr, betas=(0.5, 0.999))
schedulers = [torch.optim.lr_scheduler.StepLR(o, 10, 0.5) for o in (optimizerG, optimizerD)]
if opt.opt == "lbfgs":
    optimizerG = optim.LBFGS(netG.parameters())  # OPR101

if opt.resume:
    checkpoint = torch.load(opt.resume)
    netG.load_state_dict(checkpoint["netG"])
    optimizerG.load_state_dict(checkpoint["optG"])  # OPR304
    start = checkpoint["epoch"]

for epoch in tqdm(range(10)):
    for i, data in enumerate(DataLoader([])):
        netD.zero_grad()
        optimizerD.zero_grad()  # OPR309
        netG.step(data)
        loss = netD(netG(data)).mean()
        loss.backward()
        optimizerD.step()
        netG.state
    for scheduler in schedulers:
        scheduler.step()
    lr = optimizerD.param_groups[0]["lr"]  # OPR301
    print("lr = %.7f" % schedulers[0].get_last_lr()[0])  # OPR306
    torch.save(
        {
            "netG": netG.state_dict(),
            "optG": optimizerG.state_dict(),  # OPR303
            "sched": [s.state_dict() for s in schedulers],  # OPR303
        },
        "out/x.pt",
    )


def adjust_learning_rate(optimizer, epoch, args):
    """No word about what it gets."""
    for param_group in optimizer.param_groups:
        param_group["lr"] = args.lr


def set_requires_grad(nets, requires_grad=False):
    for net in nets:
        for param in net.parameters():
            param.requires_grad = requires_grad


def freeze(net):
    net.state_dict()
    return [p for p in net.parameters() if p.requires_grad]


adjust_learning_rate(optimizerG, 1, opt)
