"""What a user prefers, in a file of their own: ``config.toml`` in the folder for configuration."""

from __future__ import annotations

import importlib
import os
import sys
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from registry.problems import UserError

VARIABLE = "REGISTRY_CONFIG"
"""The environment variable that names another file."""


@dataclass(frozen=True)
class Configuration:
    """What the file says; all of it may be missing."""

    path: Path
    prefer: tuple[str, ...] = ()
    """Plugins, best first: of what several contribute, that of the first of them is used."""
    target: str | None = None
    """The framework that comes first where an API has counterparts in several."""


def place() -> Path:
    """Where the file is, or would be."""
    if VARIABLE in os.environ:
        return Path(os.environ[VARIABLE])
    from platformdirs import user_config_path

    return user_config_path("optim-registry", appauthor=False) / "config.toml"


def read() -> Configuration:
    """What the user prefers. Raises :class:`UserError` for a file that cannot be understood."""
    path = place()
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        if VARIABLE in os.environ:
            text = f"there is no such file; write it, or unset {VARIABLE}"
            raise UserError.at(str(path), text) from None
        return Configuration(path)
    except (OSError, UnicodeDecodeError) as error:
        raise UserError.at(str(path), f"cannot be read ({error}); mend or remove it") from None
    toml = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        said: dict[str, Any] = toml.loads(text)
    except ValueError as error:
        raise UserError.at(str(path), f"is not TOML: {error}") from None
    known = [each.name for each in fields(Configuration) if each.name != "path"]
    for name in said:
        if name not in known:
            raise UserError.at(str(path), f"{name} is no setting; there are {', '.join(known)}")
    prefer, target = said.get("prefer", []), said.get("target")
    if not isinstance(prefer, list) or not all(isinstance(each, str) for each in prefer):
        raise UserError.at(str(path), 'prefer is a list of plugins, such as prefer = ["acme"]')
    if target is not None and not isinstance(target, str):
        raise UserError.at(str(path), 'target is the name of a framework, as in target = "optax"')
    return Configuration(path, tuple(prefer), target)
