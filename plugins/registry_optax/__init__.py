"""What the optimizers and schedules of PyTorch are in optax, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from registry.hookspecs import hookimpl
from registry.mapping.translate import Converter

_HERE = Path(__file__).parent
MAPPINGS = _HERE / "mappings"


@hookimpl
def registry_mappings() -> Iterable[Path]:
    return [MAPPINGS]


@hookimpl
def registry_adapters() -> Mapping[str, Path]:
    return {"optax": _HERE / "adapters" / "optax_adapter.py"}


@hookimpl
def registry_converters() -> Mapping[str, Converter]:
    from registry_optax import converters, schedules

    return {**converters.BY_NAME, **schedules.BY_NAME}


@hookimpl
def registry_recipes() -> Mapping[str, Path]:
    recipes = _HERE / "recipes"
    return {path.stem.replace("_", "-"): path for path in sorted(recipes.glob("*.py"))}


@hookimpl
def registry_examples() -> Mapping[str, Path]:
    folders = sorted(path.parent for path in (_HERE / "examples").glob("*/on_optax.py"))
    return {folder.name.replace("_", "-"): folder for folder in folders}


@hookimpl
def registry_evidence() -> Iterable[Path]:
    evidence = MAPPINGS / "evidence"
    return [evidence] if evidence.is_dir() else []
