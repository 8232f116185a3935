"""A small mapping between two frameworks that do not exist, and ways to put it on disk and to ask.

``here`` and ``there`` are as good as any framework: an adapter is a file, and an entry is YAML.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from registry.discovery import build
from registry.hookspecs import hookimpl
from registry.mapping.catalog import Registry
from registry.mapping.loading import Located, load

ROOT = Path(__file__).resolve().parents[1]

ENTRY = """\
here.optim.Plain:
  kind: optimizer
  signature: (params, lr=0.1, decay=0.0, fused=None)
  aliases: [here.Plain]
  counterparts:
    - api: there.optim.Descent
      fit: adapt
      signature: (params, rate=0.01, scale=1.0)
      platforms: [CPU]
      parameters:
        params: same
        lr: {to: rate}
        decay: {dropped: It never decays., difference: no-decay}
        fused: {dropped: It is about speed.}
      extra:
        scale: Gradients are divided by it.
      differences:
        no-decay:
          when: decay != 0
          what: The parameters are not decayed.
          instead: Decay them yourself.
          evidence: [check: decayed]
  cases:
    defaults: {arguments: {}}
    decayed: {arguments: {decay: 0.5}}
"""

NOTHING = """\
here.optim.Odd:
  kind: optimizer
  signature: (params, lr=0.1)
  no_counterpart:
    framework: there
    what: It has nothing odd.
    instead: Copy the recipe.
    absent: [Odd]
    recipe:
      name: odd
  cases:
    defaults: {arguments: {}}
"""

SCHEDULE = """\
here.optim.Halve:
  kind: schedule
  signature: (optimizer, every, gamma=0.5)
  counterparts:
    - api: there.optim.rates
      fit: rewrite
      signature: (values)
      platforms: [CPU]
      converter: rates
      parameters:
        optimizer: {dropped: The list is an argument of the optimizer.}
        every: {converted: It is when a rate ends.}
        gamma: {converted: It is the factor between two rates.}
  cases:
    usual: {arguments: {every: 30}}
"""

USAGE = """\
here.optim.Plain.clear:
  kind: usage
  no_counterpart:
    framework: there
    what: There is nothing to clear.
    instead: Leave it out.
    absent: [clear]
  examples: {both: Both do the same.}
"""


def written(folder: Path, text: str = ENTRY) -> Path:
    """The text as a mapping file at the place that its first name asks for."""
    api = text.partition(":")[0]
    path = folder.joinpath(*api.split(".")).with_suffix(".yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def located(folder: Path, text: str = ENTRY) -> Located:
    """The only entry of a text, which has nothing wrong with it."""
    loaded = load([written(folder, text)])
    assert not loaded.problems
    (only,) = loaded.entries
    return only


class Plugin:
    """A plugin as an object: what it is made with is what its hooks give."""

    def __init__(self, **contributes: Any) -> None:
        self.contributes = contributes

    @hookimpl
    def registry_mappings(self) -> Any:
        return self.contributes.get("mappings")

    @hookimpl
    def registry_adapters(self) -> Any:
        return self.contributes.get("adapters")

    @hookimpl
    def registry_converters(self) -> Any:
        return self.contributes.get("converters")

    @hookimpl
    def registry_dialects(self) -> Any:
        return self.contributes.get("dialects")

    @hookimpl
    def registry_oracles(self) -> Any:
        return self.contributes.get("oracles")

    @hookimpl
    def registry_recipes(self) -> Any:
        return self.contributes.get("recipes")

    @hookimpl
    def registry_examples(self) -> Any:
        return self.contributes.get("examples")

    @hookimpl
    def registry_evidence(self) -> Any:
        return self.contributes.get("evidence")


def registry_of(*plugins: Any) -> Registry:
    """The registry of some plugin objects, called ``p0``, ``p1`` and so on."""

    def imported(plugin: Any) -> Callable[[], Any]:
        return lambda: plugin

    named = ((f"p{n}", (f"dist-{n}", "1.0"), imported(each)) for n, each in enumerate(plugins))
    return build(list(named))


def distribution(site: Path, name: str, code: str, files: Mapping[str, str] | None = None) -> Path:
    """Install a package with an entry point into ``site``, as an installer would leave it."""
    module = name.replace("-", "_")
    package = site / module
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(code, encoding="utf-8")
    for path, text in (files or {}).items():
        (package / path).parent.mkdir(parents=True, exist_ok=True)
        (package / path).write_text(text, encoding="utf-8")
    about = site / f"{module}-1.0.dist-info"
    about.mkdir()
    about.joinpath("METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    about.joinpath("entry_points.txt").write_text(f"[registry.plugins]\n{name} = {module}\n")
    return package


def command(
    *words: str,
    path: tuple[Path, ...] = (),
    cwd: Path | None = None,
    module: str = "registry",
    **options: Any,
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m registry``, or another module, with ``path`` before all other packages."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path)), **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, *options.pop("python", ()), "-m", module, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=env,
        cwd=cwd,
        timeout=120,
        **options,
    )


def copy_of_the_core(folder: Path) -> Path:
    """A folder of packages in which the core keeps its index, and leaves none elsewhere."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "registry", folder / "registry", ignore=ignored)
    return folder


def packages() -> tuple[Path, ...]:
    """Where installed packages are, for a process that is started with ``-S``."""
    paths = sysconfig.get_paths()
    return tuple(map(Path, dict.fromkeys([paths["purelib"], paths["platlib"]])))
