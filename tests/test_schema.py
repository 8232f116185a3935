"""The JSON Schema of mapping files: it accepts what is accepted, and refuses what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from samples import ENTRY, NOTHING, ROOT, SCHEDULE, USAGE

from registry.authoring.schema import mapping_schema, text
from registry.mapping.catalog import Registry
from registry.mapping.loading import content_of, read

VALIDATOR = jsonschema.Draft202012Validator(mapping_schema())


def complaints(written: str) -> list[str]:
    return [each.message for each in VALIDATOR.iter_errors(content_of(written))]


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(mapping_schema())


def test_every_mapping_file_is_accepted(installed: Registry) -> None:
    assert len(installed.files) > 90
    for path in installed.files:
        assert not complaints(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("written", [ENTRY, NOTHING, SCHEDULE, USAGE, ENTRY + NOTHING])
def test_each_kind_of_entry_is_accepted(written: str, tmp_path: Path) -> None:
    assert not complaints(written)
    assert accepted(written, tmp_path)


def accepted(written: str, folder: Path) -> bool:
    path = folder / "f.yaml"
    path.write_text(written, encoding="utf-8")
    return not read(path)[1]


MISTAKES = [
    ("kind: optimizer", "kind: optimiser"),
    ("  kind: optimizer\n", ""),
    ("  kind: optimizer\n", "  kind: optimizer\n  kindness: 1\n"),
    ("  kind: optimizer\n", "  kind: usage\n"),
    ("here.optim.Plain:", "Plain:"),
    ("fit: adapt", "fit: TODO"),
    ("platforms: [CPU]", "platforms: []"),
    ("platforms: [CPU]", "platforms: [cpu]"),
    ("platforms: [CPU]", "platforms: [CPU]\n      since: 2.0"),
    ("  signature: (params, lr=0.1, decay=0.0, fused=None)\n", ""),
    ("(params, rate=0.01, scale=1.0)", "params, rate=0.01"),
    ("params: same", "params: TODO"),
    ("params: same", "params: {same: true, to: rate}"),
    ("params: same", "params: {note: Nothing becomes of it.}"),
    ("lr: {to: rate}", "lr: {to: rate, difference: no-decay}"),
    ("scale: Gradients are divided by it.", "scale: TODO"),
    ("scale: Gradients are divided by it.", "scale: 3"),
    ("what: The parameters are not decayed.", "what: no full stop"),
    ("          what: The parameters are not decayed.\n", ""),
    ("no-decay:", "No decay:"),
    ("[check: decayed]", "[]"),
    ("[check: decayed]", "[check: decayed, page: 'ftp://here']"),
    ("[check: decayed]", "[{check: decayed, page: 'https://here'}]"),
    ("{decay: 0.5}", "[0.5]"),
    ("{arguments: {decay: 0.5}}", "{arguments: {decay: 0.5}, run: {steps: 3}}"),
    ("  cases:\n", "  ranges: {lr: {}}\n  cases:\n"),
    ("  cases:\n", "  examples: {both: Both do the same.}\n  cases:\n"),
    (ENTRY[ENTRY.index("  counterparts") : ENTRY.index("  cases")], ""),
]


@pytest.mark.parametrize(("old", "new"), MISTAKES)
def test_a_mistake_is_refused_by_both(old: str, new: str, tmp_path: Path) -> None:
    assert old in ENTRY
    written = ENTRY.replace(old, new, 1)
    assert not accepted(written, tmp_path)
    assert complaints(written)


def test_the_file_in_the_repository_is_fresh() -> None:
    kept = (ROOT / "docs/mapping.schema.json").read_text(encoding="utf-8")
    assert kept == text(), "run `make docs` and commit the result"


def test_it_can_be_written_to_a_file(ask: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "deep/mapping.schema.json"
    assert ask("schema", "--output", str(path)) == (0, "", "")
    assert path.read_text(encoding="utf-8") == text() == ask("schema")[1]
