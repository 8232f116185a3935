"""`make matrix`: run the map on releases of the frameworks that are not the pinned ones.

Each release of releases.txt gets an environment of its own. The cases that its evidence lacks are
run there against the pinned release of the other framework, and written beside the evidence of the
others, so that what was interrupted goes on where it was. PyTorch releases are held against what
is recorded of MindSpore, as far as that goes.

Exit code 0: every case of every release showed what the map says of it. 1: one did not, or was not
run. 2: bad input.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.live import Live
from rich.table import Table

from registry.checking.evidence import evidence_files, read
from registry.checking.verdicts import Standing, standing
from registry.discovery import discover
from registry.mapping import releases
from registry.mapping.catalog import Registry

HERE = Path(__file__).parent
RELEASES = HERE / "releases.txt"
OTHER = {"mindspore": "torch", "torch": "mindspore"}
SHOWN = 30
# MindSpore is slow: what is recorded of it is not run again, and the rest is then run.
BOTH = (("torch.*", "mindspore", None), ("mindspore.*", "torch", None))
PASSES = {
    "mindspore": BOTH,
    "torch": (*((source, target, "shipped") for source, target, _ in BOTH), *BOTH),
}
PIP = ("install", "--quiet", "--disable-pip-version-check")


@dataclass(frozen=True)
class Release:
    """A release, the version of Python that runs it, and what its environment needs besides."""

    name: str
    python: str
    needs: tuple[str, ...]

    @property
    def framework(self) -> str:
        return self.name.partition("==")[0]

    @property
    def version(self) -> str:
        return self.name.partition("==")[2]


@dataclass
class Row:
    """What the table says of a release."""

    release: Release
    standing: Standing
    state: str = "waits"
    seconds: float = 0.0

    @property
    def cells(self) -> tuple[str, ...]:
        told = self.standing
        return (
            self.release.name,
            self.state,
            str(told.cases),
            str(told.good),
            str(len(told.wrong)),
            str(len(told.lacking)),
            f"{self.seconds / 60:.1f}",
        )


HEAD = ("release", "state", "cases", "as expected", "not", "not run", "minutes")


def main() -> int:
    """Make the environments, run what is missing, print the table."""
    args = arguments()
    wanted = [
        each
        for each in listed(RELEASES)
        if any(fnmatch.fnmatch(each.name, pattern) for pattern in args.only)
    ]
    if not wanted:
        print(f"matrix: --only: no release in {RELEASES.name} fits it", file=sys.stderr)
        return 2
    registry = discover()
    rows = [Row(each, stands(registry, each, args.evidence)) for each in wanted]
    if not args.list:
        with shown(rows) as show:
            for row in rows:
                start = time.perf_counter()
                for state in steps(row, args):
                    row.state, row.seconds = state, time.perf_counter() - start
                    show()
                row.standing = stands(registry, row.release, args.evidence)
    Console(width=100).print(table(rows))
    for row in rows:
        for name in row.standing.wrong:
            print(f"not as expected on {row.release.name}: {name}")
        for name in row.standing.lacking[:SHOWN]:
            print(f"not run on {row.release.name}: {name}")
    return int(any(row.standing.wrong or row.standing.lacking for row in rows))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", action="append", metavar="PATTERN", help="torch==*, for one")
    parser.add_argument("--list", action="store_true", help="only say what the evidence has")
    parser.add_argument("--environments", type=Path, default=Path("build/matrix"))
    parser.add_argument("--evidence", type=Path, default=Path("mappings/evidence"))
    parser.add_argument("-j", dest="workers", type=int, default=2, help="cases at a time")
    args = parser.parse_args()
    args.only = args.only or ["*"]
    return args


def listed(path: Path) -> Iterator[Release]:
    """The releases of the list, in its order."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, python, *needs = line.split()
            yield Release(name, python, tuple(needs))


def stands(registry: Registry, release: Release, evidence: Path) -> Standing:
    """What the evidence has of a release beside the pinned one of the other framework."""
    asked = releases.of({release.framework: release.version}, registry.surfaces)
    pair = {name: asked.versions[name] for name in (release.framework, OTHER[release.framework])}
    return standing(registry, read(evidence_files([evidence])), pair)


def steps(row: Row, args: argparse.Namespace) -> Iterator[str]:
    """Do what has to be done for a release, and say before each step what it is."""
    release = row.release
    if not (row.standing.lacking or row.standing.wrong):
        yield "is there"
        return
    folder: Path = args.environments / release.name
    python = folder / "bin" / "python"
    if not (folder / "made").exists():
        found = interpreter(release.python)
        if found is None:
            yield f"no python{release.python} here"
            return
        yield "installs"
        if not installed(release, found, folder):
            yield "not installed"
            return
    for pattern, target, against in PASSES[release.framework]:
        command = [sys.executable, "-m", "registry", "check", pattern, "--target", target]
        command += ["--python", f"{release.framework}={python}", "-j", str(args.workers)]
        command += ["--evidence", str(args.evidence), "--missing", "--json-lines"]
        command += ["--against", against] if against else []
        yield f"runs {pattern}"
        with (folder / "check.log").open("a") as log:
            running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
            assert running.stdout is not None
            for count, line in enumerate(running.stdout, 1):
                json.loads(line)
                if count % 100 == 0:
                    yield f"runs {pattern}: {count}"
            running.wait()
    yield "done"


def interpreter(version: str) -> str | None:
    """A Python of a version: this one, one on the path, or one that pyenv keeps."""
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        return sys.executable
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    others = sorted(kept.glob(f"{version}.*/bin/python"))
    return shutil.which(f"python{version}") or (str(others[-1]) if others else None)


def installed(release: Release, python: str, folder: Path) -> bool:
    """Make the environment of a release; what is in the way of it is in its log."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", *PIP]
    with (folder / "install.log").open("w") as log:
        for command in ([python, "-m", "venv", folder], [*pip, release.name, *release.needs]):
            if subprocess.run(
                command, stdout=log, stderr=subprocess.STDOUT, check=False
            ).returncode:
                return False
    (folder / "made").touch()
    return True


@contextmanager
def shown(rows: list[Row]) -> Iterator[Callable[[], None]]:
    """Show the rows whenever it is called: a table on a terminal, and a line for a change else."""
    console = Console(stderr=True)
    if console.is_terminal:
        with Live(table(rows), console=console, transient=True) as live:
            yield lambda: live.update(table(rows))
        return
    said: dict[str, str] = {}

    def tell() -> None:
        for row in rows:
            if row.state not in ("waits", said.get(row.release.name)):
                said[row.release.name] = row.state
                print(f"{row.release.name}: {row.state}", file=sys.stderr, flush=True)

    yield tell


def table(rows: list[Row]) -> Table:
    made = Table(*HEAD, box=None)
    for row in rows:
        made.add_row(*row.cells)
    return made


if __name__ == "__main__":
    sys.exit(main())
