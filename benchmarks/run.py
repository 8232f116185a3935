"""Ratios, each of medians measured in one run: what we cost on top of what would run anyway.

    make bench

Nothing here fails; the aims stand beside the figures. Absolute times are printed for orientation.
"""

from __future__ import annotations

import ast
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
LINT_REPEATS = 5
LINT_EVERY = 40
LINT_LINES = 100_000
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
    _tell(name, aim, ours, base)


def _tell(name: str, aim: float, ours: float, base: float) -> None:
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


def folder_of(package: str) -> Path:
    """Where an installed package is; it is not imported."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed; `make bench` installs it")
    return Path(spec.origin).parent


def sample() -> list[Path]:
    """Mixed code: every so many a file of what is installed here, up to a number of lines."""
    site = folder_of("numpy").parent
    lines, kept = 0, []
    for path in sorted(site.rglob("*.py"))[::LINT_EVERY]:
        lines += path.read_bytes().count(b"\n")
        if lines > LINT_LINES:
            break
        kept.append(path)
    return kept


def lint() -> None:
    """The plugin's own share of the time of a flake8 process, its start included."""
    paths = [str(path) for path in sample()]
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        for name in FLAKE8:
            _link(site, name)
        _link(site, "optim-registry")
        if not (site / "flake8_registry").exists():
            (site / "flake8_registry").symlink_to(folder_of("flake8_registry"))
        command = [sys.executable, "-S", "-E", "-c", OWN_SHARE, str(site), "--isolated", "-j1"]
        said = subprocess.run([*command, *paths], capture_output=True, text=True, check=False)
    own, whole = json.loads(said.stderr.splitlines()[-1])
    _tell("flake8 with the plugin / flake8 alone", 1.03, whole, whole - own)


OWN_SHARE = """
import sys, time
sys.path.insert(0, sys.argv.pop(1))
started = time.process_time()
from flake8_registry.plugin import Plugin
own = time.process_time() - started
def timed(function):
    def call(*arguments):
        global own
        before = time.process_time()
        try:
            found = function(*arguments)
            return found if found is None else list(found)
        finally:
            own += time.process_time() - before
    return call
Plugin.run = timed(Plugin.run)
Plugin.parse_options = staticmethod(timed(Plugin.parse_options))
from flake8.main.cli import main
main(sys.argv[1:])
print([own, time.process_time() - started], file=sys.stderr)
"""


def visitor() -> None:
    """The engine against visiting every node, on the files of torch that say torch.optim."""
    from flake8_registry import findings, index_files, read_index

    index = read_index(index_files())
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder_of("torch").rglob("*.py"))]
    files = [(text, ast.parse(text)) for text in texts if "torch.optim" in text]

    def walk() -> None:
        for _, tree in files:
            for _ in ast.walk(tree):
                pass

    def find() -> None:
        for text, tree in files:
            list(findings(text, "x.py", index, tree=tree))

    ratio("the linter alone / ast.walk", 2.0, lambda: _cpu(find), lambda: _cpu(walk), LINT_REPEATS)


def index() -> None:
    """Loading the index of today, and two synthetic ones, of which one is twice the other."""
    from flake8_registry.reading import BUILT_IN, load, merge

    def read(path: Path) -> float:
        return statistics.median(
            _cpu(lambda: merge([(str(path), load(str(path)))])) for _ in "12345"
        )

    print(f"loading the index: {read(BUILT_IN) * 1000:.2f} ms, the aim is 2 ms")
    head, _, rest = BUILT_IN.read_text(encoding="utf-8").partition("\n")
    lines = [line.rstrip(",") for line in rest.splitlines()[:-1]]
    with tempfile.TemporaryDirectory() as folder:
        times = []
        for count in (10_000, 20_000):
            several = (lines[n % len(lines)].replace('": {', f'{n}": {{', 1) for n in range(count))
            path = Path(folder, f"{count}.json")
            path.write_text(head + "\n" + ",\n".join(several) + "\n}}\n", encoding="utf-8")
            times.append(read(path))
        _tell("loading 20,000 APIs / loading 10,000", 2.2, times[1], times[0])


def _cpu(work: Callable[[], object]) -> float:
    """The seconds of this processor that some work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def _link(site: Path, name: str) -> None:
    """Make a distribution visible in a folder: its modules and its metadata."""
    distribution = importlib.metadata.distribution(name)
    for top in {Path(str(path)).parts[0] for path in distribution.files or ()}:
        source = Path(str(distribution.locate_file(top)))
        if source.exists() and top not in ("..", "__pycache__") and not top.endswith(".pth"):
            (site / top).symlink_to(source)


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
    from registry.mapping.runs import Run

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


def whole_map() -> None:
    """Every check between torch and MindSpore, as many at a time as there are processors."""
    program = str(Path(sys.executable).with_name("registry"))
    workers = str(os.cpu_count() or 1)
    print(f"running the whole map between torch and mindspore with -j {workers}, for some minutes")
    taken, cases = 0.0, 0
    for source, target in (("torch.*", "mindspore"), ("mindspore.*", "torch")):
        command = [program, "check", source, "--target", target, "-j", workers, "--json-lines"]
        started = time.perf_counter()
        # An outcome that is not expected ends with 1, which is no reason not to tell the time.
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        taken += time.perf_counter() - started
        cases += len(said.stdout.splitlines())
    mark = "within" if taken <= 300 else "over"
    print(f"the whole map: {cases} cases in {taken:.0f} s, {mark} the aim of 300 s on 2 cores")


if __name__ == "__main__":
    lookup()
    index()
    visitor()
    lint()
    steps()
    whole_map()
