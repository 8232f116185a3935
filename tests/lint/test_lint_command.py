"""`registry lint`: the same findings as under flake8, in four formats, and what they come to."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml
from conftest import INDEX_FILE
from flake8_registry.selection import Selection
from samples import ROOT

Flake8 = Callable[..., "subprocess.CompletedProcess[str]"]
Lint = Callable[..., tuple[int, str, str]]

SCRIPT = """\
import torch
from torch.optim import LBFGS

optimizer = torch.optim.SGD([], 0.1)
"é", optimizer.param_groups
LBFGS([])
"""


@pytest.fixture
def lint(
    ask: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Lint:
    """The command in ``tmp_path``, with the sample index besides the built-in one."""
    (tmp_path / "train.py").write_text(SCRIPT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return lambda *words: ask("lint", "--index", str(INDEX_FILE), *words)


def codes(out: str) -> list[str]:
    return [line.split()[1] for line in out.splitlines() if ".py:" in line]


def test_its_lines_are_those_of_flake8(lint: Lint, flake8: Flake8, tmp_path: Path) -> None:
    for path in sorted((Path(__file__).parent / "files").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(f"{text}\ntorch.optim.LBFGS([])  # noqa\n", "utf-8")
    said = flake8("--select=OPR", "--extend-select=OPR0,OPR203,OPR501", ".").stdout.splitlines()
    _, out, err = lint("--select", "OPR", "--extend-select", "OPR0 OPR203,OPR501", ".")
    lines = [line for line in out.splitlines() if ".py:" in line]
    assert err == ""
    assert len(lines) > 300
    assert sorted(lines) == sorted(line.removeprefix("./") for line in said)


def test_exit_code_0_for_nothing_1_for_findings(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "clean.py").write_text("import torch.optim\n", encoding="utf-8")
    assert lint("clean.py")[0] == 0
    assert lint("train.py")[0] == lint()[0] == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nosuch"], "registry: nosuch: there is no such file or folder"),
        (["--select", "E501"], "registry: --select: no code begins with 'E501'; there are OPR001"),
        (["--ignore", "OPR999"], "registry: --ignore: no code begins with 'OPR999'"),
        (["--target", "jax"], "registry: --target: 'jax' is none of mindspore"),
        (["--platform", "TPU"], "registry: --platform: 'TPU' is none of Ascend, GPU, CPU"),
        (["--prefer", "mindspore.ops"], "registry: --prefer: 'mindspore.ops' is none of"),
        (["--provided", "Nonsense"], "registry: --provided: 'Nonsense' is neither an API nor"),
        (["--index", "missing.json"], "registry: missing.json: cannot be read: No such file"),
        (["--baseline", "missing.json"], "registry: missing.json: cannot be read: No such file"),
        (["--write-baseline", "no/b.json"], "registry: no/b.json: cannot be written: No such"),
        (["--format", "xml"], "registry: Invalid value for '--format'"),
    ],
)
def test_exit_code_2_and_one_line_for_bad_input(lint: Lint, words: list[str], message: str) -> None:
    code, out, err = lint(*words)
    assert (code, out) == (2, "")
    assert err.startswith(message)
    assert err.count("\n") == 1


def test_the_summary_counts_uses_and_the_files_they_are_in(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "other.py").write_text("import torch\ntorch.optim.Nonsense\n", encoding="utf-8")
    _, out, _ = lint()
    assert out.splitlines()[-4:] == [
        "portable             1  in 1 file",
        "needs change         1  in 1 file",
        "no counterpart       1  in 1 file",
        "undecided            1  in 1 file",
    ]
    code, out, _ = lint("--summary")
    assert code == 1
    assert out.splitlines()[-2:] == [
        "undecided            1  in 1 file",
        "                     1  other.py",
    ]
    assert codes(out) == []


def test_a_call_whose_argument_needs_a_change_is_one_use(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(
        "import torch\ntorch.optim.SGD([], 0.1, maximize=True)\ntorch.optim.SGD([], 0.1)\n"
    )
    _, out, _ = lint("--json")
    found = json.loads(out)
    assert [one["code"] for one in found["findings"]] == ["OPR201"]
    assert {name: one["uses"] for name, one in found["summary"].items()} == {
        "portable": 1,
        "needs change": 1,
        "no counterpart": 0,
        "undecided": 0,
    }


def test_the_summary_in_the_docs_is_that_of_the_example(
    ask: Callable[..., tuple[int, str, str]],
) -> None:
    page = (ROOT / "docs/linter.md").read_text(encoding="utf-8")
    _, out, _ = ask("lint", "--target", "mindspore", str(ROOT / "docs/examples"))
    assert f"```\n{chr(10).join(out.splitlines()[-4:])}\n```" in page


def test_json_is_one_object(lint: Lint) -> None:
    code, out, err = lint("--json")
    found = json.loads(out)
    assert (code, err) == (1, "")
    assert (found["target"], found["target_from"], found["not_read"]) == ("mindspore", "", {})
    places = [(one["file"], one["line"], one["column"]) for one in found["findings"]]
    assert places == [("train.py", 2, 25), ("train.py", 5, 6), ("train.py", 6, 1)]
    assert found["summary"]["no counterpart"] == {"uses": 1, "files": {"train.py": 1}}
    assert lint("--format", "json")[1] == out


def test_sarif_has_a_rule_for_each_code_and_a_place_for_each_result(
    lint: Lint, tmp_path: Path
) -> None:
    (tmp_path / "broken .py").write_text("import torch.optim\nthis is no Python\n")
    _, out, _ = lint("--format", "sarif")
    log = json.loads(out)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert log["version"] == "2.1.0"
    assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == [
        one["ruleId"] for one in run["results"]
    ]
    assert [one["level"] for one in run["results"]] == ["note", "warning", "warning"]
    place = run["results"][1]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "train.py", "uriBaseId": "SRCROOT"}
    assert place["region"] == {"startLine": 5, "startColumn": 6}
    assert run["originalUriBaseIds"]["SRCROOT"]["uri"] == f"{tmp_path.as_uri()}/"
    (notice,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notice["message"]["text"] == "is no Python: line 2: invalid syntax"
    where = notice["locations"][0]["physicalLocation"]["artifactLocation"]
    assert where["uri"] == "broken%20.py"


def test_github_gets_a_command_for_each_finding_and_the_summary_elsewhere(
    lint: Lint, tmp_path: Path
) -> None:
    (tmp_path / "a,b.py").write_text("import torch\ntorch.optim.LBFGS([])\n")
    _, out, err = lint("--format", "github", "train.py", "a,b.py")
    lines = out.splitlines()
    assert lines[0].startswith("::notice file=train.py,line=2,col=25,title=OPR101::import of torch")
    assert lines[1].startswith("::warning file=train.py,line=5,col=6,title=OPR301::param_groups")
    assert lines[3].startswith("::warning file=a%2Cb.py,line=2,col=1,title=OPR101::call of")
    assert len(lines) == 4
    assert "no counterpart       2  in 2 files" in err


def test_what_cannot_be_read_is_said_and_stops_nothing(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "bytes.py").write_bytes(b"import torch.optim\n'\xff'\n")
    (tmp_path / "coding.py").write_bytes(b"# coding: nonsense\nimport torch.optim\n")
    (tmp_path / "deep.py").write_text("torch.optim\n" + "(" * 500 + ")" * 500 + "\n")
    (tmp_path / "latin.py").write_bytes(
        "# coding: latin-1\nimport torch\n'é', torch.optim.LBFGS\n".encode("latin-1")
    )
    (tmp_path / "null.py").write_text("import torch.optim\n\0\n")
    (tmp_path / "syntax.py").write_text("import torch.optim\nprint 'hello'\n")
    code, out, err = lint()
    lines = err.splitlines()
    assert code == 1
    assert lines[0].startswith("bytes.py: cannot be decoded: ")
    assert lines[1] == "coding.py: cannot be decoded: unknown encoding: nonsense"
    assert lines[-1].startswith("syntax.py: is no Python: line 2: Missing parentheses in call")
    assert [line.partition(":")[0] for line in lines] == [
        *("bytes.py", "coding.py", "deep.py", "null.py", "syntax.py"),
    ]
    assert "latin.py:3:7: OPR101" in out


def test_folders_are_walked_without_what_is_nobodys_own(lint: Lint, tmp_path: Path) -> None:
    for name in ("src/a.py", ".git/b.py", "env/lib/c.py", "src/__pycache__/d.py", "gen/e.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("import torch\ntorch.optim.LBFGS([])\n")
    (tmp_path / "env/pyvenv.cfg").touch()
    (tmp_path / "src/notes.txt").write_text("import torch\ntorch.optim.LBFGS([])\n")
    assert [line.partition(":")[0] for line in lint(".")[1].splitlines()[:-4]] == [
        *["train.py"] * 3,
        *("gen/e.py", "src/a.py"),
    ]
    assert "gen" not in lint("--exclude", "gen", "--exclude", "src/*.py")[1]
    assert "src/a.py" not in lint("--exclude", "gen", "--exclude", "src/*.py")[1]
    assert codes(lint("env/lib/c.py", "src/notes.txt")[1]) == ["OPR101"]
    assert codes(lint("src", "src/a.py")[1]) == ["OPR101"]


@pytest.mark.parametrize(
    ("select", "ignore", "wanted", "unwanted"),
    [
        ([], [], ["OPR101", "OPR309"], ["OPR001", "OPR203", "OPR501"]),
        (["OPR"], [], ["OPR101"], ["OPR203"]),
        (["OPR2"], [], ["OPR201", "OPR203"], ["OPR101", "OPR001"]),
        ([], ["OPR3"], ["OPR101"], ["OPR301", "OPR309"]),
        (["OPR3"], ["OPR309"], ["OPR301"], ["OPR309", "OPR101"]),
        (["OPR309"], ["OPR3"], ["OPR309"], ["OPR301"]),
        (["OPR3"], ["OPR3"], [], ["OPR301"]),
    ],
)
def test_the_longer_beginning_decides(
    select: Sequence[str], ignore: Sequence[str], wanted: list[str], unwanted: list[str]
) -> None:
    chosen = Selection(tuple(select), (), tuple(ignore))
    assert all(map(chosen.wants, wanted))
    assert not any(map(chosen.wants, unwanted))


def test_a_baseline_is_written_and_then_accepted_by_both(
    lint: Lint, flake8: Flake8, tmp_path: Path
) -> None:
    (tmp_path / "sub").mkdir()
    code, out, _ = lint("--write-baseline", "sub/accepted.json")
    assert (code, out) == (0, "sub/accepted.json: accepts 3 findings in 1 files\n")
    kept = json.loads((tmp_path / "sub/accepted.json").read_text(encoding="utf-8"))
    assert [*kept["findings"]] == [(tmp_path / "train.py").as_posix()]
    lint("--write-baseline", "accepted.json")
    kept = json.loads((tmp_path / "accepted.json").read_text(encoding="utf-8"))
    assert [*kept["findings"]] == ["train.py"]
    for words in (["accepted.json"], ["sub/accepted.json"], ["accepted.json", "train.py"]):
        code, out, _ = lint("--baseline", *words)
        assert (code, codes(out)) == (0, [])
    assert flake8("--select=OPR", "--registry-baseline=accepted.json", ".").stdout == ""
    (tmp_path / "train.py").write_text(f"{SCRIPT}optimizer.zero_grad()\n", encoding="utf-8")
    code, out, _ = lint("--baseline", "accepted.json")
    assert (code, codes(out)) == (1, ["OPR309"])


@pytest.mark.parametrize(
    "text",
    [
        "torch.optim.LBFGS([])  # noqa\n",
        "torch.optim.LBFGS([])  # noqa: OPR101\n",
        "torch.optim.LBFGS([])  # NOQA:E501,OPR1\n",
        "torch.optim.LBFGS([])  # noqa: E501\n",
        "torch.optim.LBFGS([])  # noqa : E501\n",
        "torch.optim.LBFGS([])  # noqa:OPR101 because\n",
        "torch.optim.LBFGS(  # noqa\n    [])\n",
        "torch.optim.LBFGS(\n    [])  # noqa\n",
        "torch.optim.LBFGS('''\n''')  # noqa\n",
        "torch.optim.LBFGS \\\n    ([])  # noqa\n",
        "# flake8: noqa\ntorch.optim.LBFGS([])\n",
        "  # FLAKE8=noqa\ntorch.optim.LBFGS([])\n",
        "x = 1  # flake8: noqa\ntorch.optim.LBFGS([])\n",
        "torch.optim.LBFGS([])\n",
    ],
)
def test_comments_silence_as_in_flake8(
    lint: Lint, flake8: Flake8, tmp_path: Path, text: str
) -> None:
    (tmp_path / "train.py").write_text(f"import torch\n{text}", encoding="utf-8")
    expected = [line.split()[1] for line in flake8("--select=OPR", ".").stdout.splitlines()]
    assert codes(lint()[1]) == expected


def test_the_hook_for_pre_commit_does_what_it_says(flake8: Flake8, tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(SCRIPT, encoding="utf-8")
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (hook,) = [each for each in hooks if each["id"] == "registry-lint"]
    command, *words = shlex.split(hook["entry"])
    assert (command, hook["types"]) == ("flake8", ["python"])
    assert "flake8" in hook["additional_dependencies"]
    done = flake8(*words, "train.py")
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 3)


def test_standard_input_is_a_file_too() -> None:
    words = [sys.executable, "-m", "registry", "lint", "-"]
    done = subprocess.run(words, input=SCRIPT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith("-:2:25: OPR101 import of torch.optim.LBFGS")


def test_neither_the_data_models_nor_a_framework_are_imported(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(SCRIPT, encoding="utf-8")
    words = [sys.executable, "-X", "importtime", "-m", "registry", "lint", str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    names = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert done.returncode == 1
    assert "flake8_registry" in names
    tops = {name.partition(".")[0] for name in names}
    assert not tops & {"torch", "mindspore", "pydantic", "yaml", "pluggy", "rich", "numpy"}
