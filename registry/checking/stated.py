"""What the map states of releases, held against the surfaces of those that were read.

Every sentence says what to write; the field of each problem is where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from registry.language import signatures
from registry.language.defaults import comparable
from registry.language.signatures import Argument, Signature
from registry.language.versions import release
from registry.mapping.catalog import Registry
from registry.mapping.loading import Located
from registry.mapping.models import Parameter, framework_of
from registry.mapping.surfaces import History, Offered, Surface
from registry.problems import Problem

Place = tuple[str | int, ...]
Said = Callable[[str, str], Problem]
"""A problem of a field, with its text."""


@dataclass(frozen=True)
class Statement:
    """What an entry says of one API: of its own, or of a counterpart."""

    located: Located
    place: Place
    api: str
    signature: str
    since: str | None
    until: str | None
    platforms: tuple[str, ...]

    def problem(self, field: str, text: str) -> Problem:
        return self.located.problem((*self.place, field), text)


def statements(located: Located) -> Iterator[Statement]:
    """What an entry says of its API, and of each counterpart."""
    entry = located.entry
    yield Statement(
        located, (), located.api, entry.signature, entry.since, entry.until, entry.platforms
    )
    for number, each in enumerate(entry.counterparts):
        yield Statement(
            located,
            ("counterparts", number),
            each.api,
            each.signature,
            each.since,
            each.until,
            each.platforms,
        )


def disagreeing(registry: Registry) -> Iterator[Problem]:
    """Every statement of a registry that a surface shows to be wrong."""
    for located in registry.entries:
        for each in statements(located):
            read = _read(each.api, registry.surfaces)
            if read:
                yield from _life(each, read)
                yield from now(each, read[-1])
        yield from _parameters(located, _read(located.api, registry.surfaces))


def drifted(registry: Registry, found: Surface) -> Iterator[Problem]:
    """What the map states that is not so in another release, and what that release has besides."""
    where = f"{found.framework} {found.version}"
    for located in registry.entries:
        for each in statements(located):
            if framework_of(each.api) != found.framework or not found.covers(each.api):
                continue
            if each.api in found.names:
                yield from now(each, found)
            elif each.until is None:
                newest = registry.surfaces[found.framework][-1].version
                text = f'{where} does not have {each.api}; write until: "{newest}"'
                yield each.problem("until", text)
    known = {*registry.names(), *(a for each in registry.entries for a in each.entry.aliases)}
    defined = {found.names[each].defined for each in known if each in found.names}
    for name, offered in sorted(found.names.items()):
        is_new = name not in known and offered.defined not in defined
        if is_new and name.rpartition(".")[0] in found.modules:
            yield Problem(name, 0, "", f"is in {where}, and nobody has mapped it")


def _read(api: str, history: History) -> list[Surface]:
    """The surfaces that tell whether a release has an API, oldest first."""
    return [each for each in history.get(framework_of(api), ()) if each.covers(api)]


def _life(said: Statement, read: Sequence[Surface]) -> Iterator[Problem]:
    """Since when, and until when."""
    having = [each for each in read if said.api in each.names]
    if not having:
        every = ", ".join(each.version for each in read)
        name = f"{read[0].framework} {every}"
        yield said.problem("api", f"{said.api} is in none of {name}; correct the name")
        return
    before = [each for each in read if release(each.version) < release(having[0].version)]
    yield from _since(said.problem, said.since, having[0].version, before)
    after = [each for each in read if release(each.version) > release(having[-1].version)]
    yield from _until(said.problem, said.until, having[-1].version, after)


def _since(
    problem: Said, since: str | None, first: str, before: Sequence[Surface]
) -> Iterator[Problem]:
    if since is None and before:
        text = f'{before[-1].version} does not have it and {first} does; write since: "{first}"'
        yield problem("since", text)
    elif since is not None and release(since) > release(first):
        yield problem("since", f'{first} has it already; write since: "{first}"')
    elif since is not None and before and release(since) <= release(before[-1].version):
        text = f'{before[-1].version} does not have it yet; write since: "{first}"'
        yield problem("since", text)


def _until(
    problem: Said, until: str | None, last: str, after: Sequence[Surface]
) -> Iterator[Problem]:
    if after and (until is None or release(until) != release(last)):
        text = f'{last} is the last release that has it; write until: "{last}"'
        yield problem("until", text)
    elif not after and until is not None:
        yield problem("until", f"{last} still has it; remove until")


def now(said: Statement, newest: Surface) -> Iterator[Problem]:
    """What a statement says of the newest release: the signature and the platforms."""
    offered = newest.names.get(said.api)
    if offered is None:
        return
    where = f"{newest.framework} {newest.version}"
    if said.signature and offered.signature is not None:
        there, here = signatures.parse(offered.signature), signatures.parse(said.signature)
        for text in moved(here, there):
            yield said.problem("signature", f"in {where} {text}; write {offered.signature}")
    if offered.platforms and said.platforms and set(offered.platforms) != set(said.platforms):
        listed = ", ".join(offered.platforms)
        yield said.problem("platforms", f"{where} states {listed}; write [{listed}]")


def moved(here: Signature, there: Signature) -> Iterator[str]:
    """How a signature over there is another one than that of the data."""
    for each in there.arguments:
        if each.name not in here:
            yield f"there is a parameter {each.name} too"
        elif not _alike(here[each.name], each):
            old, new = (_default(signature[each.name]) for signature in (here, there))
            yield f"{each.name} {new}, and here it {old}"
    for name in here.names:
        if name not in there:
            yield f"there is no parameter {name}"
    if [each for each in here.names if each in there] != [
        each for each in there.names if each in here
    ]:
        yield "the parameters are in another order"


def _alike(one: Argument, other: Argument) -> bool:
    return (one.required, one.keyword_only) == (other.required, other.keyword_only) and (
        one.required or comparable(one.default) == comparable(other.default)
    )


def _default(argument: Argument) -> str:
    said = "is required" if argument.required else f"is {argument.default!r} by default"
    return f"{said} and given by name only" if argument.keyword_only else said


def _parameters(located: Located, read: Sequence[Surface]) -> Iterator[Problem]:
    """Since and until of the parameters of the source, also of those that are gone."""
    having = [each for each in read if located.api in each.names]
    stated = signatures.parse(located.entry.signature) if located.entry.signature else None
    gone = {
        name: each.version
        for each in having
        for name in _names(each.names[located.api])
        if stated and name not in stated
    }
    for number, counterpart in enumerate(located.entry.counterparts):
        place: Place = ("counterparts", number, "parameters")
        for name, parameter in counterpart.parameters.items():
            yield from _parameter(located, (*place, name), name, parameter, having)
        for name in gone.keys() - counterpart.parameters.keys():
            where = f"{read[0].framework} {gone[name]}"
            text = f'{where} has {name}; say what becomes of it, with until: "{gone[name]}"'
            yield located.problem(place, text)


def _parameter(
    located: Located, place: Place, name: str, parameter: Parameter, having: Sequence[Surface]
) -> Iterator[Problem]:
    with_it = [each for each in having if name in _names(each.names[located.api])]

    def problem(field: str, text: str) -> Problem:
        return located.problem((*place, field), text)

    if parameter.since is None and parameter.until is None:
        return
    if not with_it:
        yield located.problem(place, "no release that was read has this parameter; remove it")
        return
    first, last = release(with_it[0].version), release(with_it[-1].version)
    before = [each for each in having if release(each.version) < first]
    after = [each for each in having if release(each.version) > last]
    if parameter.since is not None:
        yield from _since(problem, parameter.since, with_it[0].version, before)
    if parameter.until is not None or after:
        yield from _until(problem, parameter.until, with_it[-1].version, after)


def _names(offered: Offered) -> tuple[str, ...]:
    return signatures.parse(offered.signature).names if offered.signature else ()
