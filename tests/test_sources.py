"""Signatures read from sources are those that Python, and the frameworks, have."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from registry.authoring import places
from registry.authoring.layout import laid_out
from registry.authoring.moved import moved
from registry.authoring.sources import Sources
from registry.language.signatures import Signature, write
from registry.mapping.catalog import Registry
from registry.problems import UserError

PACKAGE = {
    "__init__.py": """\
from here import optim as optim
from here.deep.inner import Plain as Renamed
from here.optim import *
from .deep import again
import here.optim as other
Assigned = other.Plain
Twice = Assigned
_private = Renamed
grad = 3
""",
    "optim.py": """\
import typing
from here.base import Base, START
from here import base
from here.deep.inner import *
__all__ = ["Plain"]
class Plain(Base): ...
class Own(base.Base):
    def __init__(self, params, lr: "float" = START, *, betas=(0.9, START), **rest): ...
class Typed(Own):
    flag: bool = True
class Made:
    @staticmethod
    def static(one, two=None): ...
    @classmethod
    def of_class(cls, one=b"x"): ...
    def method(self, one=-1e-3): ...
class Bare: ...
class Pair(typing.NamedTuple):
    first: int
    second: float = START
class Derived(typing.Generic[typing.TypeVar("T")]): ...
def function(params, /, positional, *, named=None): ...
def starred(*args): ...
""",
    "base.py": """\
START = 0.5
class Base:
    def __init__(self, params, lr=0.1, words={"a: b": " #"}): ...
""",
    "deep/__init__.py": "from .inner import again\nfrom here.deep.grad import grad, late\n",
    "deep/inner.py": """\
from here.deep import *
from here.base import Base as Plain
def again(optimizer, every: int = 3): ...
""",
    "deep/grad.py": "def grad(x): ...\ndef late(y=1): ...\n",
    "broken.py": "def (:\n",
    "circle.py": "from here.back import X\n",
    "back.py": "from here.circle import X\n",
}
# What Python says of the same package, when it runs it.
ASK = """\
import importlib, inspect, json, sys
for name in sys.argv[1:]:
    module, _, rest = name.partition(".")
    found = importlib.import_module(module)
    for part in rest.split("."):
        if inspect.ismodule(found):
            try: importlib.import_module(found.__name__ + "." + part)
            except ImportError: pass
        found = getattr(found, part)
    declared = inspect.signature(found)
    bare = [each.replace(annotation=each.empty) for each in declared.parameters.values()]
    print(inspect.Signature([each for each in bare if each.name != "self"]))
"""
NAMES = [
    "here.optim.Plain",
    "here.Plain",
    "here.Renamed",
    "here.Assigned",
    "here.Twice",
    "here.optim.Own",
    "here._private",
    "here.optim.Typed",
    "here.optim.Made.static",
    "here.optim.Made.of_class",
    "here.optim.Made.method",
    "here.again",
    "here.optim.again",
    "here.deep.again",
    "here.deep.inner.again",
    "here.deep.grad",
    "here.deep.late",
    "here.optim.Bare",
    "here.optim.Pair",
    "here.base.Base",
]


def package(folder: Path, files: Mapping[str, str] = PACKAGE, name: str = "here") -> Path:
    for place, text in files.items():
        path = folder / name / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_name_is_followed_as_python_follows_it(tmp_path: Path) -> None:
    folder = package(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", ASK, *NAMES], cwd=folder, capture_output=True, text=True, check=True
    )
    sources = Sources((folder,))
    read = [write(sources.declared(name).signature) for name in NAMES]
    assert read == done.stdout.splitlines()
    assert len(set(read)) > 8


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("here.optim.Gone", "there is no here.optim.Gone; here.optim has no Gone"),
        ("here.nothing.at.all", "there is no here.nothing.at.all; here has no nothing"),
        ("here.circle.X", "there is no here.circle.X; here.circle has no X"),
        ("here.broken.f", "there is no here.broken.f; here has no broken"),
        ("here.optim", "here.optim is neither a class nor a function"),
        ("here.grad", "here.grad is neither a class nor a function"),
        ("here.optim.function", None),
    ],
)
def test_what_is_not_there_is_said(tmp_path: Path, name: str, said: str | None) -> None:
    sources = Sources((package(tmp_path),))
    if said is None:
        assert write(sources.declared(name).signature) == "(params, positional, *, named=None)"
        return
    with pytest.raises(LookupError) as error:
        sources.declared(name)
    assert error.value.args[0] == said


def test_a_package_that_is_nowhere_is_said_with_the_places(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match=f"no package nowhere is in {tmp_path}"):
        Sources((tmp_path,)).declared("nowhere.optim.X")


def test_a_signature_that_the_data_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="starred cannot be written down: name every"):
        Sources((package(tmp_path),)).declared("here.optim.starred")


def test_a_signature_that_a_base_elsewhere_has_is_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="it comes from a base or a decorator of the class"):
        Sources((package(tmp_path),)).declared("here.optim.Derived")


def test_a_wheel_and_a_folder_are_as_good_as_an_environment(tmp_path: Path) -> None:
    folder = package(tmp_path / "src")
    wheel = tmp_path / "here-2.5-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path in sorted(folder.rglob("*.py")):
            archive.write(path, path.relative_to(folder))
        archive.writestr("here-2.5.dist-info/METADATA", "Name: here\n")
    read = [
        write(places.of_sources(place, "here").declared("here.again").signature)
        for place in (wheel, folder, folder / "here", tmp_path)
    ]
    assert read == ["(optimizer, every=3)"] * 4
    assert places.release(places.of_sources(wheel, "here"), "here") == "2.5"
    assert places.release(places.of_sources(folder, "here"), "here") is None


def test_another_interpreter_is_asked_for_its_packages(tmp_path: Path) -> None:
    sources = places.of_an_interpreter(sys.executable)
    assert Path(sysconfig.get_paths()["purelib"]) in sources.places
    with pytest.raises(UserError, match="is no Python interpreter that runs"):
        places.of_an_interpreter(str(tmp_path / "python"))


def test_a_place_without_the_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no wheel")
    with pytest.raises(UserError, match="has no package here"):
        places.of_sources(tmp_path, "here")
    with pytest.raises(UserError, match="is neither a folder nor a wheel"):
        places.of_sources(tmp_path / "file", "here")


@pytest.mark.frameworks
def test_every_signature_of_the_map_is_the_one_in_the_sources(installed: Registry) -> None:
    """Those of the map were compared with the running frameworks by their checks."""
    sources = places.of_this_environment()
    pytest.importorskip("torch", reason="torch is not installed")
    pytest.importorskip("mindspore", reason="mindspore is not installed")
    if importlib.util.find_spec("optax") is None:
        pytest.skip("optax is not installed")
    read = 0

    def declaring(api: str) -> Signature | None:
        nonlocal read
        read += 1
        if api in ("optax.nadam", "optax.nadamw"):
            return None  # a functools.partial, made when optax is imported and declared nowhere
        return sources.declared(api).signature

    for path in installed.files:
        text = path.read_text(encoding="utf-8")
        wrong = [edit.said for edit in moved(text, laid_out(text), declaring)]
        assert not wrong, path
    assert read > 200
