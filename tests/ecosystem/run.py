"""`make ecosystem`: lint released packages, and hold the findings against what people made of them.

Each finding of the codes that are on by default was judged once, by reading the code around it, and
stands in golden.jsonl, a line for each file::

    {"file": "timm-1.0.9/timm/optim/adamp.py", "right": ["43 OPR401 torch.optim.Optimizer"],
     "wrong": {"7 OPR402 torch.optim.X": "why"},
     "silent": {"310 Nadam": "why it is right to be silent"}, "missed": {"66 Adam": "why"}}

``silent`` and ``missed`` are uses that :mod:`scan` sees and the linter leaves unsaid, whatever the
code. What is not in the list is printed as new, what is only in the list as gone; either is a
failure, and is repaired by judging and editing the list.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import subprocess
import sys
import time
import tokenize
import warnings
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import scan
from flake8_registry import Finding, findings, index_files, read_index
from flake8_registry.codes import OFF_BY_DEFAULT

HERE = Path(__file__).parent
PACKAGES = HERE / "packages.txt"
GOLDEN = HERE / "golden.jsonl"
KINDS = ("right", "wrong", "silent", "missed")
# Wheels for whatever Python: the code is read and never run.
PIP = ["download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
ANY_WHEEL = ["--only-binary=:all:", "--python-version=3.8", "--platform=manylinux1_x86_64"]
ANY_WHEEL += ["--ignore-requires-python"]


@dataclass
class Seen:
    """What one run brought to light."""

    files: int = 0
    lines: int = 0
    unreadable: list[str] = field(default_factory=list)
    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    unsaid: set[tuple[str, str]] = field(default_factory=set)
    uses: int = 0
    asked: int = 0
    answered: int = 0


def main() -> int:
    """Fetch, lint, compare, print; 1 where the golden list says something else."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cache", type=Path, default=Path("build/ecosystem"))
    cache = parser.parse_args().cache
    fetch(cache)
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    start = time.perf_counter()
    seen = look(cache / "sources")
    golden = read_golden(GOLDEN)
    for line in report(seen, golden, time.perf_counter() - start):
        print(line)
    differences = [*differing(seen, golden)]
    for line in differences:
        print(line)
    return int(bool(differences))


def fetch(cache: Path) -> None:
    """Download the wheels and unpack what is Python in them, unless it is all there."""
    wanted = {hash: name for name, hash in packages(PACKAGES)}
    wheels = cache / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    there = {hashlib.sha256(one.read_bytes()).hexdigest(): one for one in wheels.glob("*.whl")}
    if not wanted.keys() <= there.keys():
        pip = [sys.executable, "-m", "pip", *PIP, *ANY_WHEEL]
        subprocess.run([*pip, "--dest", str(wheels), "-r", str(PACKAGES)], check=True)
        there = {hashlib.sha256(one.read_bytes()).hexdigest(): one for one in wheels.glob("*.whl")}
    for hash, name in wanted.items():
        folder = cache / "sources" / name
        if not folder.exists():
            unfinished = folder.with_name(f".{name}")
            with zipfile.ZipFile(there[hash]) as wheel:
                python = [one for one in wheel.namelist() if one.endswith(".py")]
                wheel.extractall(unfinished, python)
            unfinished.rename(folder)


