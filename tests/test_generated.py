"""What is generated is committed, and as fresh as what it is made from."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from samples import ROOT

from registry.answers.lint_index import compile_lint_index
from registry.checking.evidence import read, verdict
from registry.checking.jobs import SIGNATURE, jobs_of
from registry.checking.verdicts import eras, standing
from registry.discovery import discover
from registry.language.versions import release
from registry.mapping import releases
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
    now = releases.today(installed)
    newest = releases.of({}, installed.surfaces).versions
    lacking = {
        located.api: found.reason
        for located in now.entries
        if (found := verdict(jobs_of(now, located), results, newest)).state != "verified"
    }
    assert not lacking, f"run `make evidence` and commit the result: {lacking}"


def test_the_evidence_of_every_release_shows_the_map_as_it_was_there(installed: Registry) -> None:
    results = read(installed.evidence)
    seen = set()
    for era in eras(installed, results):
        versions = {name: era.versions[name] for name in era.frameworks}
        told = standing(installed, results, versions)
        # What is newer than the map may declare more parameters; `registry drift` says so.
        newer = any(
            release(version) > release(installed.surfaces[name][-1].version)
            for name, version in versions.items()
            if name in installed.surfaces
        )
        moved = [each for each in told.wrong if newer and each.endswith(f"[{SIGNATURE}]")]
        assert not told.lacking, f"run `make matrix` and commit the result: {versions}"
        assert list(told.wrong) == moved, versions
        assert told.cases > 500
        seen |= {f"{name}=={version.partition('+')[0]}" for name, version in versions.items()}
    listed = (ROOT / "tests/matrix/releases.txt").read_text(encoding="utf-8").splitlines()
    assert seen >= {line.split()[0] for line in listed if not line.startswith("#")}
