"""An index file is read as it is, or refused in one line that says what to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flake8_registry import BrokenIndex, Index, findings, index_files, read_index
from flake8_registry.options import settings
from flake8_registry.reading import load

MINIMAL: dict[str, Any] = {"format": 1, "roots": ["lib"], "apis": {}}


def write(path: Path, content: object) -> str:
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not JSON"),
        ([], "is no index of the registry; write one with registry index"),
        ({"format": "1"}, "is no index of the registry"),
        ({"format": 2}, "format 2, and this linter reads 1; update optim-registry"),
        ({"format": 0}, "format 0, and this linter reads 1; write it again"),
        ({**MINIMAL, "roots": "lib"}, "roots: expected a list of names"),
        ({**MINIMAL, "apis": []}, "apis: expected an object"),
        ({**MINIMAL, "apis": {"lib.f": {}}}, "apis.lib.f: expected an object with a kind"),
        ({**MINIMAL, "modules": {"lib": "f"}}, "modules.lib: expected a list of names"),
        ({**MINIMAL, "operations": {"optimizer": {"step": {}}}}, "operations or subclass"),
    ],
)
def test_a_broken_file_is_one_clear_line(tmp_path: Path, content: object, message: str) -> None:
    path = write(tmp_path / "broken.json", content)
    with pytest.raises(BrokenIndex) as caught:
        read_index((path,))
    text = str(caught.value)
    assert text.startswith(path)
    assert message in text
    assert "\n" not in text


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(BrokenIndex, match="cannot be read: No such file"):
        load(str(tmp_path / "missing.json"))


def test_a_broken_entry_is_named_when_it_is_needed(tmp_path: Path) -> None:
    content = {**MINIMAL, "apis": {"lib.opt.F": {"kind": "function", "targets": {"mindspore": 3}}}}
    index = read_index((write(tmp_path / "odd.json", content),))
    with pytest.raises(BrokenIndex, match=r"odd\.json: apis\.lib\.opt\.F: cannot be understood"):
        list(findings("import lib\nlib.opt.F()\n", "x.py", index))


def test_a_second_file_adds_apis_that_are_linted_with_no_code(index: Index, tmp_path: Path) -> None:
    none = {"what": "There is no such thing there.", "instead": "Do it by hand."}
    entry = {"kind": "function", "targets": {"mindspore": {"none": none}}}
    extra = {"format": 1, "roots": ["lib"], "apis": {"lib.opt.rare": entry}}
    sample = str(Path(__file__).with_name("index.json"))
    both = read_index((sample, write(tmp_path / "extra.json", extra)))
    source = "import lib, torch\nlib.opt.rare()\ntorch.optim.LBFGS([])\n"
    assert [one.api for one in findings(source, "x.py", both)] == [
        *("lib.opt.rare", "torch.optim.LBFGS"),
    ]
    assert [one.api for one in findings(source, "x.py", index)] == ["torch.optim.LBFGS"]


def test_a_file_that_says_nothing_known_is_not_even_parsed(index: Index) -> None:
    assert list(findings("this is no Python", "x.py", index)) == []
    assert list(findings("import torch this is no Python", "x.py", index)) == []
    with pytest.raises(SyntaxError):
        list(findings("import torch.optim this is no Python", "x.py", index))


def test_the_built_in_index_can_be_read_in_full() -> None:
    index = read_index(index_files())
    assert index.apis
    for name in index.apis:
        api = index.api(name)
        assert api is not None
        assert api.kind


@pytest.mark.parametrize(
    ("target", "since", "until", "there"),
    [
        ("mindspore", "2.1", None, True),
        ("mindspore", None, "2.1", False),
        ("mindspore>=2.3", "2.3", None, True),
        ("mindspore>=2.3", "2.3.1", None, False),
        ("mindspore>=2.3.0", "2.3", None, True),
        ("mindspore>=2.3", None, "2.9", False),
        ("mindspore==2.3", None, "2.3", True),
        ("mindspore==2.3", None, "2.2", False),
        ("mindspore>=2.1,<=2.3", "2.0", "2.4", True),
        ("mindspore>=2.1, <=2.3", "2.2", None, False),
    ],
)
def test_versions_decide_what_is_in_a_target(
    index: Index, target: str, since: str | None, until: str | None, there: bool
) -> None:
    assert settings(index, target=target).target.has(since, until) is there


def test_platforms_decide_what_is_in_a_target(tmp_path: Path) -> None:
    counterpart = {"api": "mindspore.nn.F", "platforms": ["Ascend"]}
    mapped = {"mindspore": {"none": None, "counterparts": [counterpart]}}
    content = {**MINIMAL, "apis": {"lib.opt.F": {"kind": "function", "targets": mapped}}}
    index = read_index((write(tmp_path / "one.json", content),))
    source = "import lib\nlib.opt.F()\n"
    on_cpu = list(findings(source, "x.py", index, settings(index, platform="cpu")))
    assert [one.code for one in on_cpu] == ["OPR102"]
    assert "mindspore.nn.F does this job, but not on CPU (only Ascend)." in on_cpu[0].message
    on_ascend = list(findings(source, "x.py", index, settings(index, platform="Ascend")))
    assert [one.code for one in on_ascend] == ["OPR001"]


def test_the_other_direction_is_linted_with_the_other_target(tmp_path: Path) -> None:
    there = {"torch": {"none": {"what": "PyTorch has no FTRL.", "instead": "Write it."}}}
    here = {"mindspore": {"none": {"what": "MindSpore has none.", "instead": None}}}
    content = {
        "format": 1,
        "roots": ["torch", "mindspore"],
        "modules": {"mindspore.nn": ["FTRL"], "torch.optim": ["LBFGS"]},
        "apis": {
            "mindspore.nn.FTRL": {"kind": "optimizer", "targets": there},
            "torch.optim.LBFGS": {"kind": "optimizer", "targets": here},
        },
        "subclass": {
            "optimizer": {"code": "OPR401", "message": "No.", "base": "mindspore.nn.FTRL"}
        },
    }
    index = read_index((write(tmp_path / "both.json", content),))
    source = (
        "from mindspore import nn\nimport torch\n"
        "nn.FTRL([])\ntorch.optim.LBFGS([])\nnn.Wrong([])\ntorch.optim.Wrong([])\n"
    )

    def lines(target: str) -> list[tuple[int, str]]:
        found = findings(source, "x.py", index, settings(index, target=target))
        return [(one.line, one.code) for one in found]

    assert lines("mindspore") == [(4, "OPR101"), (6, "OPR901")]
    assert lines("torch") == [(3, "OPR101"), (5, "OPR901")]


def test_arguments_with_one_rule_say_it_once_where_it_becomes_true(tmp_path: Path) -> None:
    rule = {
        "when": ["or", ["!=", ["name", "decay"], 0], ["name", "nesterov"]],
        "message": "It is plain.",
    }
    counterpart = {"api": "there.F", "arguments": {"decay": rule, "nesterov": rule}}
    mapped = {"mindspore": {"none": None, "counterparts": [counterpart]}}
    parameters = [["lr", 0.1], ["decay", 0], ["nesterov", False]]
    api = {"kind": "function", "parameters": parameters, "targets": mapped}
    index = read_index((write(tmp_path / "one.json", {**MINIMAL, "apis": {"lib.opt.F": api}}),))

    def told(call: str) -> list[str]:
        found = findings(f"import lib\n{call}\n", "x.py", index, settings(index))
        return [one.message.partition(": ")[0] for one in found if one.code == "OPR201"]

    assert told("lib.opt.F(decay=0, nesterov=False)") == []
    assert told("lib.opt.F(decay=0, nesterov=True)") == ["nesterov of lib.opt.F"]
    assert told("lib.opt.F(nesterov=True)") == ["nesterov of lib.opt.F"]
    assert told("lib.opt.F(decay=0.5, nesterov=False)") == ["decay of lib.opt.F"]
    assert len(told("lib.opt.F(decay=0.5, nesterov=True)")) == 1
