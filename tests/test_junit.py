"""The report for CI: what CI tools read, from results of every kind."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from samples import command

from registry.checking.junit import document
from registry.checking.results import Result

NOW = datetime(2026, 1, 2, 3, 4, 5)
AGREES = Result(
    api="here.optim.Plain",
    target="there",
    counterpart="there.optim.Plain",
    case="usual",
    expected="agree",
    outcome="agree",
    versions={"here": "1.0", "there": "2.0"},
    device={"here": "CPU", "there": "GPU"},
    seconds=1.25,
)
DIFFERS = dataclasses.replace(AGREES, case="decayed", outcome="differ", reason="they <differ>")
FAILS = dataclasses.replace(
    AGREES, case="big", outcome="error", reason="\x1b[31mit\x00 broke\ud800"
)
SKIPPED = dataclasses.replace(AGREES, case="far", outcome="skipped", reason="it is not here")
SHOWN = dataclasses.replace(DIFFERS, case="known", expected="differ", reason=None)
ALONE = dataclasses.replace(AGREES, api="here.optim.Odd", counterpart=None, case="still-absent")
EVERY = [AGREES, ALONE, DIFFERS, FAILS, SKIPPED, SHOWN]


def written(strict: bool = False, *results: Result) -> Element:
    return ElementTree.fromstring(document(results or EVERY, strict, NOW).encode())


def case(root: Element, name: str) -> Element:
    (found,) = [each for each in root.iter("testcase") if each.get("name", "").endswith(name)]
    return found


def test_there_is_a_suite_for_each_api_with_what_it_ran_on() -> None:
    root = written()
    assert [suite.get("name") for suite in root] == ["here.optim.Odd", "here.optim.Plain"]
    properties = {each.get("name"): each.get("value") for each in root[1].iter("property")}
    assert properties == {
        "here device": "CPU",
        "here version": "1.0",
        "there device": "GPU",
        "there version": "2.0",
    }
    assert root[1].get("timestamp") == "2026-01-02T03:04:05"


def test_a_case_has_its_name_and_its_time() -> None:
    found = case(written(), "[usual]")
    assert found.attrib == {
        "classname": "here.optim.Plain",
        "name": "there.optim.Plain [usual]",
        "time": "1.250",
    }
    assert case(written(), "[still-absent]").get("name") == "there [still-absent]"


@pytest.mark.parametrize("name", ["[usual]", "[known]", "[still-absent]"])
def test_what_is_as_expected_passes(name: str) -> None:
    assert len(case(written(), name)) == 0


@pytest.mark.parametrize(
    ("name", "tag", "message"),
    [
        ("[decayed]", "failure", "they <differ>"),
        ("[far]", "skipped", "it is not here"),
        ("[big]", "error", "\N{REPLACEMENT CHARACTER}[31mit\N{REPLACEMENT CHARACTER} broke"),
    ],
)
def test_what_is_not_says_why(name: str, tag: str, message: str) -> None:
    (found,) = case(written(), name)
    assert found.tag == tag
    assert found.get("message", "").startswith(message)


def test_an_error_that_is_not_the_expected_difference_is_an_error() -> None:
    result = dataclasses.replace(FAILS, expected="differ")
    (found,) = case(written(False, result), "[big]")
    assert (found.tag, found.get("type")) == ("error", "error")


def test_in_strict_mode_a_skip_is_a_failure() -> None:
    (found,) = case(written(True), "[far]")
    assert (found.tag, found.get("type")) == ("failure", "skipped")


@pytest.mark.parametrize("strict", [False, True])
def test_the_counts_are_those_of_the_elements(strict: bool) -> None:
    root = written(strict)
    assert not root.attrib, "Ant's schema has none here"
    for suite in root:
        assert suite.get("tests") == str(len(list(suite.iter("testcase"))))
        assert suite.get("failures") == str(len(list(suite.iter("failure"))))
        assert suite.get("errors") == str(len(list(suite.iter("error"))))
        assert suite.get("skipped") == str(len(list(suite.iter("skipped"))))
    assert [suite.get("time") for suite in root] == ["1.250", "6.250"]


def test_the_command_writes_it_beside_a_stream_of_lines(faulty: Path, tmp_path: Path) -> None:
    path = tmp_path / "reports" / "junit.xml"
    words = ("--case", "usual", "--junit", str(path), "--json-lines")
    done = command("check", "here.optim.Halves", *words, path=(faulty,))
    assert done.returncode == 1
    assert f"registry: wrote {path}\n" in done.stderr
    root = ElementTree.parse(path).getroot()
    assert root[0].get("tests") == str(len(done.stdout.splitlines()))
    assert case(root, "there.optim.Stops [usual]")[0].tag == "error"
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_place_that_cannot_be_written_is_one_line(faulty: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "junit.xml"
    done = command("check", "here.optim.Odd", "--junit", str(path), path=(faulty,))
    assert done.returncode == 2
    assert done.stderr == f"registry: --junit: {path} cannot be written: File exists\n"
