"""The answers of MindSpore that are shipped: those of today's cases, every one, and no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from samples import ROOT

from registry.checking.jobs import jobs
from registry.checking.traces import key, read
from registry.mapping.catalog import Registry

REMEDY = "run `make evidence`"
MIB = 2**20


def test_every_case_has_its_answer_and_every_answer_its_case(installed: Registry) -> None:
    known = {
        key(side.task): job.asks
        for job in jobs(installed)
        for side in job.sides
        if side.framework == "mindspore" and not job.refusal
    }
    # Whether a parameter matters shows in whole traces, and often in the first of many pairs.
    asked = {name for name, asks in known.items() if asks != "discrimination"}
    folder = installed.traces["mindspore"]
    answered = {name for path in sorted(folder.glob("*.npz")) for name in read(path)[0]["tasks"]}
    assert asked - answered == set(), REMEDY
    assert answered - set(known) == set(), REMEDY


def test_what_is_shipped_is_small() -> None:
    folders = ("mappings/traces", "mappings/evidence", "plugins/registry_optax/mappings/evidence")
    files = [path for each in folders for path in (ROOT / each).rglob("*")]
    assert sum(path.stat().st_size for path in files if path.is_file()) < 5 * MIB


@pytest.mark.frameworks
@pytest.mark.parametrize("api", ["torch.optim.NAdam", "torch.optim.lr_scheduler.StepLR"])
def test_torch_alone_shows_what_both_show(
    ask: Callable[..., tuple[int, str, str]], api: str
) -> None:
    code, out, _ = ask("check", api, "--target", "mindspore", "--against", "shipped")
    assert code == 0, out
    assert "0 failed; mindspore 2.10.0 on CPU, recorded" in out
