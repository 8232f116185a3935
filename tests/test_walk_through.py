"""The walk-through of docs/plugins.md, typed as it stands there into a shell in an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from samples import ROOT

from registry.configuration import Configuration

tomllib = pytest.importorskip("tomllib" if sys.version_info >= (3, 11) else "tomli")

PAGE = (ROOT / "docs/plugins.md").read_text(encoding="utf-8")
HEAVY_BALL = "registry_acme/mappings/acme_example/HeavyBall.yaml"
# Nothing is downloaded: what the project depends on is what is installed here.
OFFLINE = "--quiet --disable-pip-version-check --no-deps --no-index --no-build-isolation"


def blocks() -> Iterator[tuple[str, str]]:
    """The language of each fenced block that has one, and its lines."""
    yield from re.findall(r"^```(\w[\w ]*)\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


def commands_of(folder: Path) -> Path:
    """The commands ``registry``, ``pytest`` and ``pip`` of a virtual environment of its own."""
    venv.create(folder)
    (site,) = (folder / "lib").glob("python*/site-packages")
    places = [str(ROOT), str(ROOT / "plugins"), *filter(os.path.isdir, sys.path)]
    (site / "shared.pth").write_text("\n".join(places), encoding="utf-8")
    python = folder / "bin/python"
    for name, words in (
        ("registry", f'{python} -m registry "$@"'),
        ("pytest", f'{python} -m pytest "$@"'),
        ("flake8", f'{python} -m flake8 "$@"'),
        ("pip", f'{sys.executable} -m pip --python {python} "$@" {OFFLINE}'),
    ):
        (folder / "bin" / name).write_text(f"#!/bin/sh\nexec {words}\n", encoding="utf-8")
        (folder / "bin" / name).chmod(0o755)
    return folder / "bin"


def replaced(module: str, function: str) -> str:
    """The source of a module with one of its functions written anew."""
    (head,) = re.findall(r"^@hookimpl\ndef \w+\(\):\n", function, flags=re.MULTILINE)
    before, _, after = module.partition(head)
    assert after, f"there is no {head} in the hooks"
    return before + function + re.sub(r"\A(?: .*\n|\n)*", "\n\n", after)


@pytest.mark.frameworks
def test_the_walk_through_works_as_it_is_written(tmp_path: Path) -> None:
    for needed in ("pip", "hatchling", "torch", "mindspore", "flake8", "griffe"):
        pytest.importorskip(needed, reason=f"{needed} is not installed")
    folder = tmp_path / "empty"
    folder.mkdir()
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment["PATH"] = f"{commands_of(tmp_path / 'venv')}:{environment['PATH']}"
    said: dict[str, str] = {}
    for language, text in blocks():
        if language in ("yaml", "python"):
            place = re.match(r"# (\S+\.(?:py|yaml))\n", text)
            path = folder / (place[1] if place else HEAVY_BALL)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif language == "python replace":
            hooks = folder / "registry_acme/__init__.py"
            hooks.write_text(replaced(hooks.read_text(encoding="utf-8"), text), encoding="utf-8")
        elif language == "toml":
            assert set(tomllib.loads(text)) <= {each.name for each in fields(Configuration)}
        elif language == "yaml add":
            before, between, after = (folder / HEAVY_BALL).read_text().partition("  ranges:\n")
            (folder / HEAVY_BALL).write_text(f"{before}{text}{between}{after}", encoding="utf-8")
        else:
            assert language == "sh"
            for line in text.splitlines():
                if line.startswith("cd "):
                    folder /= line.removeprefix("cd ")
                    continue
                command, _, code = line.partition("  # exit code ")
                done = subprocess.run(
                    command,
                    shell=True,
                    cwd=folder,
                    env=environment,
                    capture_output=True,
                    text=True,
                    timeout=300,
                )
                assert done.returncode == int(code or 0), f"{line}\n{done.stdout}{done.stderr}"
                said[line] = done.stdout + done.stderr
    quoted = re.findall(r"^(?:FAIL|registry_acme/map).*$", PAGE, flags=re.MULTILINE)
    assert len(quoted) == 2
    for line in quoted:
        start = re.split(r", \.\.\.$|  max abs", line)[0]
        assert any(start in each for each in said.values()), line
    assert re.search(r"=+ \d+ passed in ", said["pytest"]), said["pytest"]
    assert "decayed-with-momentum] differ" in said["registry check SGDW"]
    assert "1 failed" in said["registry check HeavyBall  # exit code 1"]
    assert "0 skipped, 0 failed" in said["registry check HeavyBall"]
    checked = said["registry check torch.optim.SGD --target acme_numpy --strict"]
    assert "acme_numpy.Descent [momentum] agree" in checked
    assert "0 skipped, 0 failed" in checked
    (warning,) = re.findall(r"^train\.py:.*$", PAGE, flags=re.MULTILINE)
    for command in ("registry lint ", "flake8 "):
        (printed,) = [said[each] for each in said if each.startswith(command)]
        assert warning in printed
    assert "verified: every case showed what is expected" in said["registry lookup HeavyBall"]
