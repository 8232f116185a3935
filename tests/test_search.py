"""A search finds what the data is wrong about, makes it simple, and finds it again by its seed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import Plugin, command, distribution, located, registry_of, written
from toys import CODE, adapters

from registry.checking.drawing import calls
from registry.checking.legs import Leg
from registry.checking.search import Box, Found, Tally, search
from registry.discovery import discover
from registry.mapping.loading import Located
from registry.mapping.models import Case, Entry
from registry.mapping.translate import complete

EAGER = """\
here.optim.Right:
  kind: optimizer
  signature: (params, lr=0.1, betas=(0.9, 0.999), mode='plain', quick=None)
  counterparts:
    - api: there.optim.Eager
      fit: adapt
      signature: (params, lr=0.1)
      platforms: [CPU]
      parameters:
        params: same
        lr: same
        betas: {dropped: It averages nothing.}
        mode: {dropped: It has one mode.}
        quick: {dropped: It is about speed.}
      differences:
        twice-as-fast:
          when: lr > LIMIT
          what: It makes steps of twice the length.
          instead: Give half the rate.
          evidence: [check: fast]
    - api: there.optim.Right
      fit: adapt
      signature: (params, lr=0.1)
      platforms: [CPU]
      parameters:
        params: same
        lr: same
        betas: {dropped: It averages nothing.}
        mode: {dropped: It has one mode.}
        quick: {dropped: It is about speed.}
  cases:
    usual: {arguments: {}}
    fast: {arguments: {lr: 5.0}}
    other: {arguments: {mode: odd, quick: true, betas: [0.5, 0.9]}}
