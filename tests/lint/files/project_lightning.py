"""A module whose framework owns the optimizers."""
import lightning as L
import pytorch_lightning as pl
import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.lr_scheduler import ReduceLROnPlateau, StepLR


class Lit(pl.LightningModule):
    def __init__(self, lr=0.1, optimizer_cls=torch.optim.Adam):
        super().__init__()
        self.save_hyperparameters()
        self.net = nn.Linear(1, 1)
        self.automatic_optimization = False
        self.optimizer_cls = optimizer_cls

    def forward(self, x):
        return self.net(x)

    def training_step(self, batch, batch_idx):
        opt_g, opt_d = self.optimizers()
        opt_g.zero_grad()
        opt_d.step()
        self.lr_schedulers().step()
        self.log("lr", self.trainer.optimizers[0].param_groups[0]["lr"])
        return F.mse_loss(self(batch), batch)

    def configure_optimizers(self):
        optimizer = torch.optim.SGD(self.parameters(), lr=self.hparams.lr)
        for group in optimizer.param_groups:  # OPR301
            group.setdefault("initial_lr", group["lr"])
        lbfgs = torch.optim.LBFGS(self.parameters())  # OPR101
        scheduler = StepLR(optimizer, step_size=1)
        plateau = ReduceLROnPlateau(optimizer, "min")
        plateau.step(0.1)
        plateau.step(metrics=0.1)
        scheduler.step(0.1)  # OPR308
        return [optimizer, lbfgs], [
            {"scheduler": scheduler, "interval": "step"},
            {"scheduler": plateau, "monitor": "val_loss"},
        ]

    def optimizer_step(self, epoch, batch_idx, optimizer, optimizer_closure):
        optimizer.step(closure=optimizer_closure)
        optimizer.zero_grad()

    def lr_scheduler_step(self, scheduler, metric):
        scheduler.step(metric)

    def on_save_checkpoint(self, checkpoint):
        checkpoint["x"] = self.state_dict()
        self.trainer.state


class Fabric(L.LightningModule):
    def configure_optimizers(self):
        cls = getattr(torch.optim, self.hparams.optimizer)
        optimizer = cls(self.parameters(), lr=0.1)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": StepLR(optimizer, 1)}}


def main():
    fabric = L.Fabric()
    model = Lit()
    optimizer = model.optimizer_cls(model.parameters())
    model, optimizer = fabric.setup(model, optimizer)
    optimizer.zero_grad()
    trainer = pl.Trainer()
    trainer.fit(model)
    trainer.state
    trainer.optimizers[0].state_dict()
    trainer.lr_schedulers[0]["scheduler"].get_last_lr()
