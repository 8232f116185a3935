"""The documents speak of what there is: every link, every case, every code, every command."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from flake8_registry.codes import TITLES
from samples import ROOT

from registry.cli import main, run
from registry.mapping.catalog import Registry

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / target).exists(), target


def test_each_finding_names_cases_that_there_are(installed: Registry) -> None:
    cases: dict[str, set[str]] = {}
    for each in installed.entries:
        cases.setdefault(each.api, set()).update(each.entry.cases, each.entry.examples)
    text = (ROOT / "docs/findings.md").read_text(encoding="utf-8")
    rows = re.findall(r"\| (`[\w.]+`(?:, `[\w-]+`)*) \|$", text, flags=re.MULTILINE)
    assert len(rows) > 5
    for row in rows:
        name, *shown = re.findall(r"`([^`]+)`", row)
        (api,) = [each for each in cases if each == name or each.endswith(f".{name}")]
        assert set(shown) <= cases[api], row


def test_every_code_of_the_linter_is_in_its_table() -> None:
    text = (ROOT / "docs/linter.md").read_text(encoding="utf-8")
    for code in TITLES:
        assert f"| [{code}]" in text, code


def test_the_commands_in_the_readme_exist_with_their_options() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    said = re.findall(r"^registry ([\w-]+)(.*)$", text, flags=re.MULTILINE)
    assert {"lookup", "check", "recipe", "list"} <= {command for command, _ in said}
    for command, rest in said:
        known = main.commands[command]
        options = {o for each in known.params for o in each.opts if isinstance(each, click.Option)}
        assert set(re.findall(r"(--[\w-]+)", rest)) <= options, command


EXAMPLES = [
    pytest.param(block, id=f"{page.name}-{place}")
    for page in PAGES
    for place, block in enumerate(
        re.findall(r"```\n(\$ registry translate .*?)\n```", page.read_text("utf-8"), re.DOTALL)
    )
]


@pytest.mark.parametrize("block", EXAMPLES)
def test_an_example_of_translate_shows_what_it_prints(
    block: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed, _, shown = block.partition("\n")
    monkeypatch.setattr("sys.argv", shlex.split(typed.removeprefix("$ ")))
    assert run() == 0
    printed = capsys.readouterr().out.rstrip("\n")
    assert printed.startswith(shown.removesuffix("\n..."))
    assert shown.endswith("\n...") or printed == shown