"""


@pytest.fixture(scope="module")
def legs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Leg]]:
    found = adapters(tmp_path_factory.mktemp("legs"))
    legs = {name: Leg(name, found[name], sys.executable) for name in ("here", "there")}
    yield legs
    for leg in legs.values():
        leg.stop()


@pytest.fixture(scope="module")
def entry(tmp_path_factory: pytest.TempPathFactory) -> Entry:
    return located(tmp_path_factory.mktemp("entry"), EAGER.replace("LIMIT", "2.0")).entry


def searching(
    folder: Path, legs: dict[str, Leg], limit: str, box: Box, extra: str = ""
) -> tuple[Iterator[Found], Tally]:
    """A search where the data says that the counterpart is eager above a limit; it is from 0.25."""
    path = written(folder, EAGER.replace("LIMIT", limit) + extra)
    registry = registry_of(Plugin(mappings=[path]))
    tally = Tally()
    (entry,) = registry.entries
    return search(registry, entry, legs, box, tally, lambda: None), tally


def first(folder: Path, legs: dict[str, Leg], limit: str, seed: int = 0) -> Found:
    return next(searching(folder, legs, limit, Box(seconds=100, seed=seed))[0])


def test_a_wrong_condition_is_found_and_made_simple(tmp_path: Path, legs: dict[str, Leg]) -> None:
    found = first(tmp_path, legs, "2.0")
    assert (found.result.expected, found.result.outcome) == ("agree", "differ")
    assert found.result.counterpart == "there.optim.Eager"
    assert list(found.case.arguments) == ["lr"]
    assert 0.25 < found.case.arguments["lr"] <= 2.0
    assert not found.case.run.model_fields_set


def test_the_same_seed_finds_the_same(tmp_path: Path, legs: dict[str, Leg]) -> None:
    one, other = (first(tmp_path, legs, "2.0", seed=7) for _ in range(2))
    assert one.case == other.case


def test_a_condition_that_is_too_wide_is_found(tmp_path: Path, legs: dict[str, Leg]) -> None:
    found = first(tmp_path, legs, "0.01")
    assert (found.result.expected, found.result.outcome) == ("differ", "agree")
    assert found.result.because == ("twice-as-fast",)


def test_what_is_found_is_not_found_again(tmp_path: Path, legs: dict[str, Leg]) -> None:
    found, _ = searching(tmp_path, legs, "2.0", Box(seconds=6))
    assert len(list(found)) == 1


def test_a_right_map_yields_nothing(tmp_path: Path, legs: dict[str, Leg]) -> None:
    found, tally = searching(tmp_path, legs, "0.25", Box(seconds=3))
    assert not list(found)
    assert tally.run > 10


def test_only_the_counterpart_that_is_asked_for_is_run(
    tmp_path: Path, legs: dict[str, Leg]
) -> None:
    found, _ = searching(tmp_path, legs, "2.0", Box(seconds=2, to="there.optim.Right"))
    assert not list(found)


def test_a_search_stays_in_the_range_of_the_data(tmp_path: Path, legs: dict[str, Leg]) -> None:
    extra = "  ranges: {lr: {above: 0, max: 0.2}}\n"
    found, _ = searching(tmp_path, legs, "2.0", Box(seconds=2), extra)
    assert not list(found)


def test_what_the_source_refuses_is_not_found(tmp_path: Path, legs: dict[str, Leg]) -> None:
    extra = "    backwards: {arguments: {lr: -0.1}}\n  ranges: {lr: {max: 0}}\n"
    found, tally = searching(tmp_path, legs, "0.25", Box(seconds=3), extra)
    assert not list(found)
    assert tally.refused > 0


@given(data=st.data())
@settings(max_examples=200)
def test_calls_are_made_of_what_the_entry_knows(entry: Entry, data: st.DataObject) -> None:
    case = data.draw(calls(entry))
    assert set(case.arguments) <= {"lr", "betas", "mode", "quick"}
    assert isinstance(case.arguments.get("lr", 0.1), int | float)
    assert len(case.arguments.get("betas", [0, 0])) == 2
    assert case.arguments.get("mode", "plain") in ("plain", "odd")
    assert case.arguments.get("quick") in (None, True, False)
    assert case.run.gradients == "normal"
    assert 100 <= case.run.steps <= 300


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    package = distribution(folder, "toy-plugin", CODE)
    adapters(package)
    written(package / "mappings", EAGER.replace("LIMIT", "2.0"))
    return folder


def test_the_command_prints_a_case_to_paste(site: Path) -> None:
    done = command("check", "here.optim.Right", "--search", "--seconds", "5", path=(site,))
    assert (done.returncode, done.stderr) == (1, "")
    comment, *lines, last = done.stdout.splitlines()
    said = (
        "    # here.optim.Right -> there.optim.Eager: no difference applies, but the sides differ"
    )
    assert comment.startswith(said)
    (case,) = yaml.safe_load("\n".join(lines)).values()
    assert Case.model_validate(case).against == ("there.optim.Eager",)
    assert last.startswith("here.optim.Right: 1 found in ")
    assert last.endswith("(seed 0)")


def test_the_command_says_the_same_as_json(site: Path) -> None:
    words = ("--search", "--seconds", "5", "--json")
    done = command("check", "here.optim.Right", *words, path=(site,))
    (row,) = json.loads(done.stdout)
    assert (row["expected"], row["outcome"]) == ("agree", "differ")
    assert row["yaml"].lstrip().startswith("found-1:")
    assert set(row["case"]) == {"arguments", "run"}


def test_nothing_found_is_zero(site: Path) -> None:
    words = ("--search", "--seconds", "1", "--to", "there.optim.Right", "--seed", "3")
    done = command("check", "here.optim.Right", *words, path=(site,))
    assert done.returncode == 0
    assert "nothing found" in done.stdout
    assert done.stdout.endswith("(seed 3)\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--search", "--with", "lr=1"], "--search: makes its own calls"),
        (["--search", "--case", "usual"], "--search: makes its own calls"),
        (["--search", "--seconds", "0"], "--seconds: 0 is no time to search in"),
        (["--search", "--seconds", "nan"], "--seconds: nan is no time to search in"),
        (["--seed", "3"], "--seconds and --seed: are for --search"),
    ],
)
def test_bad_input_is_one_line_and_two(site: Path, words: list[str], said: str) -> None:
    done = command("check", "here.optim.Right", *words, path=(site,))
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_hypothesis_it_says_how_to_get_it(site: Path, tmp_path: Path) -> None:
    hidden = "import sys; sys.modules['hypothesis'] = None\n"
    (tmp_path / "sitecustomize.py").write_text(hidden, encoding="utf-8")
    done = command("check", "here.optim.Right", "--search", path=(tmp_path, site))
    assert done.returncode == 2
    assert done.stderr.startswith("registry: --search: needs hypothesis; get it with pip install")


@pytest.mark.parametrize(
    "mapped",
    [each for each in discover().entries if each.entry.kind != "usage" and each.entry.cases],
    ids=lambda each: str(each.api),
)
def test_what_is_drawn_for_an_entry_is_a_call_of_it(mapped: Located) -> None:
    @settings(max_examples=5, suppress_health_check=list(HealthCheck))
    @given(calls(mapped.entry))
    def drawn(case: Case) -> None:
        complete(mapped.entry, case.arguments)

    drawn()
