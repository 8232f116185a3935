"""The arguments of a call in the words of the data."""

from __future__ import annotations

from typing import Any

from registry.language import calls, signatures
from registry.language.calls import Call
from registry.language.signatures import Code
from registry.mapping.catalog import Registry
from registry.mapping.loading import Located
from registry.mapping.models import Entry
from registry.mapping.translate import subject
from registry.problems import UserError


def given(registry: Registry, call: Call, entry: Entry) -> tuple[Any, dict[str, Any]]:
    """What is optimized or scheduled, and the other arguments by their names.

    A schedule that is an argument is written as the data does, ``{"schedule": NAME, ...}``. Raises
    ``ValueError`` with one sentence for a call that the source itself refuses.
    """
    first, arguments = bound(call, entry)
    return first, {name: _schedules(registry, value) for name, value in arguments.items()}


def bound(call: Call, entry: Entry) -> tuple[Any, dict[str, Any]]:
    """The same with every argument as it stands in the call."""
    return calls.bound(call, signatures.parse(entry.signature), subject(entry))


def _schedules(registry: Registry, value: Any) -> Any:
    """An argument, with each call of a known schedule in a list as the data writes it."""
    if isinstance(value, list | tuple):
        return type(value)(_schedules(registry, each) for each in value)
    if not isinstance(value, Code):
        return value
    try:
        call = calls.one(value.text)
        located = _schedule(registry, call.name)
        _, given = bound(call, located.entry)
    except (UserError, LookupError, ValueError):
        return value
    inner = {name: _schedules(registry, each) for name, each in given.items()}
    return value if call.rest else {"schedule": located.api, **inner}


def _schedule(registry: Registry, name: str) -> Located:
    """The schedule of torch or another source that a name in code means."""
    for located in registry.entries:
        known = (located.api, *located.entry.aliases)
        if located.entry.kind == "schedule" and any(
            each == name or each.endswith(f".{name}") for each in known
        ):
            return located
    raise LookupError(name)
