"""The index: made from what is installed, made anew when that changes, and never otherwise.

Each test has a copy of the core in a folder of its own and one plugin, and asks in new processes.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from samples import ENTRY, NOTHING, command, distribution, packages

CODE = """
from pathlib import Path
from registry.hookspecs import hookimpl

HERE = Path(__file__).parent

@hookimpl
def registry_mappings():
    return [HERE / "mappings"]

@hookimpl
def registry_evidence():
    return [HERE / "evidence"]
"""
WHERE = "from registry.answers import cache; print(cache.opened().path)"


@pytest.fixture(autouse=True)
def plugin(site: Path) -> Path:
    """The folder of a plugin with one mapping and a folder for evidence."""
    (site.parent / "home").mkdir()
    (site.parent / "where.py").write_text(WHERE, encoding="utf-8")
    files = {"mappings/here/optim/Plain.yaml": ENTRY, "evidence/README.md": ""}
    return distribution(site, "plain-plugin", CODE, files)


def processes(site: Path) -> dict[str, Any]:
    """How a process sees ``site`` and the installed libraries, but no other plugin."""
    cache = str(site.parent / "home/cache")
    return {
        "path": (site, *packages()),
        "python": ("-S",),
        "cwd": site.parent,
        "env": {"XDG_CACHE_HOME": cache, "HOME": cache},
    }


def lookup(site: Path, name: str) -> Any:
    done = command("lookup", name, "--json", **processes(site))
    assert done.returncode in (0, 1, 2), done.stderr
    return json.loads(done.stdout) if done.stdout else None


def index(site: Path) -> Path:
    """The file that answers come from; it is made if it is not there."""
    done = command(**processes(site), module="where")
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def is_remade(site: Path, before: os.stat_result) -> bool:
    """Is the index another file than before? It is always replaced as a whole."""
    after = index(site).stat()
    return (after.st_ino, after.st_mtime_ns) != (before.st_ino, before.st_mtime_ns)


def test_an_index_is_kept_beside_the_compiled_modules_and_not_remade(site: Path) -> None:
    path = index(site)
    assert path.parent == site / "registry" / "__pycache__"
    before = path.stat()
    assert lookup(site, "Plain")["api"] == "here.optim.Plain"
    assert not is_remade(site, before)


def changed_mapping(_: Path, plugin: Path) -> None:
    path = plugin / "mappings/here/optim/Plain.yaml"
    path.write_text(ENTRY.replace("It never decays.", "Never at all."), encoding="utf-8")


def new_mapping(_: Path, plugin: Path) -> None:
    (plugin / "mappings/here/optim/Odd.yaml").write_text(NOTHING, encoding="utf-8")


def new_folder_of_mappings(_: Path, plugin: Path) -> None:
    (plugin / "mappings/aside").mkdir()
    shutil.copy(plugin / "mappings/here/optim/Plain.yaml", plugin / "mappings/aside/Plain.yaml")


def gone_mapping(_: Path, plugin: Path) -> None:
    (plugin / "mappings/here/optim/Plain.yaml").unlink()


def first_evidence(_: Path, plugin: Path) -> None:
    about = {"format": 1, "environment": {"versions": {}, "device": {}}, "results": []}
    (plugin / "evidence/first.json").write_text(json.dumps(about), encoding="utf-8")


def new_plugin(site: Path, _: Path) -> None:
    distribution(site, "another-plugin", "")


def gone_plugin(site: Path, _: Path) -> None:
    shutil.rmtree(site / "plain_plugin-1.0.dist-info")


def new_release_of_the_core(site: Path, _: Path) -> None:
    with (site / "registry/answers/render.py").open("a", encoding="utf-8") as stream:
        stream.write("# changed\n")


@pytest.mark.parametrize(
    "change",
    [
        changed_mapping,
        new_mapping,
        new_folder_of_mappings,
        gone_mapping,
        first_evidence,
        new_plugin,
        gone_plugin,
        new_release_of_the_core,
    ],
    ids=lambda each: each.__name__,
)
def test_an_index_is_remade_when_what_it_was_made_from_changes(
    site: Path, plugin: Path, change: Any
) -> None:
    before = index(site).stat()
    change(site, plugin)
    assert is_remade(site, before)


def test_an_answer_is_never_older_than_its_mapping(site: Path, plugin: Path) -> None:
    assert lookup(site, "Plain")["counterparts"][0]["fit"] == "adapt"
    path = plugin / "mappings/here/optim/Plain.yaml"
    path.write_text(ENTRY.replace("fit: adapt", "fit: rewrite"), encoding="utf-8")
    assert lookup(site, "Plain")["counterparts"][0]["fit"] == "rewrite"
    path.unlink()
    assert lookup(site, "Plain") is None


@pytest.mark.parametrize("content", ["", '{"format": 99}\n', "[]\n"])
def test_a_broken_index_is_replaced(site: Path, content: str) -> None:
    path = index(site)
    path.write_text(content, encoding="utf-8")
    assert lookup(site, "Plain")["api"] == "here.optim.Plain"
    assert path.stat().st_size > 1000


def test_where_the_core_cannot_be_written_the_index_is_among_the_users_caches(site: Path) -> None:
    # A file where the folder would be is as good as a folder that nobody may write into.
    (site / "registry/__pycache__").write_text("", encoding="utf-8")
    path = index(site)
    assert site.parent / "home/cache" in path.parents
    before = path.stat()
    assert lookup(site, "Plain")["api"] == "here.optim.Plain"
    assert not is_remade(site, before)


def test_where_nothing_can_be_written_there_is_an_answer_all_the_same(site: Path) -> None:
    (site / "registry/__pycache__").write_text("", encoding="utf-8")
    (site.parent / "home/cache").write_text("", encoding="utf-8")
    assert lookup(site, "Plain")["api"] == "here.optim.Plain"


def test_a_broken_evidence_file_is_named_and_the_rest_goes_on(site: Path, plugin: Path) -> None:
    (plugin / "evidence/broken.json").write_text("{", encoding="utf-8")
    done = command("lookup", "Plain", **processes(site))
    assert done.returncode == 0
    assert "here.optim.Plain" in done.stdout
    broken = plugin / "evidence/broken.json"
    problem = f"{broken}: is not evidence; write it with `registry check --evidence`"
    assert f"registry: {problem}\n" in done.stderr
    assert "Traceback" not in done.stderr
