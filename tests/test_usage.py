"""What a script does with an optimizer is shown by programs, which are run on both sides."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from samples import Plugin, registry_of, written
from toys import adapters

from registry.answers.lint_index import compile_lint_index
from registry.checking.checks import run
from registry.checking.jobs import asked, jobs
from registry.checking.legs import Leg
from registry.checking.results import Result
from registry.checking.rules import broken
from registry.mapping.catalog import Registry
from registry.mapping.loading import load

BASE = """\
here.optim.Base:
  kind: usage
  signature: (params)
  base_of: optimizer
  complete: [here.optim]
  counterparts:
    - api: there.optim.Base
      fit: rewrite
      signature: (params)
      platforms: [CPU]
      note: Write it again.
      parameters: {params: same}
  examples:
    falls: Both fall by a tenth.
here.optim.Base.groups:
  kind: usage
  counterparts:
    - api: there.optim.Base.groups
      fit: rename
      platforms: [CPU]
      differences:
        forgets:
          when: always
          what: It forgets what is written. That is all.
          instead: Write it twice. Or not at all.
          shows: differ
          evidence: [check: falls-slowly]
        refuses:
          when: always
          what: It raises for a float.
          instead: Write an int.
          shows: error
          evidence: [check: raises]
  examples:
    falls: Both fall by a tenth.
    falls-slowly: One side falls more slowly.
    raises: One side raises.
    still: {shows: Nothing moves., against: [there.optim.Base.groups]}
here.optim.Base.clear:
  kind: usage
  signature: (params)
  no_counterpart: {framework: there, what: Nothing to clear., instead: Leave it out., absent: [cls]}
  examples:
    falls: Both fall by a tenth.
"""
FALLS = """
def example():
    value = 1.0
    for _ in range(100):
        value -= {fall}
        yield [value, [value] * 3]
