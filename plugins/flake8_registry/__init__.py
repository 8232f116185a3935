"""A flake8 plugin that says which lines will not port to another framework, and what to do.

flake8 starts by importing this, whatever it will find: the engine waits for a file that matters.
"""

from typing import TYPE_CHECKING, Any

from flake8_registry.index import BrokenIndex, Index
from flake8_registry.options import Settings, settings
from flake8_registry.plugin import Plugin
from flake8_registry.reading import index_files, read_index

if TYPE_CHECKING:
    from flake8_registry.engine import findings
    from flake8_registry.finding import Finding

__all__ = [
    "BrokenIndex",
    "Finding",
    "Index",
    "Plugin",
    "Settings",
    "findings",
    "index_files",
    "read_index",
    "settings",
]


def __getattr__(name: str) -> Any:
    if name == "findings":
        from flake8_registry.engine import findings

        return findings
    if name == "Finding":
        from flake8_registry.finding import Finding

        return Finding
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
