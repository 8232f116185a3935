"""Ratios, each of medians measured in one run: what we cost on top of what would run anyway.

    make bench

Nothing here fails; the aims stand beside the figures. Absolute times are printed for orientation.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

REPEATS = 15
LINT_REPEATS = 3
FLAKE8 = ("flake8", "pycodestyle", "pyflakes", "mccabe")


def seconds(command: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - started


def ratio(
    name: str, aim: float, one: Callable[[], float], other: Callable[[], float], repeats: int
) -> None:
    """Measure both in turn, so that what else the machine does hits both."""
    pairs = [(one(), other()) for _ in range(repeats)]
    ours, base = (statistics.median(times) for times in zip(*pairs, strict=True))
    mark = "within" if ours / base <= aim else "over"
    times = f"{ours * 1000:.1f} ms / {base * 1000:.1f} ms"
    print(f"{name}: {ours / base:.3f} times ({times}), {mark} the aim of {aim}")


def lookup() -> None:
    """A look-up as a whole process against an interpreter that does nothing."""
    program = str(Path(sys.executable).with_name("registry"))
    seconds([program, "lookup", "StepLR"])
    ratio(
        "registry lookup StepLR / python -c pass",
        5.0,
        lambda: seconds([program, "lookup", "StepLR"]),
        lambda: seconds([sys.executable, "-c", "pass"]),
        REPEATS,
    )


def lint() -> None:
    """flake8 with the plugin against flake8 without it, on parts of torch itself."""
    torch = Path(importlib.util.find_spec("torch").origin).parent  # type: ignore[union-attr, arg-type]
    paths = [str(torch / part) for part in ("optim", "ao/quantization", "distributed/optim")]
    with tempfile.TemporaryDirectory() as folder:
        alone, both = Path(folder, "alone"), Path(folder, "both")
        for site in (alone, both):
            site.mkdir()
            for name in FLAKE8:
                _link(site, name)
        _link(both, "optim-registry")
        plugin = Path(importlib.util.find_spec("flake8_registry").origin).parent  # type: ignore[union-attr, arg-type]
        (both / "flake8_registry").symlink_to(plugin)
        ratio(
            "flake8 with the plugin / flake8 alone",
            1.03,
            lambda: seconds(_flake8(both, paths)),
            lambda: seconds(_flake8(alone, paths)),
            LINT_REPEATS,
        )


def _link(site: Path, name: str) -> None:
    """Make a distribution visible in a folder: its modules and its metadata."""
    distribution = importlib.metadata.distribution(name)
    for top in {Path(str(path)).parts[0] for path in distribution.files or ()}:
        source = Path(str(distribution.locate_file(top)))
        if source.exists() and top not in ("..", "__pycache__") and not top.endswith(".pth"):
            (site / top).symlink_to(source)


def _flake8(site: Path, paths: list[str]) -> list[str]:
    code = (
        f"import sys; sys.path.insert(0, {str(site)!r}); from flake8.main.cli import main; main()"
    )
    return [sys.executable, "-S", "-E", "-c", code, "--isolated", "-j1", *paths]


BARE = """
import json, sys, time
from registry.checking import harness, inputs
harness.inputs = inputs
adapter = harness.module_of("adapter", open(sys.argv[1]).read())
adapter.describe("cpu" if "torch" in sys.argv[1] else "CPU")
spec = json.loads(sys.argv[2])
spec["resolved"] = harness.resolve(spec)
def bare():
    optimizer = adapter.optimizer(spec, inputs.parameters(spec))
    given = list(inputs.gradients(spec))
    started = time.perf_counter()
    for arrays in given:
        optimizer.step(arrays)
    optimizer.values()
    return time.perf_counter() - started
harness.run_optimizer(adapter, spec), bare()
pairs = [(harness.run_optimizer(adapter, spec)["seconds"], bare()) for _ in range(9)]
print(json.dumps(pairs))
"""


def steps() -> None:
    """The steps of a check, which records every parameter, against the same steps alone."""
    from registry.checking.tasks import task
    from registry.discovery import discover
    from registry.mapping.models import Run

    arguments, run = {"lr": 0.1, "momentum": 0.9}, Run(steps=500, shapes="every")
    for framework, api in (
        ("torch", "torch.optim.SGD"),
        ("mindspore", "mindspore.experimental.optim.SGD"),
    ):
        adapter = discover().adapters[framework]
        command = [sys.executable, "-c", BARE, str(adapter)]
        said = subprocess.run(
            [*command, json.dumps(task("optimizer", api, arguments, run))],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "GLOG_v": "3"},
        )
        ours, base = zip(*json.loads(said.stdout.splitlines()[-1]), strict=True)
        value = statistics.median(ours) / statistics.median(base)
        mark = "within" if value <= 1.2 else "over"
        print(
            f"{framework} steps in a check / the same loop alone: {value:.3f} times "
            f"({statistics.median(base) * 2:.3f} ms a step), {mark} the aim of 1.2"
        )


if __name__ == "__main__":
    lookup()
    lint()
    steps()
