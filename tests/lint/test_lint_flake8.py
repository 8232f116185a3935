"""The plugin inside flake8: its options, its errors, its defaults, what it imports."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flake8_registry import findings, read_index
from flake8_registry.baseline import write_baseline
from flake8_registry.codes import OFF_BY_DEFAULT, TITLES

Flake8 = Callable[..., "subprocess.CompletedProcess[str]"]

SCRIPT = """\
import torch

optimizer = torch.optim.SGD([], 0.1)
optimizer.param_groups
torch.optim.LBFGS([])
torch.optim.AdamW([])
"""


@pytest.fixture(autouse=True)
def _script(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(SCRIPT, encoding="utf-8")


def codes(result: subprocess.CompletedProcess[str]) -> list[str]:
    assert not result.stderr, result.stderr
    return [line.split(": ", 1)[1].split()[0] for line in result.stdout.splitlines()]


def test_a_report_has_file_line_column_code_what_why_and_what_to_do(flake8: Flake8) -> None:
    lines = flake8("train.py").stdout.splitlines()
    assert lines[1] == (
        "train.py:5:1: OPR101 call of torch.optim.LBFGS: no counterpart in mindspore. Nothing "
        "there runs a closure several times for one step. Minimize with SciPy outside the graph, "
        "or use Adam."
    )
    assert [line.split()[1] for line in lines] == ["OPR301", "OPR101"]


def test_codes_that_are_off_stay_off_under_select_and_ignore(flake8: Flake8) -> None:
    assert codes(flake8("--select=OPR", "train.py")) == ["OPR301", "OPR101"]
    assert codes(flake8("--ignore=E501", "train.py")) == ["OPR301", "OPR101"]
    assert codes(flake8("--extend-select=E501", "train.py")) == ["OPR301", "OPR101"]


def test_a_code_that_is_off_comes_on_by_its_name(flake8: Flake8) -> None:
    assert codes(flake8("--extend-select=OPR001", "train.py")) == [
        *("OPR001", "OPR301", "OPR101", "OPR001"),
    ]
    assert codes(flake8("--select=OPR0", "train.py")) == ["OPR001", "OPR001"]


def test_noqa_and_ignore_silence_a_report(flake8: Flake8, tmp_path: Path) -> None:
    (tmp_path / "quiet.py").write_text(
        "import torch\n\ntorch.optim.LBFGS([])  # noqa: OPR101\n", encoding="utf-8"
    )
    assert codes(flake8("quiet.py")) == []


def test_a_target_decides_what_is_there(flake8: Flake8) -> None:
    assert codes(flake8("--registry-target=mindspore>=2.1", "train.py")) == ["OPR301", "OPR101"]
    result = flake8("--registry-target=mindspore>=2.0", "train.py")
    assert codes(result) == ["OPR301", "OPR101", "OPR102"]
    assert "only since 2.1, and the target is mindspore>=2.0" in result.stdout


def test_a_preferred_family_decides_too(flake8: Flake8) -> None:
    result = flake8("--registry-prefer=mindspore.nn", "train.py")
    assert codes(result) == ["OPR301", "OPR101", "OPR101"]
    assert (
        "no counterpart in mindspore.nn; mindspore.experimental.optim.AdamW does" in result.stdout
    )
    result = flake8("--registry-prefer=mindspore.experimental.optim", "train.py")
    assert codes(result) == ["OPR101"]


def test_what_a_shim_provides_is_not_missing(flake8: Flake8) -> None:
    provided = "--registry-provided=torch.optim.LBFGS,Optimizer.param_groups"
    assert codes(flake8(provided, "train.py")) == []
    assert codes(flake8("--registry-provided=LBFGS,SGD.param_groups", "train.py")) == []
    assert codes(flake8("--registry-provided=Adam.param_groups", "train.py")) == [
        *("OPR301", "OPR101"),
    ]


def test_options_may_stand_in_the_configuration(flake8: Flake8, tmp_path: Path) -> None:
    config = tmp_path / ".flake8"
    text = config.read_text(encoding="utf-8")
    extra = "[flake8]\nregistry-prefer = mindspore.nn\nregistry-target = mindspore>=2.3\n"
    config.write_text(text.replace("[flake8]\n", extra, 1), encoding="utf-8")
    assert codes(flake8("train.py")) == ["OPR301", "OPR101", "OPR101"]


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("target=mindspore=>2", "registry-target: expected a version such as >=2.3 in"),
        ("target=>=2", "registry-target: expected a target such as mindspore>=2.3, got '>=2'"),
        ("target=jax", "registry-target: 'jax' is none of mindspore"),
        ("platform=TPU", "registry-platform: 'TPU' is none of Ascend, GPU, CPU"),
        ("prefer=mindspore.ops", "registry-prefer: 'mindspore.ops' is none of mindspore.exp"),
        ("provided=Nonsense", "registry-provided: 'Nonsense' is neither an API nor an operation"),
        ("provided=SGD.nonsense", "registry-provided: 'SGD.nonsense' is neither an API nor"),
        ("index=missing.json", "missing.json: cannot be read: No such file or directory"),
        ("baseline=missing.json", "missing.json: cannot be read: No such file or directory"),
    ],
)
def test_a_wrong_option_is_one_clear_line(flake8: Flake8, option: str, message: str) -> None:
    result = flake8(f"--registry-{option}", "train.py")
    assert result.returncode == 2
    assert result.stderr.startswith("flake8: error: ")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_baseline_accepts_the_findings_of_today(flake8: Flake8, tmp_path: Path) -> None:
    index = read_index((str(Path(__file__).with_name("index.json")),))
    found = [one for one in findings(SCRIPT, "train.py", index) if one.code == "OPR101"]
    text = write_baseline({"train.py": (SCRIPT.splitlines(), found)})
    (tmp_path / "accepted.json").write_text(text, encoding="utf-8")
    assert codes(flake8("--registry-baseline=accepted.json", "train.py")) == ["OPR301"]
    (tmp_path / "train.py").write_text(
        "'''Moved.'''\n" + SCRIPT + "torch.optim.LBFGS([])\n", encoding="utf-8"
    )
    result = flake8("--registry-baseline=accepted.json", "train.py")
    assert codes(result) == ["OPR301", "OPR101"]


def test_linting_imports_no_framework_and_nothing_of_the_registry(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(sys.modules["flake8_registry"].__file__ or "").parent.parent)!r})
import flake8_registry
index = flake8_registry.read_index(({str(Path(__file__).with_name("index.json"))!r},))
assert list(flake8_registry.findings({SCRIPT!r}, "train.py", index))
names = {{name.partition(".")[0] for name in sys.modules}}
foreign = names - set(sys.stdlib_module_names) - {{"__main__", "flake8_registry"}}
print(sorted(name for name in foreign if not name.startswith(("_", "sitecustomize"))))
"""
    result = subprocess.run(
        [sys.executable, "-S", "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == "[]"


def test_flake8_imports_none_of_what_the_registry_needs(flake8: Flake8) -> None:
    result = flake8("-j1", "train.py", PYTHONPROFILEIMPORTTIME="1")
    imported = {
        line.rpartition("|")[2].strip().split(".")[0] for line in result.stderr.splitlines()
    }
    assert "flake8_registry" in imported
    assert not imported & {"torch", "mindspore", "pydantic", "yaml", "pluggy", "registry"}


def test_findings_do_not_depend_on_hash_seeds_or_jobs(flake8: Flake8, tmp_path: Path) -> None:
    for path in sorted((Path(__file__).parent / "files").glob("*.py")):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    runs = [
        flake8("--select=OPR", f"-j{jobs}", ".", PYTHONHASHSEED=seed).stdout
        for jobs, seed in (("1", "0"), ("1", "1"), ("2", "2"))
    ]
    assert runs[0]
    assert runs[0] == runs[1] == runs[2]


def test_every_code_of_the_sample_index_is_in_the_table() -> None:
    content = json.loads(Path(__file__).with_name("index.json").read_text(encoding="utf-8"))
    used = {one["code"] for kind in content["operations"].values() for one in kind.values()}
    used |= {one["code"] for one in content["subclass"].values()}
    assert used <= set(TITLES)
    assert set(TITLES) >= OFF_BY_DEFAULT
