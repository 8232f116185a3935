"""`registry surface` says what a release offers, as its sources say it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import ROOT

from registry.authoring.exports import public
from registry.authoring.sources import Sources
from registry.mapping.surfaces import Offered, Surface, read, write

Ask = Callable[..., tuple[int, str, str]]

PACKAGE = {
    "__init__.py": "from toy import optim\nfrom toy.optim import *\n",
    "optim/__init__.py": """\
from toy.optim import schedules as schedules, extra
from toy.optim.sgd import SGD, plain
from toy.optim.sgd import SGD as Momentum
from toy.optim.extra import *
from toy.optim.stars import *

SETTING = 3
__all__ = ["SGD", "Momentum", "schedules", "SETTING"]
__all__ += extra.__all__
__all__.extend(["plain", *["Starred"]])
__all__.append("Never")
__all__.remove("Never")
__all__.sort()
""",
    "optim/sgd.py": '''\
import functools

RATE = 0.5


def register(function):
    @functools.wraps(function)
    def inner(self, *args, **kwargs):
        return function(self, *args, **kwargs)

    return inner


class Optimizer:
    def __init__(self, params):
        self.groups = list(params)
        self._prepare()

    def _prepare(self):
        self.state = {}

    def step(self, closure=None):
        """Supported Platforms: ``Ascend`` are named on a line of their own only."""


class SGD(Optimizer):
    """Goes down.

    Supported Platforms:
        ``GPU`` ``Ascend``

    Examples:
        >>> ``CPU``
    """

    @register
    def __init__(self, params, /, lr: float = RATE, *, decay=-1e-3):
        super().__init__(params)


def plain(*args):
    return args
''',
    "optim/extra.py": """\
__all__ = ("Rprop",)
class Rprop:
    def __init__(self, params, etas=(0.5, 1.2), **kwargs): ...
class Other: ...
""",
    "optim/stars.py": "class Starred: ...\nclass _Hidden: ...\n",
    "optim/schedules.py": """\
from typing import TYPE_CHECKING, Any
from toy.optim.sgd import Optimizer
import math
if TYPE_CHECKING:
    from toy.optim.extra import Rprop
FACTOR = math.pi
class _Base: ...
class Step(_Base):
    def __init__(self, optimizer, size, last=-1): ...
