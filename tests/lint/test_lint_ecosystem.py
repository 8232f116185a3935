"""What `make ecosystem` compares with is in order, and its scan sees what it is made for."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from flake8_registry.codes import OFF_BY_DEFAULT, TITLES

HERE = Path(__file__).parents[1] / "ecosystem"
PACKAGES = re.findall(
    r"^(\S+)==(\S+) --hash=sha256:[0-9a-f]{64}$",
    (HERE / "packages.txt").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)
GOLDEN: list[dict[str, Any]] = [
    json.loads(line) for line in (HERE / "golden.jsonl").read_text(encoding="utf-8").splitlines()
]
SOURCE = """\
import torch
from torch import optim as o
from torch.optim.lr_scheduler import StepLR

def train(optimizer: torch.optim.Optimizer, scheduler):
    if isinstance(optimizer, o.LBFGS):
        scheduler.get_last_lr()
    made = {"a": o.SGD, "b": StepLR(optimizer, 3)}
    return optimizer.param_groups, made["a"].zero_grad

class Mine(torch.optim.Optimizer):
    pass
"""


def the_scan() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ecosystem_scan", HERE / "scan.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_every_package_is_pinned_by_version_and_hash() -> None:
    lines = (HERE / "packages.txt").read_text(encoding="utf-8").splitlines()
    assert len(PACKAGES) == sum(not line.startswith("#") for line in lines)
    assert len(PACKAGES) >= 10
    assert sorted(PACKAGES) == PACKAGES


def test_every_judgement_is_about_a_file_of_a_package_and_a_code_that_is_on() -> None:
    names = {f"{name}-{version}" for name, version in PACKAGES}
    files = [judged["file"] for judged in GOLDEN]
    assert files == sorted(set(files))
    for judged in GOLDEN:
        assert judged["file"].partition("/")[0] in names
        assert set(judged) <= {"file", "right", "wrong", "silent", "missed"}
        for what in (*judged.get("right", ()), *judged.get("wrong", ())):
            line, code, api = what.split()
            assert int(line) > 0
            assert code in TITLES.keys() - OFF_BY_DEFAULT
            assert api.startswith("torch.optim")


def test_every_judgement_against_the_linter_says_why() -> None:
    for judged in GOLDEN:
        for kind in ("wrong", "silent", "missed"):
            assert all(why.endswith(".") for why in judged.get(kind, {}).values())


def test_ninety_nine_in_a_hundred_are_right() -> None:
    right = sum(len(judged.get("right", ())) for judged in GOLDEN)
    wrong = sum(len(judged.get("wrong", ())) for judged in GOLDEN)
    assert right > 500
    assert right / (right + wrong) >= 0.99


def test_the_scan_sees_uses_and_leaves_annotations_and_checks_out() -> None:
    scan = the_scan()
    tree = ast.parse(SOURCE)
    assert [(use.line, use.name, use.role) for use in sorted(scan.classes(tree))] == [
        (8, "SGD", "reference"),
        (8, "StepLR", "call"),
        (11, "Optimizer", "subclass"),
    ]
    assert [(use.line, use.name) for use in sorted(scan.operations(tree))] == [
        (7, "get_last_lr"),
        (9, "param_groups"),
    ]


def test_the_scan_shares_nothing_with_the_linter() -> None:
    assert "flake8_registry" not in (HERE / "scan.py").read_text(encoding="utf-8")
