"""What is generated is committed, and as fresh as what it is made from."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from samples import ROOT

from registry.answers.lint_index import compile_lint_index
from registry.checking.evidence import read, verdict
from registry.checking.jobs import jobs_of
from registry.discovery import discover
from registry.mapping.catalog import Registry


@pytest.mark.parametrize(
    ("plugin", "file"),
    [("mindspore", "flake8_registry/index.json"), ("optax", "registry_optax/lint_index.json")],
)
def test_the_index_of_the_linter_is_that_of_the_mappings(plugin: str, file: str) -> None:
    kept = (ROOT / "plugins" / file).read_text(encoding="utf-8")
    assert kept == compile_lint_index(discover(plugin)), "run `make index` and commit the result"


def test_the_pages_are_those_of_the_data(
    ask: Callable[..., tuple[int, str, str]],
) -> None:
    claims = str(ROOT / "mappings/claims/mindspore-api-mapping.json")
    for page, words in (("map", ["list", "--markdown"]), ("vendor-rows", ["claims", claims])):
        code, out, _ = ask(*words)
        kept = (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
        assert (code, out) == (0, kept), "run `make docs` and commit the result"


def test_the_evidence_carries_every_claim(installed: Registry) -> None:
    results = read(installed.evidence)
    lacking = {
        located.api: found.reason
        for located in installed.entries
        if (found := verdict(jobs_of(installed, located), results)).state != "verified"
    }
    assert not lacking, f"run `make evidence` and commit the result: {lacking}"
