"""What a mapping file says, as frozen types: the words of the project and nothing else.

The order of the fields is the order in which they are written in a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    model_validator,
)

from registry.language.conditions import ALWAYS, parse
from registry.mapping.runs import Platform, Run
from registry.mapping.words import (
    Api,
    ConditionText,
    Model,
    Release,
    Sentence,
    SignatureText,
    Slug,
    Url,
)

SCHEMA_VERSION = 1

Kind = Literal["optimizer", "schedule", "usage"]
Base = Literal["optimizer", "schedule"]
Fit = Literal["rename", "adapt", "rewrite"]
Switch = Literal[
    "eps-placement",
    "accumulator-start",
    "bias-correction",
    "missing-gradient",
    "weight-decay",
    "nesterov",
    "first-momentum-step",
    "amsgrad",
    "rate-storage",
]


def framework_of(api: str) -> str:
    """The framework that an API belongs to: the first part of its name."""
    return api.partition(".")[0]


class Parameter(Model):
    """What becomes of one parameter of the source. Exactly one of the first five is said.

    In YAML the word ``same`` alone stands for ``{same: true}``.
    """

    same: Literal[True] | None = None
    """The counterpart has a parameter of the same name and meaning."""
    to: str | None = None
    """The counterpart's parameter, under another name."""
    split: tuple[str, ...] | None = None
    """The counterpart's parameters that take the items of this one, in order."""
    converted: Sentence | None = None
    """The counterpart's converter uses it; says how."""
    dropped: Sentence | None = None
    """The counterpart has no such parameter; says why that does or does not matter."""
    difference: Slug | None = None
    """With ``dropped``: the difference that shows when the parameter is given with an effect."""
    type: Literal["float", "int", "bool", "list"] | None = None
    """The type that the counterpart insists on; a value is converted to it, a tuple each item."""
    since: Release | None = None
    """The first release of the source's framework that has the parameter, if not every one has."""
    until: Release | None = None
    """The last one that has it, where it is not in the signature any more."""
    note: Sentence | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Parameter:
        said = [self.same, self.to, self.split, self.converted, self.dropped]
        if sum(each is not None for each in said) != 1:
            raise ValueError("say exactly one of same, to, split, converted and dropped")
        if self.difference and not self.dropped:
            raise ValueError("only a dropped parameter names its difference")
        return self

    def targets(self, name: str) -> tuple[str, ...]:
        """The counterpart's parameters that this one, called ``name``, sets directly."""
        if self.same:
            return (name,)
        return self.split or ((self.to,) if self.to else ())


def _spelt_out(value: Any) -> Any:
    return {"same": True} if value == "same" else value


class Extra(Model):
    """A parameter that only the counterpart has. In YAML a sentence alone is its ``because``."""

    because: Sentence
    """Why the source needs nothing here, or what the value undoes."""
    value: Any = None
    """The value to write; left at its default when this is not given."""

    @property
    def is_written(self) -> bool:
        return "value" in self.model_fields_set


def _because(value: Any) -> Any:
    return {"because": value} if isinstance(value, str) else value


class Evidence(Model):
    """Why a difference is believed: a case of this entry that shows it, or a page that says it."""

    check: Slug | None = None
    page: Url | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Evidence:
        if (self.check is None) == (self.page is None):
            raise ValueError("give either a check (the name of a case) or a page")
        return self


class Difference(Model):
    """One thing that behaves differently, and what to do about it."""

    when: ConditionText
    """The condition that causes it; see :mod:`registry.language.conditions`."""
    what: Sentence
    instead: Sentence
    shows: Literal["differ", "error"] = "differ"
    """``error``: there is no translation, or the counterpart raises instead of computing."""
    switch: dict[Switch, tuple[str, str]] = {}
    """The semantic switch that explains it: its setting on the source's side and over there."""
    since: dict[str, Release] = {}
    """For a framework the first release in which it is so, if it is not so in every one."""
    until: dict[str, Release] = {}
    """For a framework the last release in which it is so."""
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class Counterpart(Model):
    """An API on the other side that does the same job."""

    api: Api
    fit: Fit
    cases: tuple[Slug, ...] = ()
    """The only cases that are for it, where many would show the same; all of them when empty."""
    signature: SignatureText = ""
    """Empty for what is not called; only a usage can be that."""
    since: Release | None = None
    until: Release | None = None
    platforms: tuple[Platform, ...] = Field(min_length=1)
    """Where the counterpart runs, as its documentation states."""
    converter: str | None = None
    """A function that a plugin contributes; turns the source's arguments into the counterpart's."""
    note: Sentence | None = None
    pages: tuple[Url, ...] = ()
    parameters: dict[str, Annotated[Parameter, BeforeValidator(_spelt_out)]] = {}
    extra: dict[str, Annotated[Extra, BeforeValidator(_because)]] = {}
    differences: dict[Slug, Difference] = {}

    @property
    def never_agrees(self) -> bool:
        """Is it only the nearest there is, with a difference in every call of it?"""
        return any(
            each.shows == "differ" and parse(each.when) is ALWAYS
            for each in self.differences.values()
        )


class Recipe(Model):
    """A worked example that stands in for what is missing; its class has the source's name.

    It takes the source's arguments as they are.
    """

    name: Slug
    """A plugin contributes the file under this name; `registry recipe NAME` prints it."""
    differences: dict[Slug, Difference] = {}


