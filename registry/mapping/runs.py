"""What is known of a run besides the arguments of a call."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from registry.mapping.words import Model

Platform = Literal["Ascend", "GPU", "TPU", "CPU"]
Gradients = Literal["normal", "zero", "tiny", "huge", "decaying", "spiky", "late", "closure"]
Names = Literal["plain", "norm"]
Shapes = Literal["few", "every", "matrices"]
Groups = Literal["one", "two"]
Rate = Literal["constant", "drops"]
Dtype = Literal["float64", "float32", "float16", "bfloat16"]
Metrics = Literal["improving", "plateau", "noisy", "worsening", "crawling", "nan"]
Mode = Literal["PyNative", "graph"]


class Run(Model):
    """The facts of a run that are not arguments. A condition calls them ``run.steps`` and so on."""

    steps: int = Field(default=100, ge=100, le=10_000)
    """How many steps the optimizer makes."""
    epochs: int = Field(default=200, ge=200, le=100_000)
    """How many epochs the training is planned for."""
    steps_per_epoch: int = Field(default=2, ge=1, le=1000)
    """How many steps the optimizer makes between two steps of the schedule."""
    beyond: int = Field(default=0, ge=0, le=1000)
    """How many epochs the training goes on after those that were planned."""
    lr: float = 0.1
    """The rate that the scheduled optimizer starts from."""
    gradients: Gradients = "normal"
    """Standard normal; zero in the second half; a millionth or a million of it; a tenth less each
    step; ten thousand times it every 25th step; missing for half of the parameters until step 20
    (late); or those of a convex function that a step asks for as often as it likes (closure)."""
    names: Names = "plain"
    """Whether some parameters are called beta and gamma, as in a normalisation layer (norm)."""
    shapes: Shapes = "few"
    """The shapes of the parameters: two (two blocks of eight and one more, and a long one), every
    shape that a kernel may treat otherwise, or matrices only (tall, wide and square)."""
    groups: Groups = "one"
    """Whether the last parameters are a group with a rate and a weight decay of its own (two)."""
    rate: Rate = "constant"
    """Whether the rate is set to a tenth in the middle of the run (drops)."""
    resumed: bool = False
    """Whether the optimizer is saved in the middle, and a new one goes on from there."""
    dtype: Dtype = "float32"
    """The type of the parameters and their gradients."""
    metrics: Metrics = "plateau"
    """What is measured after each epoch, for a schedule that asks for it: falling by some per cent;
    the same for 20 epochs and constant from then on; falling under noise; rising; falling by a
    billionth each epoch (crawling); or noisy with NaN every seventh time (nan)."""
    watched: Literal["lr", "momentum"] = "lr"
    """What of the optimizer is compared while a schedule runs: its rate or its momentum."""
    mode: Mode = "PyNative"
    """How the counterpart executes: operation by operation, or compiled as a whole."""
    platform: Platform = "CPU"
    """Where the counterpart runs."""
    seed: int = 0
    """What parameters, gradients and metrics are made from."""
