"""What a call optimizes or schedules, its first argument, as the other side writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.language.dialects import Dialect, is_plain, is_used_up, restated
from registry.language.printing import code_of
from registry.language.signatures import Code, Signature
from registry.mapping.models import Counterpart
from registry.mapping.predicting import Told
from registry.mapping.runs import Run
from registry.mapping.translate import Arguments, translate

KEYS = "keys-of-groups"


@dataclass(frozen=True)
class Parameters:
    """The first argument of a call. It may be a list of groups that have arguments of their own."""

    value: Any
    name: str
    """What the source calls it; empty where it takes none."""
    source: Signature
    counterpart: Counterpart
    here: Dialect | None
    there: Dialect | None

    def _others(self) -> list[str]:
        return [name for name in self.source.names if name != self.name]

    def groups(self) -> list[Mapping[str, Any]]:
        """The groups that can be seen."""
        if not isinstance(self.value, list | tuple):
            return []
        return [each for each in self.value if isinstance(each, dict)]

    def own(self) -> Iterator[Arguments]:
        """The arguments that each group has of its own; none, once, where there are no groups."""
        for group in self.groups() or [{}]:
            yield {name: group[name] for name in self._others() if name in group}

    def code(self) -> str | None:
        """The code over there; ``None`` where nothing is taken."""
        told = self.counterpart.parameters.get(self.name)
        if self.value is None or told is None or not told.targets(self.name):
            return None
        if not self.groups():
            return self._restated(self.value)
        groups = [self._group(each) if isinstance(each, dict) else each for each in self.value]
        return code_of(groups)

    def told(self) -> tuple[bool | None, Told] | None:
        """Whether a group has a key that it cannot have over there; ``None`` if it may have one.

        Nothing is to be told where every argument may be a key.
        """
        keys = self._keys()
        if keys is None:
            return None
        refused = sorted({key for group in self.groups() for key in group if key not in keys})
        plain = isinstance(self.value, Code) and self._is_plain(self.value.text, self.here)
        text = f"A group of {self.counterpart.api} may have the keys {', '.join(keys)} only"
        told = Told(
            KEYS,
            f"{text}, so that {', '.join(refused)} is left out." if refused else f"{text}.",
            "Make an optimizer for each group that needs other arguments of its own.",
            "a group has another key",
        )
        return (True if refused else False if plain or self.groups() else None), told

    def _group(self, group: Mapping[str, Any]) -> Arguments:
        """A group with its arguments under their names over there."""
        keys = self._keys()
        moved: Arguments = {}
        if self.name in group:
            text = self._restated(group[self.name])
            # What checks the keys goes through the parameters twice.
            once = keys is not None and is_used_up(text) and not self._is_plain(text, self.there)
            moved[self.name] = Code(f"list({text})" if once else text)
        own = {name: group[name] for name in self._others() if name in group}
        alone = self.counterpart.model_copy(update={"converter": None, "extra": {}})
        there = translate(alone, own, Run(), {}, own)
        if keys is None:
            unknown = {name: group[name] for name in group if name not in self.source}
            return moved | unknown | there
        for name in own:
            for target in self.counterpart.parameters[name].targets(name):
                if name in keys:
                    moved[name] = there[target]
        return moved

    def _restated(self, value: Any) -> str:
        text = code_of(value)
        return restated(text, self.here, self.there) if self.here and self.there else text

    def _keys(self) -> tuple[str, ...] | None:
        return self.there.keys(self.counterpart.api) if self.there else None

    def _is_plain(self, text: str, side: Dialect | None) -> bool:
        return side is not None and is_plain(text, side)
