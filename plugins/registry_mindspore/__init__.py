"""The built-in plugin: what PyTorch's optimizers and schedules are in MindSpore, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from registry.hookspecs import hookimpl
from registry.language.dialects import Dialect
from registry.mapping.algorithms import Oracle
from registry.mapping.translate import Converter

_HERE = Path(__file__).parent
_INSTALLED = _HERE / "mappings"
# In a checkout the mappings stand at the top, where people look for them.
MAPPINGS = _INSTALLED if _INSTALLED.is_dir() else _HERE.parents[1] / "mappings"


@hookimpl
def registry_schema_version() -> int:
    return 1


@hookimpl
def registry_mappings() -> Iterable[Path]:
    return [MAPPINGS]


@hookimpl
def registry_adapters() -> Mapping[str, Path]:
    adapters = _HERE / "adapters"
    return {
        "torch": adapters / "torch_adapter.py",
        "mindspore": adapters / "mindspore_adapter.py",
    }


@hookimpl
def registry_converters() -> Mapping[str, Converter]:
    from registry_mindspore import closed_forms, converters

    return {**converters.BY_NAME, **closed_forms.BY_NAME}


@hookimpl
def registry_dialects() -> Mapping[str, Dialect]:
    return {
        "torch": Dialect(parameters="parameters", named="named_parameters"),
        "mindspore": Dialect(
            parameters="trainable_params",
            named="parameters_and_names",
            groups={
                "mindspore.nn": (
                    "params",
                    "lr",
                    "weight_decay",
                    "grad_centralization",
                    "order_params",
                )
            },
        ),
    }


@hookimpl
def registry_oracles() -> Mapping[str, Oracle]:
    from registry_mindspore import oracles

    return oracles.BY_API


@hookimpl
def registry_recipes() -> Mapping[str, Path]:
    recipes = _HERE / "recipes"
    return {path.stem.replace("_", "-"): path for path in sorted(recipes.glob("*.py"))}


@hookimpl
def registry_examples() -> Mapping[str, Path]:
    folders = sorted(path.parent for path in (_HERE / "examples").glob("*/on_torch.py"))
    return {folder.name.replace("_", "-"): folder for folder in folders}


@hookimpl
def registry_evidence() -> Iterable[Path]:
    evidence = MAPPINGS / "evidence"
    return [evidence] if evidence.is_dir() else []


@hookimpl
def registry_surfaces() -> Iterable[Path]:
    surfaces = MAPPINGS / "surfaces"
    return [surfaces] if surfaces.is_dir() else []


@hookimpl
def registry_traces() -> Mapping[str, Path]:
    traces = MAPPINGS / "traces"
    return {folder.name: folder for folder in sorted(traces.glob("*")) if folder.is_dir()}
