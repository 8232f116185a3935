"""Somebody else's table is judged by what was seen, and by nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from samples import ENTRY, Plugin, registry_of, written

from registry.answers.pages import of_claims
from registry.checking.claims import Claim, Judged, Table, as_json, judge, read
from registry.checking.evidence import Results
from registry.checking.jobs import jobs
from registry.mapping.catalog import Registry
from registry.problems import UserError

ONLY_AGREES = ENTRY.replace("    decayed: {arguments: {decay: 0.5}}\n", "").replace(
    "evidence: [check: decayed]", "evidence: [page: 'https://example.org/decay']"
)
BASE = """\
there.optim.Base:
  kind: usage
  base_of: optimizer
  complete: [there.optim]
  no_counterpart: {framework: here, what: It has none., instead: Write one., absent: [Base]}
"""
SEEN = {
    "max_abs": 0.25,
    "max_rel": 0.1,
    "tolerances": 1234.0,
    "first_step": 7,
    "environment": {"versions": {"here": "1", "there": "2"}, "device": {"here": "CPU"}},
}


def of(folder: Path, *texts: str) -> Registry:
    for text in texts:
        written(folder, text)
    found = registry_of(Plugin(mappings=[folder]))
    assert not found.problems
    return found


def seen(registry: Registry, **different: Any) -> Results:
    """Runs of every job that showed what is expected."""
    return {
        (job.api, job.counterpart, job.case): [
            {**SEEN, "case": job.case, "digest": job.digest}
            | {"expected": job.expected, "outcome": job.expected}
            | different
        ]
        for job in jobs(registry)
    }


def judged(registry: Registry, results: Results, says: str, **other: Any) -> Judged:
    told = {"source": "here.optim.Plain", "target": "there.optim.Descent", **other}
    claim = Claim.model_validate({"release": "r1", "says": says, **told})
    (only,) = judge(registry, results, Table(title="A table", claims=(claim,)))
    return only


@pytest.mark.parametrize(
    ("text", "says", "judgement"),
    [
        (ONLY_AGREES, "consistent", "confirmed"),
        (ONLY_AGREES, "differs", "refuted"),
        (ONLY_AGREES, "corresponds", "confirmed"),
        (ENTRY, "consistent", "refuted"),
        (ENTRY, "differs", "confirmed"),
        (ENTRY, "corresponds", "confirmed"),
    ],
)
def test_a_claim_is_judged_by_the_cases(
    tmp_path: Path, text: str, says: str, judgement: str
) -> None:
    registry = of(tmp_path, text)
    assert judged(registry, seen(registry), says).judgement == judgement


def test_the_case_that_refutes_is_named_with_its_figures(tmp_path: Path) -> None:
    registry = of(tmp_path, ENTRY)
    because = judged(registry, seen(registry), "consistent").because
    assert because == (
        "1 of 2 cases agree; the case decayed with decay=0.5 is 0.25 apart, 1.2e+03 tolerances, "
        "from step 7 on (no-decay)"
    )


def test_a_difference_that_is_no_number_is_told_without_one(tmp_path: Path) -> None:
    registry = of(tmp_path, ENTRY)
    results = seen(registry, max_abs=None, tolerances=None)
    because = judged(registry, results, "consistent").because
    assert because.endswith("with decay=0.5 leaves the numbers from step 7 on (no-decay)")


def test_it_does_not_matter_from_which_side_the_map_tells_it(tmp_path: Path) -> None:
    registry = of(tmp_path, ENTRY)
    turned = judged(
        registry,
        seen(registry),
        "differs",
        source="there.optim.Descent",
        target="here.Plain",
    )
    assert turned.judgement == "confirmed"


@pytest.mark.parametrize("different", [{"digest": "old"}, {"outcome": "differ"}])
def test_what_was_not_seen_is_not_testable(tmp_path: Path, different: dict[str, Any]) -> None:
    registry = of(tmp_path, ONLY_AGREES)
    results = seen(registry, **different)
    assert judged(registry, results, "consistent").judgement == "not testable"


def test_a_pair_that_is_not_mapped_is_not_testable(tmp_path: Path) -> None:
    registry = of(tmp_path, ENTRY)
    found = judged(registry, seen(registry), "consistent", target="there.ops.step")
    assert found.judgement == "not testable"
    assert found.because == "the two are not mapped to each other here"


def test_a_name_that_a_whole_module_lacks_refutes(tmp_path: Path) -> None:
    registry = of(tmp_path, ENTRY, BASE)
    found = judged(registry, seen(registry), "consistent", target="there.optim.Lost")
    assert (found.judgement, found.because) == (
        "refuted",
        "there is no there.optim.Lost in there 2",
    )


def test_releases_that_say_the_same_are_one_row_of_the_page(tmp_path: Path) -> None:
    registry = of(tmp_path, ENTRY)
    pair = {"source": "here.optim.Plain", "target": "there.optim.Descent", "words": "a | b"}
    claims = tuple(
        Claim.model_validate(
            {**pair, "release": each, "says": "differs", "page": f"https://{each}"}
        )
        for each in ("r1", "r2")
    )
    table = Table(title="A table", claims=claims)
    found = list(judge(registry, seen(registry), table))
    assert [each["release"] for each in as_json(found)] == ["r1", "r2"]
    page = of_claims(table, found, ["here 1 on CPU"])
    assert "2 confirmed, 0 refuted, 0 not testable." in page
    assert "| a \\| b | [r1], [r2] | **confirmed** |" in page
    assert page.endswith("[r1]: https://r1\n[r2]: https://r2\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "the file: Input should be an object"),
        ('{"title": "A"}', "claims: Field required"),
        ('{"title": "A", "claims": [{"says": "maybe"}]}', "claims.0.release: Field required"),
        ("{", "the file: Invalid JSON"),
    ],
)
def test_what_is_no_table_is_one_clear_error(
    tmp_path: Path, text: str, said: str, ask: Callable[..., tuple[int, str, str]]
) -> None:
    path = tmp_path / "table.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=said):
        read(path)
    code, out, err = ask("claims", str(path))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_the_command_answers_as_json(
    tmp_path: Path, ask: Callable[..., tuple[int, str, str]]
) -> None:
    path = tmp_path / "table.json"
    row = {"release": "r1", "source": "torch.optim.SGD", "target": "x.y", "says": "corresponds"}
    path.write_text(json.dumps({"title": "A", "claims": [row]}), encoding="utf-8")
    code, out, _ = ask("claims", str(path), "--json")
    assert code == 0
    assert json.loads(out)[0]["judgement"] == "not testable"
