"""The whole extension surface. A plugin is a module with any of these, marked with ``hookimpl``.

The bodies are empty: pluggy calls those of the plugins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pluggy

from registry.language.dialects import Dialect
from registry.mapping.algorithms import Oracle
from registry.mapping.translate import Converter

hookspec = pluggy.HookspecMarker("registry")
hookimpl = pluggy.HookimplMarker("registry")


@hookspec
def registry_schema_version() -> int:  # type: ignore[empty-body]
    """The version of the schema that the plugin is written for: ``models.SCHEMA_VERSION`` then.

    A registry that knows only older ones leaves the plugin out, and says what to upgrade.
    """


@hookspec
def registry_mappings() -> Iterable[Path]:  # type: ignore[empty-body]
    """Mapping files, or folders of them."""


@hookspec
def registry_adapters() -> Mapping[str, Path]:  # type: ignore[empty-body]
    """For a framework the source file of its adapter, as :mod:`registry.checking.harness` asks."""


@hookspec
def registry_converters() -> Mapping[str, Converter]:  # type: ignore[empty-body]
    """Named functions that turn a source's arguments into its counterpart's.

    One may have an attribute ``written``, a function of the same arguments that gives code for
    values which would be long to write out (such as the rate of every epoch).
    """


@hookspec
def registry_dialects() -> Mapping[str, Dialect]:  # type: ignore[empty-body]
    """For a framework how it writes the parameters of a network and groups of them."""


@hookspec
def registry_oracles() -> Mapping[str, Oracle]:  # type: ignore[empty-body]
    """For an API a function of its arguments that gives the published algorithm they ask for."""


@hookspec
def registry_recipes() -> Mapping[str, Path]:  # type: ignore[empty-body]
    """Named source files, each with a class that stands in for an API without counterpart."""


@hookspec
def registry_examples() -> Mapping[str, Path]:  # type: ignore[empty-body]
    """Named folders, each with one program for each framework: ``on_torch.py`` and so on."""


@hookspec
def registry_evidence() -> Iterable[Path]:  # type: ignore[empty-body]
    """Evidence files, as ``registry check --evidence`` writes them, or folders of them."""


@hookspec
def registry_surfaces() -> Iterable[Path]:  # type: ignore[empty-body]
    """What releases offer, as ``registry surface`` writes it: files, or folders of them."""


@hookspec
def registry_traces() -> Mapping[str, Path]:  # type: ignore[empty-body]
    """For a framework a folder of its answers, as ``registry check --record`` writes it."""
