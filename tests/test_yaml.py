"""YAML itself: plain values as in version 1.2, and documents made to hurt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from samples import ENTRY, written

from registry.mapping.loading import read


def problems(tmp_path: Path, text: str) -> list[str]:
    """What is wrong with a text, each without its place."""
    path = tmp_path / "f.yaml"
    path.write_text(text, encoding="utf-8")
    return [str(each).removeprefix(f"{path}:") for each in read(path)[1]]


def argument(tmp_path: Path, value: str) -> Any:
    """What a value in a file is read as."""
    entries, wrong = read(written(tmp_path, ENTRY.replace("{decay: 0.5}", f"{{decay: {value}}}")))
    assert not wrong
    return entries[0].entry.cases["decayed"].arguments["decay"]


@pytest.mark.parametrize("kind", ["int", "float", "bool", "timestamp", "binary", "null", "omap"])
@pytest.mark.parametrize("value", ["''", "word", "'-'"])
def test_a_tag_that_does_not_fit_its_value_is_no_crash(
    tmp_path: Path, kind: str, value: str
) -> None:
    found = problems(tmp_path, ENTRY.replace("{decay: 0.5}", f"{{decay: !!{kind} {value}}}"))
    assert all("is not used here; write a plain value" in each for each in found)


@pytest.mark.parametrize("bracket", ["[", "{a: ", "- "])
def test_a_million_brackets_are_refused(tmp_path: Path, bracket: str) -> None:
    (said,) = problems(tmp_path, bracket * (1_000_000 // len(bracket)))
    assert said == "1: is nested deeper than 40; flatten it"


LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)


@pytest.mark.parametrize("text", [LAUGHS, "a: &a [*a]\n", "a: &a {b: *a}\n", "&a a: &b [*b, *b]\n"])
def test_anchors_that_expand_without_bound_are_refused(tmp_path: Path, text: str) -> None:
    found = [each for each in problems(tmp_path, text) if "anchors" in each]
    (said,) = found
    assert said.endswith("expands without bound; write it without anchors")


def test_an_anchor_that_is_used_again_is_fine(tmp_path: Path) -> None:
    text = ENTRY.replace(
        "{dropped: It never decays., difference: no-decay}", "&why {dropped: Never.}"
    )
    text = text.replace("{dropped: It is about speed.}", "*why")
    assert problems(tmp_path, text) == []


@pytest.mark.parametrize(
    ("written_as", "value"),
    [
        ("1e-6", 1e-6),
        ("1E3", 1000.0),
        ("-.5", -0.5),
        ("1.", 1.0),
        (".inf", float("inf")),
        ("-.inf", float("-inf")),
        ("12", 12),
        ("-7", -7),
        ("010", 10),
        ("08", 8),
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("no", "no"),
        ("y", "y"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("2024-01-01", "2024-01-01"),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("null", None),
        ("Null", None),
        ("~", None),
        ("''", ""),
        ("'true'", "true"),
        ("'1'", "1"),
        ("[0.9, 0.999]", [0.9, 0.999]),
    ],
)
def test_plain_values_are_those_of_yaml_1_2(tmp_path: Path, written_as: str, value: Any) -> None:
    found = argument(tmp_path, written_as)
    assert (type(found), found) == (type(value), value)
