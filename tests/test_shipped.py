"""What is shipped keeps the rules, and what `registry lookup` says is what the YAML says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from samples import ROOT

from registry.checking.rules import broken
from registry.discovery import discover
from registry.language import signatures
from registry.mapping.catalog import Registry
from registry.mapping.loading import Located
from registry.mapping.models import Counterpart

# Tests are collected by what is shipped, so that each claim that breaks is a test with its name.
SHIPPED = discover().entries
CLAIMS = [(each, there) for each in SHIPPED for there in each.entry.counterparts]
IDS = [f"{each.api} -> {there.api}" for each, there in CLAIMS]
Ask = Callable[..., tuple[int, str, str]]


def test_every_mapping_file_of_the_checkout_is_installed() -> None:
    here = {path.relative_to(ROOT / "mappings") for path in (ROOT / "mappings").rglob("*.yaml")}
    there = {Path(*path.parts[-len(each.parts) :]) for each in here for path in discover().files}
    assert here
    assert here <= there


def test_what_is_shipped_has_no_problem(installed: Registry) -> None:
    assert [str(each) for each in installed.problems] == []


def test_what_is_shipped_breaks_no_rule(installed: Registry) -> None:
    assert [str(each) for each in broken(installed)] == []


@pytest.mark.parametrize(("located", "counterpart"), CLAIMS, ids=IDS)
def test_lookup_says_what_the_mapping_says(
    ask: Ask, located: Located, counterpart: Counterpart
) -> None:
    code, out, _ = ask("lookup", located.api, "--json")
    assert code == 0
    answer = json.loads(out)
    assert answer["signature"] == located.entry.signature
    assert set(answer["aliases"]) >= set(located.entry.aliases)
    (found,) = [each for each in answer["counterparts"] if each["api"] == counterpart.api]
    said = json.loads(counterpart.model_dump_json())
    for field in ("fit", "signature", "since", "until", "platforms", "note", "pages", "converter"):
        assert found[field] == said[field]
    source = signatures.parse(located.entry.signature)
    assert [row["name"] for row in found["parameters"]] == list(source.names)
    for row in found["parameters"]:
        parameter = counterpart.parameters[row["name"]]
        assert row["to"] == list(parameter.targets(row["name"]))
        assert row["type"] == parameter.type
        assert row["difference"] == parameter.difference
        assert row["note"] == (parameter.note or parameter.converted or parameter.dropped)
    assert {each["name"]: each["because"] for each in found["extra"]} == {
        name: extra.because for name, extra in counterpart.extra.items()
    }
    assert {
        each["id"]: (each["when"], each["what"], each["instead"]) for each in found["differences"]
    } == {
        name: (each.when, each.what, each.instead)
        for name, each in counterpart.differences.items()
        if not each.until  # what only older releases did is told to who asks about them
    }


@pytest.mark.parametrize(("located", "counterpart"), CLAIMS, ids=IDS)
def test_lookup_goes_back_over_every_claim(
    ask: Ask, located: Located, counterpart: Counterpart
) -> None:
    code, out, _ = ask("lookup", counterpart.api, "--json")
    assert code == 0
    (found,) = [e for e in json.loads(out)["counterparts"] if e["api"] == located.api]
    if (counterpart.api, located.api) in {(e.api, there.api) for e, there in CLAIMS}:
        return  # the other side has an entry of its own, and another test holds look-up to it
    assert found["signature"] == located.entry.signature
    target = signatures.parse(counterpart.signature)
    assert [row["name"] for row in found["parameters"]] == list(target.names)
    assert {each["id"] for each in found["differences"]} == {
        name for name, each in counterpart.differences.items() if not each.until
    }


WITHOUT = [each for each in SHIPPED if each.entry.no_counterpart]


@pytest.mark.parametrize("located", WITHOUT, ids=lambda each: each.api)
def test_lookup_says_why_there_is_none_and_what_to_do(ask: Ask, located: Located) -> None:
    code, out, _ = ask("lookup", located.api, "--target", located.entry.target, "--json")
    answer, nothing = json.loads(out), located.entry.no_counterpart
    assert nothing is not None
    assert code == (0 if answer["counterparts"] else 1)
    (told,) = answer["no_counterpart"]
    assert told["framework"] == nothing.framework
    assert told["what"] == nothing.what
    assert told["instead"] == nothing.instead
    if nothing.recipe:
        code, out, _ = ask("recipe", nothing.recipe.name)
        assert code == 0
        name = located.api.rpartition(".")[2]
        assert f"class {name}" in out or f"def {name}" in out


def test_every_parameter_is_in_the_table_that_people_see(ask: Ask) -> None:
    _, out, _ = ask("lookup", "torch.optim.Adam")
    words = {
        line.split()[0] for line in out.splitlines() if line.startswith("   ") and line.split()
    }
    adam = next(each for each in SHIPPED if each.api == "torch.optim.Adam")
    assert set(signatures.parse(adam.entry.signature).names) <= words
