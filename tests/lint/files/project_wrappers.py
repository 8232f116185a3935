"""Optimizers that somebody else has wrapped, or that were never ours."""
import accelerate
import deepspeed
import horovod.torch as hvd
import torch
import torch.distributed as dist
from accelerate import Accelerator
from apex import amp
from fairscale.optim.oss import OSS
from torch.cuda.amp import GradScaler
from torch.distributed.optim import ZeroRedundancyOptimizer
from torch.nn.parallel import DistributedDataParallel as DDP
from torch.optim import SGD, Adam
from transformers import get_linear_schedule_with_warmup
from transformers.optimization import AdamW, get_scheduler
from xformers import optim as x_optim

model = torch.nn.Linear(1, 1)

optimizer = SGD(model.parameters(), lr=0.1)
optimizer = hvd.DistributedOptimizer(optimizer, named_parameters=model.named_parameters())
optimizer.zero_grad()
hvd.broadcast_optimizer_state(optimizer, root_rank=0)

optimizer = Adam(model.parameters())
model, optimizer = amp.initialize(model, optimizer, opt_level="O1")
optimizer.zero_grad()
with amp.scale_loss(model(1), optimizer) as scaled_loss:
    scaled_loss.backward()

engine, optimizer, _, scheduler = deepspeed.initialize(model=model, model_parameters=[])
engine.step()
optimizer.zero_grad()
scheduler.get_last_lr()

accelerator = Accelerator()
model, optimizer, loader = accelerator.prepare(model, Adam(model.parameters()), [])
optimizer.zero_grad()
accelerator.state
accelerator.save_state()

oss = OSS(params=model.parameters(), optim=SGD, lr=0.1)
oss.param_groups
zero = ZeroRedundancyOptimizer(model.parameters(), optimizer_class=Adam, lr=0.1)
zero.consolidate_state_dict()
adamw = AdamW(model.parameters())
adamw.param_groups
schedule = get_linear_schedule_with_warmup(adamw, 0, 10)
schedule.get_last_lr()
schedule.step()
get_scheduler("linear", adamw).get_last_lr()
x_optim.LBFGS([])
x_optim.SGD([], maximize=True)

scaler = GradScaler()
scaler.scale(model(1)).backward()
scaler.step(adamw)
scaler.state_dict()
scaler.load_state_dict({})

ddp = DDP(model)
ddp.module.state_dict()
ddp.zero_grad()
dist.get_world_size()


class Wrapped:
    def __init__(self, inner):
        self.inner = inner

    @property
    def param_groups(self):
        return self.inner.param_groups

    def state_dict(self):
        return self.inner.state_dict()

    def __getattr__(self, item):
        return getattr(self.inner, item)


wrapped = Wrapped(SGD([], lr=0.1))
wrapped.param_groups
wrapped.state_dict()
wrapped.zero_grad()


class WarmUp:
    """A schedule of its own, which is no schedule of torch."""

    def __init__(self, optimizer: SGD, total):
        self.optimizer = optimizer
        self.after = None

    def step(self, epoch=None):
        for group in self.optimizer.param_groups:  # OPR301
            group["lr"] = 0.1
        if self.after is not None:
            self.after.step(epoch)

    def get_last_lr(self):
        return [group["lr"] for group in self.optimizer.param_groups]  # OPR301

    def state_dict(self):
        return {}


warm = WarmUp(SGD([], lr=0.1), 3)
warm.step(3)
warm.get_last_lr()
warm.state_dict()