Steps = Step
def cosine(rate, total=100): ...
def gone(): ...
del gone
""",
    "parts/__init__.py": "from .first import First\nfrom .second import *\ndel first\n",
    "parts/first.py": "class First: ...\n",
    "parts/second.py": "from toy.optim import SGD\ndef after(): ...\ndef _third(): ...\n",
    "running.py": "__all__ = [each for each in ('a', 'b')]\na = b = 1\n",
    "native.pyi": "class Native:\n    def copy_(self, src: int, late: bool = False) -> int: ...\n",
}
MODULES = ["toy.optim", "toy.optim.schedules", "toy.parts", "toy.later"]
NAMES = ["toy.SGD", "toy.optim.sgd.Optimizer.state", "toy.optim.sgd.SGD.step", "toy.SGD.nothing"]
NAMES += ["toy.native.Native.copy_", "toy.optim.schedules._Base", "toy.optim"]

SGD = {
    "kind": "class",
    "defined": "toy.optim.sgd.SGD",
    "signature": "(params, lr=0.5, *, decay=-0.001)",
    "platforms": ["Ascend", "GPU"],
}
STEP = {
    "kind": "class",
    "defined": "toy.optim.schedules.Step",
    "signature": "(optimizer, size, last=-1)",
}
OFFERED = {
    "toy.SGD": SGD,
    "toy.native.Native.copy_": {
        "kind": "function",
        "defined": "toy.native.Native.copy_",
        "signature": "(src, late=False)",
    },
    "toy.optim.Momentum": SGD,
    "toy.optim.Rprop": {
        "kind": "class",
        "defined": "toy.optim.extra.Rprop",
        "signature": "(params, etas=(0.5, 1.2), **kwargs)",
    },
    "toy.optim.SETTING": {"kind": "other", "defined": "toy.optim.SETTING"},
    "toy.optim.SGD": SGD,
    "toy.optim.Starred": {
        "kind": "class",
        "defined": "toy.optim.stars.Starred",
        "signature": "()",
    },
    "toy.optim.plain": {"kind": "function", "defined": "toy.optim.sgd.plain"},
    "toy.optim.schedules.Step": STEP,
    "toy.optim.schedules.Steps": STEP,
    "toy.optim.schedules._Base": {
        "kind": "class",
        "defined": "toy.optim.schedules._Base",
        "signature": "()",
    },
    "toy.optim.schedules.cosine": {
        "kind": "function",
        "defined": "toy.optim.schedules.cosine",
        "signature": "(rate, total=100)",
    },
    "toy.optim.sgd.Optimizer.state": {
        "kind": "other",
        "defined": "toy.optim.sgd.Optimizer.state",
    },
    "toy.optim.sgd.SGD.step": {
        "kind": "function",
        "defined": "toy.optim.sgd.Optimizer.step",
        "signature": "(closure=None)",
    },
    "toy.parts.First": {"kind": "class", "defined": "toy.parts.first.First", "signature": "()"},
    "toy.parts.after": {
        "kind": "function",
        "defined": "toy.parts.second.after",
        "signature": "()",
    },
}


def folder_with(place: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = place / "toy" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return place


def wheel_in(place: Path, version: str = "1.5", files: dict[str, str] = PACKAGE) -> Path:
    place.mkdir(exist_ok=True)
    wheel = place / f"toy-{version}-py3-none-any.whl"
    about = f"toy-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: toy\nVersion: {version}\n"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"toy/{name}", text)
        archive.writestr(f"{about}/METADATA", metadata)
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return wheel


def asked(modules: list[str], names: list[str]) -> list[str]:
    words = [word for each in modules for word in ("--module", each)]
    return words + [word for each in names for word in ("--name", each)]


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder which is all that pip knows; temporary files go beside it."""
    folder = tmp_path / "index"
    folder.mkdir()
    (tmp_path / "tmp").mkdir()
    for name in [each for each in os.environ if each.startswith("PIP_")]:
        monkeypatch.delenv(name)
    for name, value in (("CONFIG_FILE", os.devnull), ("NO_INDEX", "1"), ("FIND_LINKS", folder)):
        monkeypatch.setenv(f"PIP_{name}", str(value))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    return folder


def test_a_surface_is_what_the_sources_of_a_wheel_say(ask: Ask, tmp_path: Path) -> None:
    wheel = wheel_in(tmp_path)
    code, out, err = ask("surface", "toy==1.5", "--from", str(wheel), *asked(MODULES, NAMES))
    assert (code, err) == (0, "")
    said = json.loads(out)
    assert said.pop("names") == OFFERED
    assert said == {
        "format": 1,
        "framework": "toy",
        "version": "1.5",
        "modules": sorted(MODULES),
        "asked": sorted(set(NAMES) - {"toy.optim.schedules._Base"}),
    }


def test_a_folder_is_as_good_as_a_wheel_and_a_file_as_what_is_printed(
    ask: Ask, tmp_path: Path
) -> None:
    words = ["surface", "toy==1.5", *asked(MODULES, NAMES), "--from"]
    folder = folder_with(tmp_path / "checkout", PACKAGE)
    printed = ask(*words, str(wheel_in(tmp_path)))[1]
    file = tmp_path / "new" / "toy-1.5.json"
    for place in (folder, folder / "toy"):
        assert ask(*words, str(place), "--output", str(file))[:2] == (0, "")
        assert file.read_text(encoding="utf-8") == printed
    surface = read(file)
    assert surface.has("toy.SGD")
    assert surface.has("toy.SGD.nothing") is False
    assert surface.has("toy.optim.Adam") is False
    assert surface.has("toy.losses.L1") is None