"""
PROGRAMS = {
    "falls": (0.1, 0.1),
    "falls-slowly": (0.1, 0.05),
    "raises": (0.1, "there_is_no_such_name"),
    "still": (0.1, 0.0),
}


def examples(folder: Path) -> dict[str, Path]:
    """The programs as files, in a folder for each example."""
    for name, falls in PROGRAMS.items():
        for framework, fall in zip(("here", "there"), falls, strict=True):
            path = folder / name / f"on_{framework}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(FALLS.format(fall=fall), encoding="utf-8")
    return {name: folder / name for name in PROGRAMS}


def of(folder: Path, text: str = BASE, **contributes: Any) -> Registry:
    known = {"examples": examples(folder / "examples"), **contributes}
    return registry_of(Plugin(mappings=[written(folder, text)], adapters=adapters(folder), **known))


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Result]:
    """What every job showed, by the last part of the name and the case."""
    registry = of(tmp_path_factory.mktemp("usage"))
    assert not registry.problems
    assert not list(broken(registry))
    legs = {name: Leg(name, path, sys.executable) for name, path in registry.adapters.items()}
    try:
        found = list(run(jobs(registry), legs, 10.0))
    finally:
        for leg in legs.values():
            leg.stop()
    return {(each.api.rpartition(".")[2], each.case): each for each in found}


@pytest.mark.parametrize(
    ("name", "case", "expected", "outcome"),
    [
        ("Base", "falls", "agree", "agree"),
        ("groups", "falls", "agree", "agree"),
        ("groups", "falls-slowly", "differ", "differ"),
        ("groups", "raises", "error", "error"),
        ("groups", "still", "agree", "error"),
        ("clear", "falls", "agree", "agree"),
        ("clear", "still-absent", "agree", "agree"),
    ],
)
def test_programs_are_run_and_compared(
    results: dict[tuple[str, str], Result], name: str, case: str, expected: str, outcome: str
) -> None:
    found = results[name, case]
    assert (found.expected, found.outcome) == (expected, outcome), found.reason


def test_a_program_that_moves_nothing_proves_nothing(
    results: dict[tuple[str, str], Result],
) -> None:
    reason = results["groups", "still"].reason
    assert reason == "liveness: there leaves value0, value1 unchanged"


def test_figures_say_where_programs_part(results: dict[tuple[str, str], Result]) -> None:
    found = results["groups", "falls-slowly"]
    assert (found.first_step, found.tensor) == (1, "value0")
    assert found.max_abs == pytest.approx(0.05 * 100, rel=1e-5)


def test_what_is_not_called_has_no_signature_to_compare(
    results: dict[tuple[str, str], Result],
) -> None:
    assert ("groups", "signature") not in results


def test_a_module_that_is_claimed_whole_is_asked_for_its_names(
    results: dict[tuple[str, str], Result],
) -> None:
    found = results["Base", "complete"]
    assert found.outcome == "differ"
    assert found.reason == (
        "it offers here.optim.Odd, here.optim.Right, which the data does not know"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            ("    falls:", "    flies:"),
            "no plugin contributes the example flies; there are falls, ",
        ),
        (("[check: raises]", "[check: rises]"), "there is no example rises; add it under examples"),
        (("against: [there.optim.Base.groups]", "against: [there.x]"), "there.x is not a counterp"),
        (("[check: falls-slowly]", "[check: falls]"), ""),
    ],
)
def test_rules_hold_of_examples(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    texts = [each.text for each in broken(of(tmp_path, BASE.replace(*change)))]
    assert any(text.startswith(said) for text in texts) if said else not texts


def test_a_counterpart_needs_an_example_that_agrees(tmp_path: Path) -> None:
    text = BASE.replace("    falls: Both fall by a tenth.\n    falls-slowly", "    falls-slowly")
    text = text.replace(
        "    still: {shows: Nothing moves., against: [there.optim.Base.groups]}\n", ""
    )
    (said,) = [each.text for each in broken(of(tmp_path, text))]
    assert said.startswith("no case is expected to agree with there.optim.Base.groups; add one")


def test_a_program_for_one_side_alone_is_not_enough(tmp_path: Path) -> None:
    registry = of(tmp_path)
    (registry.examples["raises"] / "on_there.py").unlink()
    (said,) = [each.text for each in broken(registry)]
    assert said == "the example raises has no on_there.py"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("kind: usage\n  base_of", "kind: optimizer\n  base_of"), "only a usage has examples"),
        (
            ("  examples:\n    falls: Both fall by a tenth.\nhere", "  cases: {a: {}}\nhere"),
            "a usage has examples instead of cases",
        ),
    ],
)
def test_each_kind_shows_what_it_can(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    text = BASE.replace("  signature: (params)\n  base_of", "  base_of").replace(*change)
    problems = load([written(tmp_path, text)]).problems
    assert any(said in each.text for each in problems)


def test_a_usage_takes_no_arguments(tmp_path: Path) -> None:
    registry = of(tmp_path)
    located = registry.entries[0]
    with pytest.raises(ValueError, match="has examples, which take no arguments"):
        list(asked(registry, located, {}, {}, None))


def test_the_linter_is_told_of_operations_and_subclasses(tmp_path: Path) -> None:
    text = BASE.replace("Base.groups:", "Base.param_groups:").replace("clear:", "zero_grad:")
    index = json.loads(compile_lint_index(of(tmp_path, text)))
    assert index["subclass"] == {
        "optimizer": {"code": "OPR401", "message": "Write it again.", "base": "here.optim.Base"}
    }
    assert index["modules"] == {"here.optim": ["Base"]}
    assert index["apis"].keys() == {"here.optim.Base"}
    assert index["apis"]["here.optim.Base"]["kind"] == "optimizer"
    groups, zero = (index["operations"]["optimizer"][e] for e in ("param_groups", "zero_grad"))
    told = "It forgets what is written. Write it twice."
    assert (groups["code"], groups["message"]) == ("OPR301", told)
    assert groups["targets"] == {"there": {"families": {"there.optim": told}}}
    assert (zero["code"], zero["message"]) == ("OPR309", "Nothing to clear. Leave it out.")
    assert zero["targets"] == {"there": {"families": {}}}


def test_an_example_is_printed_for_both_sides(ask: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = ask("example", "groups-at-construction")
    assert code == 0
    assert out.index("# torch\n") < out.index("# mindspore\n")
    code, out, _ = ask("example", "groups-at-construction", "--framework", "mindspore")
    assert code == 0
    compile(out, "example", "exec")
    assert "import torch" not in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nosuch",), "NAME: no example is called nosuch; there are "),
        (
            ("groups-at-construction", "--framework", "jax"),
            "--framework: the example has no program for jax; there are mindspore, torch",
        ),
    ],
)
def test_an_example_that_is_not_there_is_one_clear_line(
    ask: Callable[..., tuple[int, str, str]], words: tuple[str, ...], said: str
) -> None:
    code, out, err = ask("example", *words)
    assert (code, out) == (2, "")
    assert err.startswith(f"registry: {said}")
    assert err.count("\n") == 1
