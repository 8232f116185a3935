"""Which target a project names among its dependencies: ``mindspore>=2.3`` in pyproject.toml."""

from __future__ import annotations

import importlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from flake8_registry.versions import DEFAULT_TARGET, parse_target, release

SOURCE = "torch"
"""What is ported from as a rule: that a project needs it does not make it the target."""
_MARKS = ("pyproject.toml", "setup.cfg", "requirements.txt", ".git")
_KINDS = ("", "-gpu", "-ascend", "-cpu", "-dev")
_NAME = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*")
_CLAUSE = re.compile(r"(>=|<=|===?|~=|!=|>|<|\^|~)?\s*v?(\d+(?:\.\d+)*)[\w.+-]*(\.\*)?")
_SEVERAL = re.compile(r"requirements.*\.txt")


def target_of_project(start: Path, frameworks: Collection[str]) -> tuple[str, Path] | None:
    """The target that the project around a path depends on, and the file that says so.

    The project is the nearest folder upwards with a pyproject.toml, a setup.cfg, a requirements.txt
    or a repository. Where several requirements name a framework, the lowest version counts,
    because the code has to run there too; where several frameworks are named, the default target.
    """
    project = _project(start.resolve())
    if project is None:
        return None
    wanted = {f"{one}{kind}": one for one in frameworks if one != SOURCE for kind in _KINDS}
    for path in _files(project):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeError):
            continue
        if not any(framework in text.lower() for framework in wanted.values()):
            continue
        found = [
            target
            for name, clauses in _requirements(path, text)
            if (framework := wanted.get(_normal(name)))
            and (target := _target(framework, clauses)) is not None
        ]
        if found:
            targets = [parse_target(one) for one in found]
            named = [one.framework for one in targets]
            framework = DEFAULT_TARGET if DEFAULT_TARGET in named else named[0]
            meant = [one for one in targets if one.framework == framework]
            return min(meant, key=lambda one: one.lowest or ()).text, path
    return None


def _project(folder: Path) -> Path | None:
    for one in (folder, *folder.parents):
        if any((one / mark).exists() for mark in _MARKS):
            return one
    return None


def _files(project: Path) -> Iterator[Path]:
    yield project / "pyproject.toml"
    for folder in (project, project / "requirements"):
        if folder.is_dir():
            inside = (one for one in folder.glob("*.txt") if one.is_file())
            kept = (one for one in inside if folder != project or _SEVERAL.fullmatch(one.name))
            yield from sorted(kept)


def _requirements(path: Path, text: str) -> Iterator[tuple[str, str]]:
    """The names that a file asks for, each with what it says of the version."""
    if path.suffix == ".toml":
        content = _toml(text)
        project = _table(content.get("project"))
        yield from map(_split, _strings(project.get("dependencies")))
        for section in (project.get("optional-dependencies"), content.get("dependency-groups")):
            for several in _table(section).values():
                yield from map(_split, _strings(several))
        yield from _of_poetry(_table(_table(content.get("tool")).get("poetry")))
    else:
        for line in text.splitlines():
            if not line.lstrip().startswith(("#", "-")):
                yield _split(line.partition(" #")[0])


def _of_poetry(poetry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    tables = [poetry.get("dependencies"), poetry.get("dev-dependencies")]
    tables += [_table(one).get("dependencies") for one in _table(poetry.get("group")).values()]
    for table in tables:
        for name, wanted in _table(table).items():
            for one in wanted if isinstance(wanted, list) else [wanted]:
                version = one.get("version", "") if isinstance(one, dict) else one
                yield name, version if isinstance(version, str) else ""


def _split(requirement: str) -> tuple[str, str]:
    """The name, and the clauses about its version without markers and addresses."""
    found = _NAME.match(requirement)
    if found is None:
        return "", ""
    rest = requirement[found.end() :].partition(";")[0].strip()
    return found[1], "" if rest.startswith("@") else rest.strip("()")


def _target(framework: str, clauses: str) -> str | None:
    """The requirement as a target, such as ``mindspore>=2.3,<3``."""
    kept: list[str] = []
    for clause in filter(None, (one.strip() for one in clauses.split(","))):
        found = _CLAUSE.match(clause)
        if found is None or found[1] == "!=":
            continue
        operator, version = found[1] or "==", found[2]
        numbers = release(version) or (0,)
        if operator == "^":
            kept += [f">={version}", f"<{numbers[0] + 1}"]
        elif operator == "~" and len(numbers) > 1:
            kept += [f">={version}", f"<{numbers[0]}.{numbers[1] + 1}"]
        else:
            operator = {"===": "==", "~": "~="}.get(operator, operator)
            kept.append(f"{operator}{version}")
    text = framework + ",".join(kept)
    try:
        parse_target(text)
    except ValueError:
        return None
    return text


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _toml(text: str) -> Mapping[str, Any]:
    """The content, or nothing where it is broken or nobody here reads TOML (Python 3.10)."""
    for name in ("tomllib", "tomli"):
        try:
            return _table(importlib.import_module(name).loads(text))
        except ModuleNotFoundError:
            continue
        except ValueError:
            break
    return {}


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _strings(value: object) -> Iterable[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
