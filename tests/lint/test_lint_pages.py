"""Each code has a page, whose examples warn where they say so and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flake8_registry import Settings, findings, index_files, read_index, settings
from flake8_registry.codes import OFF_BY_DEFAULT, TITLES
from flake8_registry.selection import Selection
from samples import ROOT

from registry.mapping.catalog import Registry

FOLDER = ROOT / "docs/linter"
INDEX = read_index(index_files())
HEADINGS = ["## Bad", "## Good", "## How to silence it"]
CODES = sorted(TITLES)


def page(code: str) -> str:
    return (FOLDER / f"{code}.md").read_text(encoding="utf-8")


def example(code: str, heading: str) -> str:
    (block,) = re.findall(rf"## {heading}\n\n```python\n(.*?)```", page(code), re.DOTALL)
    return str(block)


def configured(code: str, **more: Any) -> Settings:
    found = re.search(r"```ini\n\[flake8\]\nregistry-(target|prefer) = (.+)\n```", page(code))
    return settings(INDEX, **({found[1]: found[2]} if found else {}), **more)


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.md")) == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_page_says_what_why_and_how_to_silence_it(code: str) -> None:
    text = page(code)
    assert text.startswith(f"# {code}: {TITLES[code]}\n")
    assert re.findall(r"^## .*", text, re.MULTILINE) == HEADINGS
    assert f"# noqa: {code}" in text
    assert (f"--extend-select {code}" in text) is (code in OFF_BY_DEFAULT)
    assert (f"--ignore {code}" in text) is (code not in OFF_BY_DEFAULT)


@pytest.mark.parametrize("code", CODES)
def test_the_bad_example_warns_at_the_lines_that_say_so(code: str) -> None:
    source = example(code, "Bad")
    marked = [n for n, line in enumerate(source.splitlines(), 1) if line.endswith(f"# {code}")]
    found = findings(source, code, INDEX, configured(code))
    assert [one.line for one in found if one.code == code] == marked
    assert marked


@pytest.mark.parametrize("code", CODES)
def test_the_good_example_is_silent(code: str) -> None:
    source = example(code, "Good")
    compile(source, code, "exec")
    chosen = Selection(also=(code,))
    found = findings(source, code, INDEX, configured(code))
    assert [one for one in found if chosen.wants(one.code)] == []


@pytest.mark.parametrize("code", CODES)
def test_what_a_page_tells_to_provide_silences_it(code: str) -> None:
    provided = re.findall(r"registry-provided = ([\w.]+)", page(code))
    for name in provided:
        found = findings(example(code, "Bad"), code, INDEX, configured(code, provided=[name]))
        assert code not in [one.code for one in found]


@pytest.mark.parametrize("code", CODES)
def test_the_examples_and_recipes_that_a_page_names_are_there(
    code: str, installed: Registry
) -> None:
    text = " ".join(page(code).split())
    assert set(re.findall(r"registry example ([\w-]+)", text)) <= set(installed.examples)
    assert set(re.findall(r"registry recipe ([\w-]+)", text)) <= set(installed.recipes)


def test_the_page_about_the_linter_links_to_each_of_them() -> None:
    text = Path(ROOT / "docs/linter.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\(linter/(OPR\d{3})\.md\)", text)) == set(CODES)
