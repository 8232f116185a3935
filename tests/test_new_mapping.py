"""`registry new-mapping` writes what the sources say, and leaves the rest to be decided."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.mapping.loading import content_of, load, read

Asked = tuple[int, str, str]
Ask = Callable[..., Asked]

HERE = """\
class Plain:
    def __init__(self, params, lr=0.1, decay=0.0, words={"a: b": " #"}): ...
class Same:
    def __init__(self, params, lr=0.1): ...
def rates(every, gamma=0.5): ...
def star(*all): ...
"""
THERE = """\
class Descent:
    def __init__(self, params, lr=0.1, decay=0, *, scale=1.0): ...
class Same:
    def __init__(self, params, lr=0.1): ...
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in (("here", HERE), ("there", THERE)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
        (tmp_path / name / "optim.py").write_text(text)
    return tmp_path


@pytest.fixture
def draft(ask: Ask, site: Path) -> Callable[..., Asked]:
    """The command with the sources of two frameworks that do not exist."""
    where = ("--sources", f"here={site}", "--sources", f"there={site}")
    return lambda *words: ask("new-mapping", *words, "--output", str(site / "out"), *where)


def test_what_is_equal_is_the_same_and_the_rest_is_to_be_decided(
    draft: Callable[..., Asked], site: Path
) -> None:
    path = site / "out/here/optim/Plain.yaml"
    code, out, err = draft("here.optim.Plain", "there.optim.Descent")
    assert (code, err) == (0, "")
    assert out == f"{path}: 5 left to decide; `registry validate {path}` names them\n"
    entry = content_of(path.read_text())["here.optim.Plain"]
    assert entry["kind"] == "optimizer"
    assert entry["signature"] == "(params, lr=0.1, decay=0.0, words={'a: b': ' #'})"
    (counterpart,) = entry["counterparts"]
    assert counterpart["signature"] == "(params, lr=0.1, decay=0, *, scale=1.0)"
    assert counterpart["parameters"] == {
        "params": "same",
        "lr": "same",
        "decay": "TODO",
        "words": "TODO",
    }
    assert counterpart["extra"] == {"scale": "TODO"}
    problems = read(path)[1]
    assert all(each.text.startswith("is still to be decided; write ") for each in problems)
    assert [each.field.rpartition(".")[2] for each in problems] == [
        "fit",
        "platforms",
        "decay",
        "words",
        "scale",
    ]


def test_a_draft_that_is_decided_is_a_mapping(draft: Callable[..., Asked], site: Path) -> None:
    assert draft("here.optim.Same", "there.optim.Same")[0] == 0
    path = site / "out/here/optim/Same.yaml"
    text = path.read_text()
    assert text.count(": TODO") == 1
    path.write_text(text.replace("platforms: TODO", "platforms: [CPU]"))
    (located,) = load([path]).entries
    assert located.entry.counterparts[0].fit == "rename"


def test_what_is_called_without_parameters_asks_for_its_kind(
    draft: Callable[..., Asked], site: Path
) -> None:
    assert draft("here.optim.rates", "there.optim.Same", "there.optim.Descent")[0] == 0
    entry = content_of((site / "out/here/optim/rates.yaml").read_text())["here.optim.rates"]
    assert entry["kind"] == "TODO"
    assert entry["cases"] == {"defaults": {"arguments": {"every": "TODO"}}}
    assert [each["api"] for each in entry["counterparts"]] == [
        "there.optim.Same",
        "there.optim.Descent",
    ]


def test_a_file_is_never_overwritten(draft: Callable[..., Asked], site: Path) -> None:
    draft("here.optim.Same", "there.optim.Same")
    path = site / "out/here/optim/Same.yaml"
    path.write_text("mine")
    code, out, err = draft("here.optim.Same", "there.optim.Same")
    assert (code, out) == (2, "")
    assert err == f"registry: {path}: is there already; edit it, or name another --output\n"
    assert path.read_text() == "mine"


def test_the_first_line_names_the_schema_that_is_near(
    draft: Callable[..., Asked], site: Path
) -> None:
    (site / "mapping.schema.json").write_text("{}")
    draft("here.optim.Same", "there.optim.Same")
    path = site / "out/here/optim/Same.yaml"
    first = path.read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../../mapping.schema.json"
    assert (path.parent / first.partition("=")[2]).resolve() == site / "mapping.schema.json"
    assert read(path)[1], "a TODO is left"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["here.optim.Gone", "there.optim.Same"], "there is no here.optim.Gone; here.optim has no"),
        (["here.optim.star", "there.optim.Same"], "cannot be written down: name every parameter"),
        (["Plain", "there.optim.Same"], "Plain: is no qualified name"),
        (["here.optim.Plain", "here.optim.Same"], "COUNTERPARTS: are of more than one framework"),
        (["here.optim.Plain", "nowhere.Same"], "no package nowhere is in"),
        (["here.optim.Plain"], "Missing argument 'COUNTERPARTS...'"),
        (["here.optim.Same", "there.optim.Same", "--sources", "x"], "x is not FRAMEWORK=PATH"),
        (["here.optim.Same", "there.optim.Same", "--python", "here=x"], "together with --python"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_written(
    draft: Callable[..., Asked], site: Path, words: list[str], said: str
) -> None:
    code, out, err = draft(*words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert not (site / "out").exists()


def test_without_griffe_it_says_what_to_install(site: Path) -> None:
    code = "import sys; sys.modules['griffe'] = None; from registry.__main__ import main; main()"
    words = ["new-mapping", "here.optim.Same", "there.optim.Same"]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=site, capture_output=True, text=True, timeout=60
    )
    said = "registry: griffe: is needed to read sources; run `pip install 'optim-registry[author]'`"
    assert (done.stdout, done.stderr) == ("", f"{said}\n")
    assert not (site / "mappings").exists()


@pytest.mark.frameworks
def test_the_frameworks_are_read_where_they_are_installed(ask: Ask, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is not installed")
    pytest.importorskip("mindspore", reason="mindspore is not installed")
    words = ["torch.optim.Rprop", "mindspore.nn.Rprop", "mindspore.experimental.optim.Rprop"]
    assert ask("new-mapping", *words, "--output", str(tmp_path))[0] == 0
    path = tmp_path / "torch/optim/Rprop.yaml"
    written = content_of(path.read_text())["torch.optim.Rprop"]
    shipped = json.loads(ask("lookup", words[0], "--json")[1])
    known = {each["api"]: each["signature"] for each in shipped["counterparts"]}
    assert written["signature"] == shipped["signature"]
    assert [each["signature"] for each in written["counterparts"]] == [
        known[each] for each in words[1:]
    ]
