"""Lints programs of the grammar by the thousand: nothing may crash, and no hash seed may matter.

    python tests/lint/fuzz.py 100000

Says how many programs were Python and how many findings there were, and ends with status 1 and the
seeds to look at if anything went wrong.
"""

from __future__ import annotations

import ast
import hashlib
import os
import subprocess
import sys
import time
import traceback
import warnings
from pathlib import Path

from flake8_registry import findings, read_index
from grammar import program

INDEX = read_index((str(Path(__file__).with_name("index.json")),))
SLOW = 2.0
"""Seconds that a program of some dozen lines must not take."""


def lint(first: int, count: int) -> tuple[str, list[str]]:
    """What was found in the programs of these seeds, and what went wrong."""
    digest = hashlib.sha256()
    parsed = found = 0
    problems: list[str] = []
    for seed in range(first, first + count):
        source = program(seed)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(source.removeprefix("\ufeff"))
        except (SyntaxError, RecursionError):
            continue
        parsed += 1
        started = time.process_time()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                said = list(findings(source, "x.py", INDEX))
        except Exception:
            problems.append(f"seed {seed}: {traceback.format_exc()}")
            continue
        found += len(said)
        digest.update(repr(said).encode())
        if (took := time.process_time() - started) > SLOW:
            problems.append(f"seed {seed}: took {took:.1f} s")
    return f"{parsed} programs, {found} findings, digest {digest.hexdigest()[:16]}", problems


def main(count: int, first: int = 0) -> int:
    """Lint in two processes whose hash seeds differ, and compare."""
    command = [sys.executable, __file__, "--part", str(first), str(count)]
    parts = [
        subprocess.Popen(
            command,
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("0", "1")
    ]
    told = [part.communicate()[0] for part in parts]
    print(told[0], end="")
    if told[0] != told[1]:
        print(f"with another hash seed: {told[1]}", end="")
    return int(told[0] != told[1] or any(part.returncode for part in parts))


if __name__ == "__main__":
    if sys.argv[1] == "--part":
        text, wrong = lint(int(sys.argv[2]), int(sys.argv[3]))
        print("\n".join([*wrong, text]))
        raise SystemExit(bool(wrong))
    raise SystemExit(main(*map(int, sys.argv[1:])))