def test_public_names_are_those_that_python_finds_in_all(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, PACKAGE)
    code = "import toy.optim as o; print(*(n for n in o.__all__ if n != 'schedules'))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    assert public(Sources((folder,)), "toy.optim") == sorted(done.stdout.split())
    assert len(done.stdout.split()) == 6


def test_a_release_is_fetched_with_pip_and_nothing_of_it_stays(
    ask: Ask, offline: Path, tmp_path: Path
) -> None:
    wheel_in(offline, "1.4", {"__init__.py": ""})
    wheel_in(offline, "1.5")
    code, out, err = ask("surface", "toy==1.5", *asked(MODULES, NAMES))
    assert (code, err) == (0, "")
    assert json.loads(out)["names"] == OFFERED
    assert not list((tmp_path / "tmp").iterdir())


def test_a_release_that_is_not_there_is_said_with_those_that_are(
    ask: Ask, offline: Path, tmp_path: Path
) -> None:
    words = asked(["toy"], [])
    for version in ("1.10", "1.9"):
        wheel_in(offline, version, {"__init__.py": ""})
    code, out, err = ask("surface", "toy==1.5", *words)
    assert (code, out) == (2, "")
    assert err == "registry: toy==1.5: there is no wheel of that release; there are 1.9, 1.10\n"
    assert not list((tmp_path / "tmp").iterdir())


