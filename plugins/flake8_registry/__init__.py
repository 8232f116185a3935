"""A flake8 plugin that says which lines will not port to another framework, and what to do."""

from flake8_registry.engine import findings
from flake8_registry.finding import Finding
from flake8_registry.index import BrokenIndex, Index
from flake8_registry.options import Settings, settings
from flake8_registry.plugin import Plugin
from flake8_registry.reading import index_files, read_index

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
