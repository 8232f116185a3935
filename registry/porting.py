"""A call of one API written as a call of its counterpart, and all that is to be said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from registry import signatures
from registry.calls import Call, bound
from registry.catalog import Registry
from registry.dialects import is_plain, is_used_up, mentions, restated
from registry.loading import Located
from registry.models import Counterpart, framework_of
from registry.predicting import Prediction, Told, Training, predicted
from registry.printing import call as call_of
from registry.printing import code_of
from registry.signatures import Code
from registry.translate import Arguments, complete, translate

KEYS = "keys-of-groups"


@dataclass(frozen=True)
class Left:
    """An argument that is not written over there, and what that means."""

    name: str
    because: str


@dataclass(frozen=True)
class Port:
    """A call and its counterpart's. ``code`` is ``None`` where there is none; ``reason`` says why.

    ``agrees`` speaks of the code: true, both sides compute the same within the tolerance; false, a
    difference applies; ``None``, that cannot be told, and ``reason`` says why.
    """

    source: str
    line: int
    api: str
    counterpart: str | None
    code: str | None
    agrees: bool | None
    reason: str | None
    differences: tuple[Told, ...] = ()
    depends: tuple[Told, ...] = ()
    dropped: tuple[Left, ...] = ()
    added: tuple[Left, ...] = ()
    """Arguments that the source does not have, and why they are written."""
    assumed: tuple[str, ...] = ()
    """Facts of the training that nobody gave, such as ``lr=0.1``."""
    note: str | None = None
    instead: str | None = None
    recipe: str | None = None
    others: tuple[tuple[str, bool | None], ...] = ()
    """The other counterparts, best first, with what ``agrees`` is for them."""

    def as_json(self) -> dict[str, Any]:
        found = asdict(self)
        found["others"] = [{"counterpart": api, "agrees": agrees} for api, agrees in self.others]
        return found


def ported(
    registry: Registry, call: Call, api: str, order: Sequence[str], training: Training
) -> Port:
    """The call for the first counterpart in ``order`` that it can be written for.

    Raises ``ValueError`` with one sentence for a call that the source itself refuses.
    """
    entries = [located for located in registry.entries if located.api == api]
    if not entries:
        reason = "It is known as a counterpart only; `registry lookup` shows what it stands for."
        return refused(call, api, reason)
    moves = [
        _Move(registry, call, located, counterpart, training).port()
        for wanted in order
        for located in entries
        for counterpart in located.entry.counterparts
        if counterpart.api == wanted
    ]
    if not moves:
        return _without_counterpart(entries[0], call)
    place = next((number for number, port in enumerate(moves) if port.code), 0)
    others = [port for number, port in enumerate(moves) if number != place]
    return replace(moves[place], others=tuple((str(o.counterpart), o.agrees) for o in others))


def refused(call: Call, api: str, reason: str) -> Port:
    """That a call has no translation, and why."""
    return Port(call.text, call.line, api, None, None, None, reason)


def _without_counterpart(located: Located, call: Call) -> Port:
    nothing = located.entry.no_counterpart
    assert nothing is not None
    bound(call, signatures.parse(located.entry.signature))
    reason = f"There is no counterpart in {nothing.framework}. {nothing.what}"
    recipe = nothing.recipe.name if nothing.recipe else None
    return replace(refused(call, located.api, reason), instead=nothing.instead, recipe=recipe)


class _Move:
    """A call on its way to one counterpart."""

    def __init__(
        self,
        registry: Registry,
        call: Call,
        located: Located,
        counterpart: Counterpart,
        training: Training,
    ) -> None:
        self._registry = registry
        self._call = call
        self._located = located
        self._counterpart = counterpart
        self._training = training
        self._source = signatures.parse(located.entry.signature)
        self._here = registry.dialects.get(framework_of(located.api))
        self._there = registry.dialects.get(framework_of(counterpart.api))
        self._first, self._given = bound(call, self._source)
        self._arguments = complete(located.entry, self._given)

    def port(self) -> Port:
        code, refusal = None, None
        try:
            code = self._code()
        except ValueError as error:
            refusal = str(error)
        found = self._predicted()
        agrees, reason = self._verdict(found, refusal)
        planned = self._located.entry.kind == "schedule"
        return Port(
            self._call.text,
            self._call.line,
            self._located.api,
            self._counterpart.api,
            code,
            agrees,
            reason,
            found.applied,
            (*found.undecided, *found.depends),
            tuple(self._dropped()),
            tuple(self._added()),
            self._training.assumed() if planned else (),
            self._counterpart.note,
        )

    def _code(self) -> str:
        if any(each.startswith("**") is False for each in self._call.rest):
            raise ValueError(f"what {self._call.rest[0]} holds has no names that can be translated")
        run = self._training.run()
        wanted = translate(
            self._counterpart, self._arguments, run, self._registry.converters, self._given
        )
        converter = self._registry.converters.get(self._counterpart.converter or "")
        shorter = getattr(converter, "written", None)
        short: Mapping[str, str] = shorter(self._arguments, run) if shorter else {}
        written = {
            name: short[name] if name in short else code_of(value) for name, value in wanted.items()
        }
        first = self._source.names[0]
        there = self._counterpart.parameters[first].targets(first)
        return call_of(
            self._counterpart.api,
            self._of_parameters(self._first) if there else None,
            written,
            self._call.rest,
        )

    def _of_parameters(self, value: Any) -> str:
        """What is optimized or scheduled, as it is written over there."""
        if isinstance(value, list | tuple) and any(isinstance(each, dict) for each in value):
            groups = [self._group(each) if isinstance(each, dict) else each for each in value]
            return code_of(groups)
        return self._restated(code_of(value))

    def _restated(self, text: str) -> str:
        return restated(text, self._here, self._there) if self._here and self._there else text

    def _group(self, group: Mapping[str, Any]) -> Arguments:
        """A group of parameters, with its arguments under their names over there."""
        first = self._source.names[0]
        moved: Arguments = {}
        if first in group:
            text = self._restated(code_of(group[first]))
            once = self._keys() is not None and is_used_up(text)
            trained = self._there is not None and is_plain(text, self._there)
            moved[first] = Code(f"list({text})" if once and not trained else text)
        arguments = {name: value for name, value in group.items() if name in self._arguments}
        moved |= {
            name: value
            for name, value in group.items()
            if name not in self._source and name != first and self._keys() is None
        }
        counterpart = self._counterpart.model_copy(update={"converter": None, "extra": {}})
        there = translate(
            counterpart, arguments, self._training.run(), self._registry.converters, arguments
        )
        keys = self._keys()
        if keys is None:
            return moved | there
        for name in arguments:
            for target in self._counterpart.parameters[name].targets(name):
                if name in keys:
                    moved[name] = there[target]
        return moved

    def _keys(self) -> tuple[str, ...] | None:
        return self._there.keys(self._counterpart.api) if self._there else None

    def _groups(self) -> list[Mapping[str, Any]]:
        if not isinstance(self._first, list | tuple):
            return []
        return [each for each in self._first if isinstance(each, dict)]

    def _calls(self) -> Iterator[Arguments]:
        """The arguments of every group of parameters; of the call alone where there is none."""
        groups = self._groups()
        for group in groups or [{}]:
            own = {name: value for name, value in group.items() if name in self._arguments}
            yield complete(self._located.entry, {**self._given, **own})

    def _predicted(self) -> Prediction:
        found = predicted(self._counterpart.differences, [*self._calls()], self._training)
        keys = self._keys()
        if keys is None or self._located.entry.kind != "optimizer":
            return found
        refused = sorted({key for group in self._groups() for key in group if key not in keys})
        told = _about_keys(self._counterpart.api, keys, refused)
        if refused:
            return replace(found, applied=(*found.applied, told))
        if self._groups() or self._is_plain():
            return found
        return replace(found, depends=(*found.depends, replace(told, on=(self._source.names[0],))))

    def _is_plain(self) -> bool:
        text = self._first.text if isinstance(self._first, Code) else None
        return text is not None and self._here is not None and is_plain(text, self._here)

    def _verdict(self, found: Prediction, refusal: str | None) -> tuple[bool | None, str | None]:
        if found.applied:
            return False, refusal
        if refusal:
            return None, refusal
        if self._call.rest:
            return None, f"What {self._call.rest[0]} holds cannot be seen."
        framework = framework_of(self._located.api)
        foreign = [text for text in self._expressions() if mentions(text, framework)]
        if foreign:
            return None, f"{foreign[0]} needs {framework}, which is not there."
        if found.undecided:
            names = " and ".join(
                dict.fromkeys(name for each in found.undecided for name in each.on)
            )
            told = ", ".join(each.id for each in found.undecided)
            return None, f"It hangs on the value of {names}, which is not a literal ({told})."
        return True, None

    def _expressions(self) -> Iterator[str]:
        yield from _texts(self._first)
        for name, value in self._given.items():
            if not self._counterpart.parameters[name].dropped:
                yield from _texts(value)

    def _dropped(self) -> Iterator[Left]:
        given = dict.fromkeys(self._given)
        for group in self._groups():
            given |= {name: None for name in group if name in self._arguments}
        for name in given:
            dropped = self._counterpart.parameters[name].dropped
            if dropped:
                yield Left(name, dropped)

    def _added(self) -> Iterator[Left]:
        for name, extra in self._counterpart.extra.items():
            if extra.is_written:
                yield Left(f"{name}={code_of(extra.value)}", extra.because)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Code):
        yield value.text
    elif isinstance(value, dict) and list(value) != ["lambda"]:
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _about_keys(api: str, keys: tuple[str, ...], refused: Iterable[str]) -> Told:
    given = ", ".join(refused)
    return Told(
        KEYS,
        f"A group of parameters of {api} may have the keys {', '.join(keys)} only"
        + (f", so that {given} of a group is left out." if given else "."),
        "Make an optimizer for each group that needs other arguments of its own.",
        "a group has another key",
    )