class NoCounterpart(Model):
    """That a framework has nothing for the job is a claim like any other."""

    framework: str
    """The framework that has none."""
    what: Sentence
    instead: Sentence
    absent: tuple[str, ...] = Field(min_length=1)
    """Names, in any spelling of case; the check fails on the day one of them appears there."""
    recipe: Recipe | None = None
    pages: tuple[Url, ...] = ()


class Range(Model):
    """Between which numbers an argument makes sense; of a tuple or a list, each item."""

    min: float | None = None
    """The least number."""
    above: float | None = None
    """A number that is too small itself."""
    max: float | None = None
    """The largest number."""
    below: float | None = None
    """A number that is too large itself."""

    @model_validator(mode="after")
    def _has_a_bound(self) -> Range:
        if not self.model_fields_set:
            raise ValueError("say at least one of min, above, max and below")
        return self

    def holds(self, number: float) -> bool:
        """Is the number in the range?"""
        return not (
            (self.min is not None and number < self.min)
            or (self.above is not None and number <= self.above)
            or (self.max is not None and number > self.max)
            or (self.below is not None and number >= self.below)
        )


class Idle(Model):
    """Why a parameter moves nothing. In YAML a sentence alone is its ``because``."""

    because: Sentence
    since: dict[str, Release] = {}
    """For a framework the first release in which it is so, if it is not so in every one."""


class Case(Model):
    """Arguments in the source's own terms. What is expected follows from the differences."""

    arguments: dict[str, Any] = {}
    run: Run = Run()
    against: tuple[Api, ...] = ()
    """The counterparts that the case is for; all of them when empty."""
    note: Sentence | None = None


class Example(Model):
    """Two small programs that do the same job, one on each side; a plugin contributes them.

    They are expected to agree, unless a difference names the example as its evidence. In YAML a
    sentence alone is what the example shows.
    """

    shows: Sentence
    against: tuple[Api, ...] = ()
    """The counterparts that the example is for; all of them when empty."""
    since: dict[str, Release] = {}
    """For a framework the first release in which the programs do what they show."""


def _shows(value: Any) -> Any:
    return {"shows": value} if isinstance(value, str) else value


class Entry(Model):
    """All that is known about moving one API to one other framework.

    Optimizers and schedules are classes or functions that a case calls. A ``usage`` is anything
    else that a training script does with them: a method, an attribute, a way to train.
    """

    kind: Kind
    takes_parameters: bool = True
    """Whether an optimizer is made with what it trains, as its first parameter. In some frameworks
    it is made of numbers alone."""
    sums: bool = False
    """A schedule whose rate is a sum of terms as large as its largest rate, which may cancel."""
    signature: SignatureText = ""
    """Empty for what is not called, such as an attribute; only a usage can be that."""
    aliases: tuple[Api, ...] = ()
    base_of: Base | None = None
    """The class that every API of this kind derives from."""
    since: Release | None = None
    until: Release | None = None
    platforms: tuple[Platform, ...] = ()
    complete: tuple[Api, ...] = ()
    """The modules of which the registry claims to know every name; a check compares."""
    note: Sentence | None = None
    pages: tuple[Url, ...] = ()
    counterparts: tuple[Counterpart, ...] = ()
    no_counterpart: NoCounterpart | None = None
    idle: dict[str, Annotated[Idle, BeforeValidator(_because)]] = {}
    """Parameters that move nothing of what a run of the source shows, with the reason."""
    ranges: dict[str, Range] = {}
    """Where an argument makes sense, if that is less than what the source takes; a search stays
    inside."""
    cases: dict[Slug, Case] = {}
    examples: dict[Slug, Annotated[Example, BeforeValidator(_shows)]] = {}

    @model_validator(mode="after")
    def _shows_what_its_kind_can(self) -> Entry:
        usage = self.kind == "usage"
        if usage and self.cases:
            raise ValueError("a usage has examples instead of cases; move them there")
        if not usage and self.examples:
            raise ValueError("only a usage has examples; write cases")
        called = [self.signature, *(each.signature for each in self.counterparts)]
        if not usage and not all(called):
            raise ValueError("write the signature of the API and of every counterpart")
        return self

    @model_validator(mode="after")
    def _has_one_target(self) -> Entry:
        if bool(self.counterparts) == bool(self.no_counterpart):
            raise ValueError("give either counterparts or no_counterpart")
        if len({framework_of(each.api) for each in self.counterparts}) > 1:
            raise ValueError("an entry speaks of one framework; split it into two files")
        return self

    def cases_for(self, counterpart: Counterpart) -> dict[str, Case]:
        """The cases that compare with a counterpart."""
        return {
            name: case
            for name, case in self.cases.items()
            if (not case.against or counterpart.api in case.against)
            and (not counterpart.cases or name in counterpart.cases)
        }

    def examples_for(self, counterpart: Counterpart) -> dict[str, Example]:
        """The examples that compare with a counterpart."""
        return {
            name: example
            for name, example in self.examples.items()
            if not example.against or counterpart.api in example.against
        }

    @property
    def target(self) -> str:
        """The framework that this entry moves to."""
        if self.no_counterpart:
            return self.no_counterpart.framework
        return framework_of(self.counterparts[0].api)

    def differences(self) -> Iterator[tuple[tuple[str | int, ...], str, Mapping[str, Difference]]]:
        """For each counterpart or recipe its place in the entry, its name and its differences."""
        for place, counterpart in enumerate(self.counterparts):
            yield ("counterparts", place), counterpart.api, counterpart.differences
        if self.no_counterpart and self.no_counterpart.recipe:
            recipe = self.no_counterpart.recipe
            yield ("no_counterpart", "recipe"), recipe.name, recipe.differences
