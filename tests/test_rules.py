"""For each rule a mapping that breaks it; the same mapping without the edit breaks none."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples import ENTRY, NOTHING, SCHEDULE, USAGE, Plugin, registry_of, written

from registry.checking import rules
from registry.checking.rules import RULES, broken
from registry.mapping.catalog import Registry

PARAMETERS = "here.optim.Plain.counterparts.0"


def made(folder: Path, *texts: str) -> Registry:
    """The registry of some texts; a converter ``rates``, a recipe ``odd``, an example ``both``."""
    recipe = folder / "odd.py"
    recipe.parent.mkdir(parents=True, exist_ok=True)
    recipe.write_text("class Odd: ...\n", encoding="utf-8")
    for framework in ("here", "there"):
        (folder / f"on_{framework}.py").write_text("def example(): ...\n", encoding="utf-8")
    paths = [written(folder / str(n), text) for n, text in enumerate(texts)]
    plugin = Plugin(
        mappings=paths,
        converters={"rates": lambda arguments, run: {"values": [run.lr, arguments["gamma"]]}},
        recipes={"odd": recipe},
        examples={"both": folder},
    )
    registry = registry_of(plugin)
    assert not registry.problems
    return registry


def said(registry: Registry) -> list[str]:
    """What is broken, each as ``line: field: text``."""
    return [str(each).removeprefix(f"{each.place}:") for each in broken(registry)]


def changed(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_data_that_keep_the_rules_break_none(tmp_path: Path) -> None:
    assert said(made(tmp_path, ENTRY, NOTHING, SCHEDULE, USAGE)) == []


BREAKS = [
    (
        rules.a_rename_changes_no_argument,
        changed(ENTRY, ("      fit: adapt\n", "      fit: rename\n")),
        "7: here.optim.Plain.counterparts.0.fit: is rename, but lr is not the same over there;"
        " write adapt",
    ),
    (
        rules.every_parameter_is_accounted_for,
        changed(ENTRY, ("        fused: {dropped: It is about speed.}\n", "")),
        "10: here.optim.Plain.counterparts.0.parameters: fused is not accounted for;"
        " say what becomes of it",
    ),
    (
        rules.every_parameter_is_accounted_for,
        changed(
            ENTRY, ("        params: same\n", "        params: same\n        x: {dropped: Y.}\n")
        ),
        "12: here.optim.Plain.counterparts.0.parameters.x: the signature has no parameter x;"
        " remove it",
    ),
    (
        rules.every_parameter_over_there_is_accounted_for,
        changed(ENTRY, ("{to: rate}", "{to: speed}"), ("(params, rate=0.01, ", "(params, ")),
        "12: here.optim.Plain.counterparts.0.parameters.lr: there.optim.Descent has no parameter"
        " speed; it has ('params', 'scale')",
    ),
    (
        rules.every_parameter_over_there_is_accounted_for,
        changed(ENTRY, ("{dropped: It is about speed.}", "{to: rate}")),
        "14: here.optim.Plain.counterparts.0.parameters.fused: lr sets rate already",
    ),
    (
        rules.every_parameter_over_there_is_accounted_for,
        changed(ENTRY, ("        scale: Gradients", "        x: No.\n        scale: Gradients")),
        "16: here.optim.Plain.counterparts.0.extra.x: x is not a parameter that only"
        " there.optim.Descent has; remove it",
    ),
    (
        rules.every_parameter_over_there_is_accounted_for,
        changed(ENTRY, ("scale=1.0)", "scale=1.0, more=0)")),
        "6: here.optim.Plain.counterparts.0: more of there.optim.Descent is not accounted for;"
        " add it to extra",
    ),
    (
        rules.what_is_converted_has_a_converter,
        changed(SCHEDULE, ("converter: rates", "converter: prices")),
        "9: here.optim.Halve.counterparts.0.converter: no plugin contributes prices;"
        " there is rates",
    ),
    (
        rules.what_is_converted_has_a_converter,
        changed(ENTRY, ("{dropped: It is about speed.}", "{converted: Somehow.}")),
        "14: here.optim.Plain.counterparts.0.parameters.fused: is converted, but the counterpart"
        " names no converter; name one",
    ),
    (
        rules.a_dropped_parameter_names_a_difference_that_exists,
        changed(ENTRY, ("difference: no-decay}", "difference: decay}")),
        "13: here.optim.Plain.counterparts.0.parameters.decay.difference: there is no difference"
        " decay; add it or correct the name",
    ),
    (
        rules.a_condition_asks_for_what_there_is,
        changed(ENTRY, ("when: decay != 0", "when: decay != 0 or steps == 1")),
        "19: here.optim.Plain.counterparts.0.differences.no-decay.when: steps is neither a"
        " parameter of here.optim.Plain nor a fact of a run",
    ),
    (
        rules.a_condition_asks_for_what_there_is,
        changed(ENTRY, ("when: decay != 0", "when: decay != 0 or run.colour == 1")),
        "19: here.optim.Plain.counterparts.0.differences.no-decay.when: run.colour is neither a"
        " parameter of here.optim.Plain nor a fact of a run",
    ),
    (
        rules.a_range_is_that_of_a_parameter,
        changed(ENTRY, ("  cases:", "  ranges: {rate: {min: 0}}\n  cases:")),
        "23: here.optim.Plain.ranges.rate: the signature has no parameter rate; remove it",
    ),
    (
        rules.a_case_can_be_run,
        changed(ENTRY, ("{decay: 0.5}", "{decay: 0.5, rate: 1.0}")),
        "25: here.optim.Plain.cases.decayed: cannot be run: there is no parameter rate;"
        " there are lr, decay, fused",
    ),
    (
        rules.a_case_can_be_run,
        changed(ENTRY, ("{arguments: {}}", "{against: [there.optim.Other]}")),
        "24: here.optim.Plain.cases.defaults.against: there.optim.Other is not a counterpart here;"
        " correct the name or remove it",
    ),
    (
        rules.a_case_can_be_run,
        changed(ENTRY, ("{arguments: {}}", "{arguments: {decay: none}}"), ("!= 0", "> 0")),
        "24: here.optim.Plain.cases.defaults: the condition of no-decay cannot be decided here;"
        " mend the condition",
    ),
    (
        rules.a_case_can_be_run,
        changed(
            ENTRY,
            ("{to: rate}", "{to: rate, type: int}"),
            ("{arguments: {}}", "{arguments: {lr: 1}}"),
        ),
        "25: here.optim.Plain.cases.decayed: cannot be translated to there.optim.Descent:"
        " 0.1 has to be a whole number over there",
    ),
    (
        rules.a_case_can_be_run,
        changed(NOTHING, ("name: odd", "name: even")),
        "10: here.optim.Odd.no_counterpart.recipe.name: no plugin contributes the recipe even;"
        " there are odd",
    ),
    (
        rules.a_counterpart_names_cases_that_exist,
        changed(
            ENTRY, ("      fit: adapt\n", "      fit: adapt\n      cases: [defaults, rotted]\n")
        ),
        "8: here.optim.Plain.counterparts.0.cases: there is no case rotted; add it under cases or"
        " correct the name",
    ),
    (
        rules.a_difference_has_a_case_that_shows_it,
        changed(ENTRY, ("      fit: adapt\n", "      fit: adapt\n      cases: [defaults]\n")),
        "23: here.optim.Plain.counterparts.0.differences.no-decay.evidence.0: the case decayed is"
        " not run against there.optim.Descent; add it to against",
    ),
    (
        rules.an_example_can_be_run,
        changed(USAGE, ("{both:", "{neither:")),
        "8: here.optim.Plain.clear.examples.neither: no plugin contributes the example neither;"
        " there are both",
    ),
    (
        rules.a_difference_has_a_case_that_shows_it,
        changed(ENTRY, ("[check: decayed]", "[check: decay]")),
        "22: here.optim.Plain.counterparts.0.differences.no-decay.evidence.0: there is no case"
        " decay; add it under cases",
    ),
    (
        rules.a_difference_has_a_case_that_shows_it,
        changed(ENTRY, ("[check: decayed]", "[check: decayed, check: defaults]")),
        "22: here.optim.Plain.counterparts.0.differences.no-decay.evidence.1: the condition does"
        " not apply to the case defaults, so it cannot show the difference",
    ),
    (
        rules.a_counterpart_has_a_case_that_agrees,
        changed(ENTRY, ("    defaults: {arguments: {}}\n", "")),
        "6: here.optim.Plain.counterparts.0: no case is expected to agree with"
        " there.optim.Descent; add one",
    ),
]


@pytest.mark.parametrize(
    ("rule", "text", "problem"),
    BREAKS,
    ids=[f"{r.__name__}-{n}" for n, (r, *_) in enumerate(BREAKS)],
)
def test_what_breaks_a_rule_is_named(
    tmp_path: Path, rule: rules.Rule, text: str, problem: str
) -> None:
    registry = made(tmp_path, text)
    assert problem in said(registry)
    (located,) = registry.entries
    assert problem in [str(e).removeprefix(f"{e.place}:") for e in rule(registry, located)]


def test_every_rule_is_broken_by_something_here() -> None:
    elsewhere = {rules.the_path_is_the_start_of_every_name}
    assert {rule for rule, *_ in BREAKS} | elsewhere == set(RULES)


def test_a_file_stands_where_its_name_says(tmp_path: Path) -> None:
    path = written(tmp_path)
    wrong = path.rename(path.with_name("Simple.yaml"))
    assert [str(each) for each in broken(registry_of(Plugin(mappings=[wrong])))] == [
        f"{wrong}:1: here.optim.Plain: belongs into here/optim/Plain.yaml"
    ]


@pytest.mark.parametrize("place", ["here/optim/Plain.yaml", "here/optim.yaml", "here.yaml"])
def test_a_file_may_hold_every_name_that_continues_its_path(tmp_path: Path, place: str) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ENTRY, encoding="utf-8")
    assert list(broken(registry_of(Plugin(mappings=[path])))) == []


def test_an_alias_that_stands_for_two_apis_is_named(tmp_path: Path) -> None:
    other = ENTRY.replace("here.optim.Plain", "here.optim.Zebra")
    (problem,) = said(made(tmp_path, ENTRY, other))
    assert problem == (
        "4: here.optim.Zebra.aliases.0: here.Plain stands for here.optim.Plain already;"
        " remove one of the two"
    )


def test_a_counterpart_that_does_not_run_where_cases_run_need_not_agree(tmp_path: Path) -> None:
    text = changed(ENTRY, ("    defaults: {arguments: {}}\n", ""))
    assert len(said(made(tmp_path / "here", text))) == 1
    text = text.replace("platforms: [CPU]", "platforms: [Ascend]")
    assert said(made(tmp_path / "elsewhere", text)) == []


def test_a_case_against_one_counterpart_does_not_speak_for_another(tmp_path: Path) -> None:
    again = ENTRY[ENTRY.index("    - api:") : ENTRY.index("  cases:")]
    text = ENTRY.replace("  cases:", again.replace("there.optim.Descent", "there.B") + "  cases:")
    assert said(made(tmp_path / "both", text)) == []
    text = text.replace("decayed: {", "decayed: {against: [there.B], ")
    (problem,) = said(made(tmp_path / "one", text))
    assert problem.endswith(
        "the case decayed is not run against there.optim.Descent; add it to against"
    )
