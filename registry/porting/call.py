"""A call of one API written as a call of its counterpart, and all that is to be said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from registry.language import conditions, signatures
from registry.language.calls import Call
from registry.language.dialects import mentions
from registry.language.printing import call as call_of
from registry.language.printing import code_of
from registry.language.signatures import Code
from registry.mapping.catalog import Registry
from registry.mapping.loading import Located
from registry.mapping.models import Counterpart, framework_of
from registry.mapping.predicting import Prediction, Told, Training, predicted
from registry.mapping.translate import complete, subject, translate
from registry.porting.given import bound, given
from registry.porting.parameters import Parameters


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
    targets: tuple[str, ...] = ()
    """The other frameworks that the API is mapped to."""
    unchecked: str | None = None
    """That nobody has run the cases in the release that was asked for."""

    def as_json(self) -> dict[str, Any]:
        found = asdict(self)
        found["others"] = [{"counterpart": api, "agrees": agrees} for api, agrees in self.others]
        return found


def ported(
    registry: Registry,
    call: Call,
    api: str,
    order: Sequence[str],
    training: Training,
    target: str | None = None,
) -> Port:
    """The call for the first counterpart in ``order`` that it can be written for.

    Only a target's entry counts, where one is given. Raises ``ValueError`` with one sentence for a
    call that the source itself refuses.
    """
    entries = [
        located
        for located in registry.entries
        if located.api == api and target in (None, located.entry.target)
    ]
    if not entries:
        reason = "It is known as a counterpart only; `registry lookup` shows what it stands for."
        return refused(call, api, reason)
    if entries[0].entry.kind == "usage" and entries[0].entry.counterparts:
        reason = "The code around it changes its shape; `registry lookup` shows what to write."
        return refused(call, api, reason)
    try:
        moves = _moves(registry, call, entries, order, training)
    except ValueError as error:
        if not call.rest:
            raise
        return refused(call, api, f"What {call.rest[0]} holds cannot be seen: {error}.")
    if not moves:
        return _without_counterpart(entries[0], call)
    place = next((number for number, port in enumerate(moves) if port.code), 0)
    others = [port for number, port in enumerate(moves) if number != place]
    return replace(moves[place], others=tuple((str(o.counterpart), o.agrees) for o in others))


def _moves(
    registry: Registry,
    call: Call,
    entries: Sequence[Located],
    order: Sequence[str],
    training: Training,
) -> list[Port]:
    return [
        _Move(registry, call, located, counterpart, training).port()
        for wanted in order
        for located in entries
        for counterpart in located.entry.counterparts
        if counterpart.api == wanted
    ]


def rate_of(registry: Registry, call: Call, api: str) -> float | None:
    """The rate that a call gives an optimizer, where that is plain to see."""
    for located in registry.entries:
        if located.api == api and located.entry.kind == "optimizer":
            try:
                arguments = complete(located.entry, bound(call, located.entry)[1])
            except ValueError:
                return None
            rate = arguments.get("lr", arguments.get("learning_rate"))
            return float(rate) if isinstance(rate, int | float) else None
    return None


def refused(call: Call, api: str, reason: str) -> Port:
    """That a call has no translation, and why."""
    return Port(call.text, call.line, api, None, None, None, reason)


def _without_counterpart(located: Located, call: Call) -> Port:
    nothing = located.entry.no_counterpart
    assert nothing is not None
    if located.entry.kind != "usage":
        bound(call, located.entry)
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
        source = signatures.parse(located.entry.signature)
        first, self._given = given(registry, call, located.entry)
        here, there = (
            registry.dialects.get(framework_of(api)) for api in (located.api, counterpart.api)
        )
        name = subject(located.entry) or ""
        self._parameters = Parameters(first, name, source, counterpart, here, there)
        self._arguments = complete(located.entry, self._given)

    def port(self) -> Port:
        code, rate, refusal = None, None, None
        try:
            code, rate = self._code()
        except ValueError as error:
            refusal = str(error)
        found = self._predicted()
        agrees, reason = self._verdict(found, refusal)
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
            tuple(self._added(rate)),
            tuple(self._assumed()),
            self._counterpart.note,
        )

    def _code(self) -> tuple[str, Any]:
        """The call over there, and the rate that the optimizer which it schedules has to have."""
        if any(not each.startswith("**") for each in self._call.rest):
            raise ValueError(f"what {self._call.rest[0]} holds has no names that can be translated")
        run = self._training.run()
        try:
            wanted = translate(
                self._counterpart, self._arguments, run, self._registry.converters, self._given
            )
        except (TypeError, ArithmeticError):
            raise ValueError("an argument is of a type that the source does not take") from None
        converter = self._registry.converters.get(self._counterpart.converter or "")
        shorter = getattr(converter, "written", None)
        short: Mapping[str, str] = shorter(self._arguments, run) if shorter else {}
        first, rate = self._parameters.code(), None
        if first is None and isinstance(wanted.get("optimizer"), dict):
            # The data says with which rate the optimizer has to be made that is scheduled there.
            first, rate = "optimizer", wanted.pop("optimizer")["lr"]
        takes_one = "optimizer" in signatures.parse(self._counterpart.signature)
        scheduled = first or ("optimizer" if takes_one else None)
        written = {
            name: short[name] if name in short else code_of(value, scheduled)
            for name, value in wanted.items()
            if not self._goes_without_saying(name, value)
        }
        return call_of(self._counterpart.api, first, written, self._call.rest), rate

    def _goes_without_saying(self, name: str, value: Any) -> bool:
        """Is it a number that nobody gave, and the default over there but for its type (0, 0.0)?"""
        given = {
            n for each in self._given for n in self._counterpart.parameters[each].targets(each)
        }
        defaults = signatures.parse(self._counterpart.signature).defaults
        numbers = all(type(each) in (int, float) for each in (value, defaults.get(name)))
        return numbers and name not in given and bool(defaults[name] == value)

    def _predicted(self) -> Prediction:
        hidden = {name: Code(rest) for rest in self._call.rest for name in self._arguments}
        calls = [
            complete(self._located.entry, {**hidden, **self._given, **own})
            for own in self._parameters.own()
        ]
        found = predicted(self._counterpart.differences, calls, self._training)
        about = self._parameters.told() if self._located.entry.kind == "optimizer" else None
        if about and about[0]:
            return replace(found, applied=(*found.applied, about[1]))
        if about and about[0] is None:
            told = replace(about[1], on=(self._parameters.name,))
            return replace(found, depends=(*found.depends, told))
        return found

    def _verdict(self, found: Prediction, refusal: str | None) -> tuple[bool | None, str | None]:
        if found.applied:
            return False, refusal and f"It cannot be written: {refusal}."
        if refusal:
            return None, f"It cannot be written: {refusal}."
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
            return None, f"It hangs on the value of {names}, which cannot be told ({told})."
        return True, None

    def _assumed(self) -> Iterator[str]:
        """The facts of the training that the code or a condition has to know, and nobody gave."""
        asked = {
            name
            for difference in self._counterpart.differences.values()
            for name in conditions.names(conditions.parse(difference.when))
        }
        for fact, value in self._training.assumed().items():
            if self._counterpart.converter or f"run.{fact}" in asked:
                yield f"{fact}={value!r}"

    def _expressions(self) -> Iterator[str]:
        yield from _texts(self._parameters.value)
        for name, value in self._given.items():
            if not self._counterpart.parameters[name].dropped:
                yield from _texts(value)

    def _dropped(self) -> Iterator[Left]:
        given = [*self._given, *(name for own in self._parameters.own() for name in own)]
        for name in dict.fromkeys(given):
            dropped = self._counterpart.parameters[name].dropped
            if dropped:
                yield Left(name, dropped)

    def _added(self, rate: Any) -> Iterator[Left]:
        if rate is not None:
            yield Left("optimizer", f"Make it with lr={code_of(rate)}.")
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
