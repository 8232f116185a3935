"""What a release offers, read from its sources: the public names of modules, and names apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import get_args

from registry.authoring.exports import public
from registry.authoring.sources import Named, Sources
from registry.language import signatures
from registry.mapping.catalog import Registry
from registry.mapping.models import framework_of
from registry.mapping.runs import Platform
from registry.mapping.surfaces import Kind, Offered, Surface
from registry.problems import UserError

_KINDS: dict[str, Kind] = {"class": "class", "function": "function"}
_STATED = re.compile(r"^\s*Supported Platforms:\s*$\n((?:\s*``.*\n?)+)", re.MULTILINE)


def wanted(registry: Registry, framework: str) -> tuple[set[str], set[str]]:
    """What the map has of a framework: the modules of which it claims to know every name, and all
    APIs, aliases and counterparts."""
    modules = {module for each in registry.entries for module in each.entry.complete}
    return (
        {each for each in modules if framework_of(each) == framework},
        {each for each in registry.names() if framework_of(each) == framework},
    )


def surface(
    sources: Sources, framework: str, version: str, modules: Iterable[str], names: Iterable[str]
) -> Surface:
    """What a release offers, as far as these modules and names go.

    Raises :class:`~registry.problems.UserError` for a source on the way that cannot be read.
    """
    whole = sorted(set(modules))
    asked = sorted(set(names))
    offered: dict[str, Offered] = {}
    for module in whole:
        try:
            found = public(sources, module)
        except ValueError as error:
            raise UserError.at(module, f"{error.args[0]}; name its names apart") from None
        for each in found:
            name = f"{module}.{each}"
            offered[name] = _offered(sources, name) or Offered("other", name)
    for name in asked:
        what = _offered(sources, name)
        if what is not None:
            offered[name] = what
    if sources.unread:
        text = "cannot be parsed by the Python that runs this; run it with a newer one"
        raise UserError.at(str(sources.unread[0]), text)
    apart = [name for name in asked if name.rpartition(".")[0] not in whole]
    return Surface(framework, version, tuple(whole), tuple(apart), offered)


def _offered(sources: Sources, name: str) -> Offered | None:
    """What the release has under a name; modules do not count."""
    what = sources.named(name)
    if what is None or what.kind == "module":
        return None
    kind = _KINDS.get(what.kind, "other")
    signature = None if kind == "other" else _signature(sources, name)
    return Offered(kind, what.defined, signature, _platforms(what))


def _signature(sources: Sources, name: str) -> str | None:
    try:
        return signatures.write(sources.declared(name).signature)
    except ValueError:
        return None  # it has *args, or comes from outside of the sources


def _platforms(what: Named) -> tuple[str, ...]:
    """Those below the words "Supported Platforms", as MindSpore's documentation has them."""
    stated = _STATED.search(what.documentation)
    named = re.findall(r"``(\w+)``", stated[1]) if stated else []
    return tuple(each for each in get_args(Platform) if each in named)