def packages(path: Path) -> Iterator[tuple[str, str]]:
    """The packages as ``name-version``, each with the sha256 of its wheel."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, hash = line.partition(" --hash=sha256:")
            yield name.replace("==", "-"), hash


def look(sources: Path) -> Seen:
    """Lint and scan every file of the packages that are in the list."""
    seen = Seen()
    index = read_index(index_files())
    for name, _ in packages(PACKAGES):
        for path in sorted((sources / name).rglob("*.py")):
            file = path.relative_to(sources).as_posix()
            seen.files += 1
            try:
                with tokenize.open(path) as stream:
                    source = stream.read()
                said = list(findings(source, str(path), index))
                tree = ast.parse(source if "torch" in source and "optim" in source else "")
            except (SyntaxError, ValueError) as error:
                seen.unreadable.append(f"{file}: {error}")
                continue
            seen.lines += source.count("\n")
            for one in said:
                if one.code not in OFF_BY_DEFAULT:
                    seen.found[file, f"{one.line} {one.code} {one.api}"] += 1
            _compare(seen, file, tree, said)
    return seen


def _compare(seen: Seen, file: str, tree: ast.Module, said: list[Finding]) -> None:
    named: dict[int, set[str]] = defaultdict(set)
    for one in said:
        last = one.api.rpartition(".")[2]
        # The older name of the base class of schedules is an alias.
        named[one.line] |= {last, f"_{last}"} if last == "LRScheduler" else {last}
        if one.role == "operation":
            named[one.line].add(one.message.partition(" ")[0])
    for use in set(scan.classes(tree)):
        seen.uses += 1
        if use.name not in named[use.line]:
            seen.unsaid.add((file, f"{use.line} {use.name}"))
    asked = set(scan.operations(tree))
    seen.asked += len(asked)
    seen.answered += sum(use.name in named[use.line] for use in asked)


def read_golden(path: Path) -> dict[str, Counter[tuple[str, str]]]:
    """What was judged, by kind: the file and what was found in it, with how often."""
    golden: dict[str, Counter[tuple[str, str]]] = {kind: Counter() for kind in KINDS}
    for line in path.read_text(encoding="utf-8").splitlines():
        judged: dict[str, Any] = json.loads(line)
        for kind in KINDS:
            golden[kind].update((judged["file"], what) for what in judged.get(kind, ()))
    return golden


def report(
    seen: Seen, golden: dict[str, Counter[tuple[str, str]]], seconds: float
) -> Iterator[str]:
    """The figures, a sentence each."""
    count = sum(1 for _ in packages(PACKAGES))
    yield f"{count} packages, {seen.files:,} files, {seen.lines:,} lines in {seconds:.0f} s"
    for one in seen.unreadable:
        yield f"not read: {one}"
    right = (seen.found & golden["right"]).total()
    wrong = (seen.found & golden["wrong"]).total()
    yield (
        f"{seen.found.total()} findings of the codes that are on: {right} right, {wrong} wrong; "
        f"precision {right / max(1, right + wrong):.2%}"
    )
    missed = len(seen.unsaid & golden["missed"].keys())
    silent = len(seen.unsaid & golden["silent"].keys())
    spoken = seen.uses - len(seen.unsaid)
    yield (
        f"{seen.uses} uses of classes by an independent scan: {spoken} spoken of, {silent} rightly "
        f"not, {missed} missed; recall {spoken / max(1, spoken + missed):.2%}"
    )
    yield (
        f"{seen.asked} attributes asked of what is called optimizer or scheduler: "
        f"{seen.answered} spoken of ({seen.answered / max(1, seen.asked):.0%}); of the others one "
        "file does not tell what they are"
    )


def differing(seen: Seen, golden: dict[str, Counter[tuple[str, str]]]) -> Iterator[str]:
    """What is new and what is gone, as the lines of the golden list that it takes."""
    judged = golden["right"] + golden["wrong"]
    known = golden["silent"] + golden["missed"]
    unsaid = Counter(seen.unsaid)
    for title, here, there in (
        ("new", seen.found, judged),
        ("gone", judged, seen.found),
        ("new and unsaid", unsaid, known),
        ("unsaid no more", known, unsaid),
    ):
        by_file: dict[str, list[str]] = defaultdict(list)
        for file, what in sorted((here - there).elements()):
            by_file[file].append(what)
        for file, several in by_file.items():
            yield f"{title}: {json.dumps({'file': file, 'what': several})}"


if __name__ == "__main__":
    sys.exit(main())
