"""The door that flake8 knocks on: options in, findings out."""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from flake8_registry.codes import OFF_BY_DEFAULT
from flake8_registry.index import Index
from flake8_registry.installed import installed_indexes
from flake8_registry.options import Settings, frameworks, settings
from flake8_registry.project import target_of_project
from flake8_registry.reading import index_files, read_index
from flake8_registry.selection import PREFIX

Report = tuple[int, int, str, type]


class Plugin:
    """Reports what does not port, for one file at a time."""

    name = "flake8-registry"
    version = "0.1.0"
    settings: ClassVar[Settings] = Settings()
    files: ClassVar[tuple[str, ...]] = index_files()
    baseline: ClassVar[str] = ""
    asked_for: ClassVar[tuple[str, ...]] = ()

    def __init__(self, tree: ast.Module, lines: list[str], filename: str) -> None:
        self.tree = tree
        self.lines = lines
        self.filename = filename

    def run(self) -> Iterator[Report]:
        """Line, column and text of every finding in the file, as flake8 wants them."""
        source = "".join(self.lines)
        index = self.index()
        if not index.could_tell(source, self.settings.target.framework):
            return
        from flake8_registry.engine import findings

        found = findings(source, self.filename, index, self.settings, self.tree)
        if self.baseline:
            from flake8_registry.baseline import new

            found = new(found, self.lines, self.filename, self.baseline)
        for one in found:
            if one.code not in OFF_BY_DEFAULT or one.code.startswith(self.asked_for):
                yield one.line, one.column, f"{one.code} {one.message}", type(self)

    @classmethod
    def index(cls) -> Index:
        """The index files in use, read once per process."""
        return read_index(cls.files)

    @classmethod
    def add_options(cls, manager: Any) -> None:
        """Declare the options; each can stand in flake8's configuration as well."""

        def option(name: str, help: str, **more: Any) -> None:
            manager.add_option(f"--registry-{name}", parse_from_config=True, help=help, **more)

        paths = {"normalize_paths": True}
        lists = {"comma_separated_list": True, "default": ""}
        option("target", "What you port to; by default what the project needs.", default="")
        option("platform", "Where it will run: Ascend, GPU or CPU.", default="")
        option("prefer", "The family you port to; what others offer is missing.", default="")
        option("index", "More index files, written by registry index.", **lists, **paths)
        option("provided", "What your own shim provides: APIs, Optimizer.param_groups.", **lists)
        option("baseline", "A file of findings that are accepted.", default="", **paths)
        manager.extend_default_ignore(sorted(OFF_BY_DEFAULT))

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Check the options; what is wrong with them is one line, and flake8 ends with status 2."""
        try:
            installed, problems = installed_indexes()
            for problem in problems:
                print(f"flake8: warning: {problem}", file=sys.stderr)
            cls.files = index_files([*installed, *filter(None, options.registry_index)])
            cls.settings = settings(
                cls.index(),
                target=options.registry_target or _of_the_project(cls.index()),
                platform=options.registry_platform,
                prefer=options.registry_prefer,
                provided=filter(None, options.registry_provided),
            )
            cls.baseline = options.registry_baseline
            if cls.baseline:
                from flake8_registry.baseline import read_baseline

                read_baseline(cls.baseline)
        except ValueError as error:
            print(f"flake8: error: {error}", file=sys.stderr)
            raise SystemExit(2) from None
        cls.asked_for = _asked_for(options)


def _of_the_project(index: Index) -> str:
    """The target that the project in which flake8 runs depends on, or nothing."""
    found = target_of_project(Path.cwd(), frameworks(index))
    return found[0] if found else ""


def _asked_for(options: argparse.Namespace) -> tuple[str, ...]:
    """The selected codes that are longer than the bare prefix.

    flake8 forgets what is off by default once ``ignore`` or ``select = OPR`` is set, so that codes
    which are off stay off here until someone names them: ``OPR203``, or ``OPR0``.
    """
    chosen = [*(options.select or ()), *(getattr(options, "extend_select", None) or ())]
    return tuple(code for code in chosen if code.startswith(PREFIX) and len(code) > len(PREFIX))