def test_a_package_that_pip_does_not_know_is_said(ask: Ask, offline: Path) -> None:
    assert not list(offline.iterdir())
    code, out, err = ask("surface", "toy==1.5", *asked(["toy"], []))
    assert (code, out) == (2, "")
    assert err.startswith("registry: toy==1.5: pip finds no wheel of that name and release; ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["torch"], "torch: is no release; write FRAMEWORK==VERSION, as torch==2.13.0"),
        (["torch>=2.0"], "torch>=2.0: is no release; write FRAMEWORK==VERSION, as torch==2.13.0"),
        (["torch==new"], "torch==new: is no release; write FRAMEWORK==VERSION, as torch==2.13.0"),
        (["toy==1.5"], "toy: is no framework of the map; say what to look for with --module"),
        (["toy==1.5", "--name", "torch.SGD"], "--name: torch.SGD is no name of toy; write it in"),
        (["toy==1.5", "--module", "toy.a b"], "--module: toy.a b is no name of toy; write it in"),
        (["toy==1.5", "--module", "toy", "--from", "gone"], "--from gone: has no package toy; "),
        (["toy==1.5", "--module", "toy", "--from", "text"], "--from text: is neither a folder nor"),
        (["toy==1.6", "--module", "toy", "--from", "w.whl"], "--from w.whl: has toy 1.5, not 1.6"),
        (["toy==1.5", "--module", "toy.running", "--from", "w.whl"], "toy.running: the __all__ of"),
        (["toy==1.5", "--module", "toy.optim", "--from", "b.whl"], "b.whl: is a broken wheel; "),
        (["toy==1.5", "--module", "toy.bad", "--from", "bad.whl"], "bad.whl/toy/bad.py: cannot be"),
        (
            ["toy==1.5", "--module", "toy.optim", "--from", "w.whl", "--output", "text/file"],
            "--output: text/file cannot be written: ",
        ),
    ],
)
def test_bad_input_is_one_line(
    ask: Ask,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text").write_text("no wheel", encoding="utf-8")
    wheel_in(tmp_path).rename("w.whl")
    wheel_in(tmp_path, files={"__init__.py": "", "bad.py": "def (:\n"}).rename("bad.whl")
    whole = Path("w.whl").read_bytes()
    Path("b.whl").write_bytes(whole.replace(b"from toy.optim.sgd", b"from toy.optim.SGD"))
    code, out, err = ask("surface", *words)
    assert (code, out) == (2, "")
    assert err.startswith(f"registry: {said}")
    assert err.count("\n") == 1


def test_what_has_none_of_the_names_is_told(ask: Ask, tmp_path: Path) -> None:
    wheel = str(wheel_in(tmp_path))
    code, out, err = ask("surface", "toy==1.5", "--from", wheel, "--module", "toy.optin")
    assert code == 0
    assert json.loads(out)["names"] == {}
    assert err == "registry: toy 1.5 has none of the names that were looked for\n"


@pytest.mark.frameworks
@pytest.mark.parametrize("release", ["torch==2.13.0", "mindspore==2.10.0"])
def test_the_kept_surface_is_that_of_the_installed_release(ask: Ask, release: str) -> None:
    """The kept ones were read from wheels for other systems, whose sources are the same."""
    from importlib import metadata

    framework, _, version = release.partition("==")
    try:
        there = metadata.version(framework)
    except metadata.PackageNotFoundError:
        pytest.skip(f"{framework} is not installed")
    if there.partition("+")[0] != version:
        pytest.skip(f"{framework} {there} is installed, not {version}")
    kept = ROOT / "mappings" / "surfaces" / f"{framework}-{version}.json"
    code, out, err = ask("surface", release)
    assert (code, err) == (0, "")
    assert out == kept.read_text(encoding="utf-8"), "run `make surfaces AGAIN=1` and commit it"


def test_there_is_a_surface_of_each_release_of_the_list_and_of_no_other() -> None:
    folder = ROOT / "mappings" / "surfaces"
    lines = (folder / "releases.txt").read_text(encoding="utf-8").splitlines()
    listed = {line.replace("==", "-") for line in lines if not line.startswith("#")}
    assert listed == {path.stem for path in folder.glob("*.json")}
    assert len(listed) > 20


def test_what_torch_and_mindspore_said_of_their_older_releases() -> None:
    """From their release notes: RAdam and NAdam came with torch 1.10, Adafactor with 2.5, Muon with
    2.9; MindSpore's experimental optimizers came after 2.0.0."""
    folder = ROOT / "mappings" / "surfaces"

    def has(release: str, api: str) -> bool | None:
        return read(folder / f"{release}.json").has(api)

    assert [has(f"torch-{each}", "torch.optim.RAdam") for each in ("1.9.1", "1.10.2")] == [0, 1]
    assert [has(f"torch-{each}", "torch.optim.Adafactor") for each in ("2.4.1", "2.5.1")] == [0, 1]
    assert [has(f"torch-{each}", "torch.optim.Muon") for each in ("2.8.0", "2.9.1")] == [0, 1]
    name = "mindspore.experimental.optim.AdamW"
    assert [has(f"mindspore-{each}", name) for each in ("2.0.0", "2.7.0")] == [0, 1]


NAME = st.from_regex(r"[a-z]{1,4}(\.[a-zA-Z_]{1,5}){1,3}", fullmatch=True)
OFFER = st.builds(
    Offered,
    st.sampled_from(["class", "function", "other"]),
    NAME,
    st.none() | st.text(),
    st.lists(st.sampled_from(["Ascend", "GPU", "CPU"]), unique=True).map(tuple),
)


@given(
    st.builds(
        Surface,
        st.from_regex(r"[a-z]+", fullmatch=True),
        st.from_regex(r"\d{1,3}(\.\d{1,3}){0,3}(\.post\d)?(\+cpu)?", fullmatch=True),
        st.sets(NAME).map(sorted).map(tuple),
        st.sets(NAME).map(sorted).map(tuple),
        st.dictionaries(NAME, OFFER),
    )
)
def test_what_is_written_is_what_is_read(surface: Surface) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "surface.json"
        path.write_text(write(surface), encoding="utf-8")
        assert read(path) == surface
