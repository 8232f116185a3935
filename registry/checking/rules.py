"""What must hold of the data beyond its types; each rule yields what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from registry.checking.jobs import comparison, demonstration
from registry.language import conditions, signatures
from registry.mapping import releases
from registry.mapping.catalog import Registry
from registry.mapping.loading import Located
from registry.mapping.models import Counterpart, Difference, Example, Recipe, framework_of
from registry.mapping.runs import Run
from registry.mapping.translate import applying, complete
from registry.problems import Problem

Rule = Callable[[Registry, Located], Iterator[Problem]]


def the_path_is_the_start_of_every_name(_: Registry, located: Located) -> Iterator[Problem]:
    """``mappings/torch/optim/SGD.yaml`` holds ``torch.optim.SGD`` and names that continue it."""
    parts = (*located.path.parent.parts, located.path.stem)
    wanted = located.api.split(".")
    for length in range(1, len(wanted) + 1):
        if list(parts[-length:]) == wanted[:length]:
            return
    yield located.problem((), f"belongs into {'/'.join(wanted)}.yaml")


def every_parameter_is_accounted_for(_: Registry, located: Located) -> Iterator[Problem]:
    """Each parameter of the source has a line in each counterpart, and no other one has, unless it
    says until when there was one of that name."""
    source = signatures.parse(located.entry.signature)
    for place, counterpart in enumerate(located.entry.counterparts):
        field = ("counterparts", place, "parameters")
        for name in source.names:
            if name not in counterpart.parameters:
                yield located.problem(field, f"{name} is not accounted for; say what becomes of it")
        for name, parameter in counterpart.parameters.items():
            if name not in source and parameter.until is None:
                text = f"the signature has no parameter {name}; remove it"
                yield located.problem((*field, name), text)


def every_parameter_over_there_is_accounted_for(_: Registry, located: Located) -> Iterator[Problem]:
    """Each parameter of a counterpart is set by one of the source, by the converter, or extra."""
    for place, counterpart in enumerate(located.entry.counterparts):
        target = signatures.parse(counterpart.signature)
        field = ("counterparts", place)
        set_by: dict[str, str] = {}
        for name, parameter in counterpart.parameters.items():
            for there in parameter.targets(name):
                where = (*field, "parameters", name)
                if there not in target:
                    text = f"{counterpart.api} has no parameter {there}; it has {target.names}"
                    yield located.problem(where, text)
                if set_by.setdefault(there, name) != name:
                    yield located.problem(where, f"{set_by[there]} sets {there} already")
        for there in counterpart.extra:
            if there not in target or there in set_by:
                text = f"{there} is not a parameter that only {counterpart.api} has; remove it"
                yield located.problem((*field, "extra", there), text)
        left = set(target.names) - set(set_by) - set(counterpart.extra)
        if left and not counterpart.converter:
            names = ", ".join(sorted(left))
            text = f"{names} of {counterpart.api} is not accounted for; add it to extra"
            yield located.problem(field, text)


def a_counterpart_names_cases_that_exist(_: Registry, located: Located) -> Iterator[Problem]:
    for place, counterpart in enumerate(located.entry.counterparts):
        for name in counterpart.cases:
            if name not in located.entry.cases:
                text = f"there is no case {name}; add it under cases or correct the name"
                yield located.problem(("counterparts", place, "cases"), text)


def what_is_converted_has_a_converter(registry: Registry, located: Located) -> Iterator[Problem]:
    """A converter is one that a plugin contributes, and is named where a parameter needs it."""
    for place, counterpart in enumerate(located.entry.counterparts):
        field = ("counterparts", place)
        needs = [name for name, each in counterpart.parameters.items() if each.converted]
        if counterpart.converter and counterpart.converter not in registry.converters:
            known = ", ".join(sorted(registry.converters)) or "none"
            text = f"no plugin contributes {counterpart.converter}; there is {known}"
            yield located.problem((*field, "converter"), text)
        if needs and not counterpart.converter:
            text = "is converted, but the counterpart names no converter; name one"
            yield located.problem((*field, "parameters", needs[0]), text)


def a_rename_changes_no_argument(_: Registry, located: Located) -> Iterator[Problem]:
    """Fit is ``rename`` only where every parameter is the same and there is no other one."""
    for place, counterpart in enumerate(located.entry.counterparts):
        lines = counterpart.parameters.items()
        changed = [name for name, each in lines if not each.same and each.until is None]
        if counterpart.fit == "rename" and (changed or counterpart.extra):
            first = [*changed, *counterpart.extra][0]
            text = f"is rename, but {first} is not the same over there; write adapt"
            yield located.problem(("counterparts", place, "fit"), text)


def a_dropped_parameter_names_a_difference_that_exists(
    _: Registry, located: Located
) -> Iterator[Problem]:
    for place, counterpart in enumerate(located.entry.counterparts):
        for name, parameter in counterpart.parameters.items():
            if parameter.difference and parameter.difference not in counterpart.differences:
                field = ("counterparts", place, "parameters", name, "difference")
                text = f"there is no difference {parameter.difference}; add it or correct the name"
                yield located.problem(field, text)


def a_condition_asks_for_what_there_is(_: Registry, located: Located) -> Iterator[Problem]:
    """The names in a condition are parameters of the source or facts of a run."""
    source = signatures.parse(located.entry.signature)
    known = {*source.names, *(f"run.{fact}" for fact in Run.model_fields)}
    for field, _other, differences in located.entry.differences():
        for name, difference in differences.items():
            for asked in sorted(conditions.names(conditions.parse(difference.when)) - known):
                text = f"{asked} is neither a parameter of {located.api} nor a fact of a run"
                yield located.problem((*field, "differences", name, "when"), text)


def a_range_is_that_of_a_parameter(_: Registry, located: Located) -> Iterator[Problem]:
    source = signatures.parse(located.entry.signature)
    for name in located.entry.ranges:
        if name not in source:
            text = f"the signature has no parameter {name}; remove it"
            yield located.problem(("ranges", name), text)


def a_case_can_be_run(registry: Registry, located: Located) -> Iterator[Problem]:
    """Its arguments exist, it can be translated, and every condition can be decided in it."""
    others: list[Counterpart | Recipe] = [*located.entry.counterparts]
    nothing = located.entry.no_counterpart
    if nothing and nothing.recipe:
        if nothing.recipe.name not in registry.recipes:
            known = ", ".join(sorted(registry.recipes)) or "none"
            text = f"no plugin contributes the recipe {nothing.recipe.name}; there are {known}"
            yield located.problem(("no_counterpart", "recipe", "name"), text)
            return
        others.append(nothing.recipe)
    for name, case in located.entry.cases.items():
        field = ("cases", name)
        for api in case.against:
            if api not in {each.api for each in located.entry.counterparts}:
                text = f"{api} is not a counterpart here; correct the name or remove it"
                yield located.problem((*field, "against"), text)
        for other in others:
            if isinstance(other, Recipe) or name in located.entry.cases_for(other):
                for text in _obstacles(registry, located, other, name):
                    yield located.problem(field, text)


def _obstacles(
    registry: Registry, located: Located, other: Counterpart | Recipe, name: str
) -> Iterator[str]:
    case = located.entry.cases[name]
    try:
        job = comparison(registry, located, other, name, case)
        arguments = complete(located.entry, case.arguments)
        for each, decided in applying(other.differences, arguments, case.run):
            if decided is None:
                yield f"the condition of {each} cannot be decided here; mend the condition"
    except (ValueError, TypeError, LookupError) as error:
        yield f"cannot be run: {error}"
    else:
        if job.refusal and job.expected != "error":
            yield f"cannot be translated to {job.counterpart}: {job.refusal}"


def an_example_can_be_run(registry: Registry, located: Located) -> Iterator[Problem]:
    """A plugin contributes it for both frameworks, and it is for a counterpart that there is."""
    known = {each.api for each in located.entry.counterparts}
    for name, example in located.entry.examples.items():
        field = ("examples", name)
        for api in example.against:
            if api not in known:
                text = f"{api} is not a counterpart here; correct the name or remove it"
                yield located.problem((*field, "against"), text)
        for framework in (framework_of(located.api), located.entry.target):
            try:
                registry.program(name, framework)
            except LookupError as error:
                yield located.problem(field, error.args[0])


def a_difference_has_a_case_that_shows_it(_: Registry, located: Located) -> Iterator[Problem]:
    """Each check that a difference cites is a case of the entry to which its condition applies."""
    for field, other, differences in located.entry.differences():
        for name, difference in differences.items():
            for number, evidence in enumerate(difference.evidence):
                text = _unshown(located, other, difference, evidence.check)
                if text:
                    place = (*field, "differences", name, "evidence", number)
                    yield located.problem(place, text)


def _unshown(located: Located, other: str, difference: Difference, check: str | None) -> str | None:
    if check is None:
        return None
    entry = located.entry
    case = entry.cases.get(check) or entry.examples.get(check)
    if case is None:
        kind = "example" if entry.kind == "usage" else "case"
        return f"there is no {kind} {check}; add it under {kind}s"
    counterpart = next((each for each in entry.counterparts if each.api == other), None)
    if counterpart and check not in {
        **entry.cases_for(counterpart),
        **entry.examples_for(counterpart),
    }:
        return f"the case {check} is not run against {other}; add it to against"
    if isinstance(case, Example):
        return None
    try:
        arguments = complete(entry, case.arguments)
    except ValueError:
        return None  # a_case_can_be_run says so
    if not all(applies for _, applies in applying({"": difference}, arguments, case.run)):
        return f"the condition does not apply to the case {check}, so it cannot show the difference"
    return None


def a_counterpart_has_a_case_that_agrees(registry: Registry, located: Located) -> Iterator[Problem]:
    """A counterpart that never agrees is none, unless it does not run where cases do, or a
    difference says that it never does."""
    now = releases.located_at(located, releases.of({}, registry.surfaces)) or located
    there = {each.api: each for each in now.entry.counterparts}
    for place, stated in enumerate(located.entry.counterparts):
        counterpart = there.get(stated.api, stated)
        if Run().platform not in counterpart.platforms:
            continue  # its verdict says that nobody has run it
        if counterpart.never_agrees and located.entry.kind != "usage":
            continue  # each of its cases has to show that
        try:
            expected = {
                comparison(registry, now, counterpart, name, case).expected
                for name, case in now.entry.cases_for(counterpart).items()
            } | {
                demonstration(registry, now, counterpart, name).expected
                for name in now.entry.examples_for(counterpart)
            }
        except (ValueError, TypeError, LookupError):
            continue  # a_case_can_be_run says so
        if "agree" not in expected:
            text = f"no case is expected to agree with {counterpart.api}; add one"
            yield located.problem(("counterparts", place), text)


RULES: tuple[Rule, ...] = (
    the_path_is_the_start_of_every_name,
    every_parameter_is_accounted_for,
    every_parameter_over_there_is_accounted_for,
    a_counterpart_names_cases_that_exist,
    what_is_converted_has_a_converter,
    a_rename_changes_no_argument,
    a_dropped_parameter_names_a_difference_that_exists,
    a_condition_asks_for_what_there_is,
    a_range_is_that_of_a_parameter,
    a_case_can_be_run,
    an_example_can_be_run,
    a_difference_has_a_case_that_shows_it,
    a_counterpart_has_a_case_that_agrees,
)


def broken(registry: Registry) -> Iterator[Problem]:
    """Everything in a registry that breaks a rule, and aliases that mean two things."""
    for located in registry.entries:
        for rule in RULES:
            yield from rule(registry, located)
    yield from _ambiguous_aliases(registry)


def _ambiguous_aliases(registry: Registry) -> Iterator[Problem]:
    means: dict[str, str] = {each.api: each.api for each in registry.entries}
    for located in registry.entries:
        for place, alias in enumerate(located.entry.aliases):
            if means.setdefault(alias, located.api) != located.api:
                text = f"{alias} stands for {means[alias]} already; remove one of the two"
                yield located.problem(("aliases", place), text)
