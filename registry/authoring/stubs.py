"""The first draft of a mapping file: both signatures, and every parameter to be decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from registry.authoring.sources import Declared
from registry.authoring.wording import scalar
from registry.language.signatures import Argument, Signature, write

_KINDS = {"params": "optimizer", "optimizer": "schedule"}
_WIDTH = 100


def stub(
    source: Declared,
    counterparts: Sequence[Declared],
    releases: Mapping[str, str | None],
    schema: str | None = None,
) -> str:
    """The text of a mapping file that says what the sources say, and ``TODO`` for the rest.

    ``releases`` are the frameworks that were read, with their versions where they are known;
    ``schema`` is a path or an address that an editor finds the JSON Schema at.
    """
    return "\n".join(_lines(source, counterparts, releases, schema)) + "\n"


def _lines(
    source: Declared,
    counterparts: Sequence[Declared],
    releases: Mapping[str, str | None],
    schema: str | None,
) -> Iterator[str]:
    if schema:
        yield f"# yaml-language-server: $schema={schema}"
    read = " and ".join(" ".join(filter(None, each)) for each in releases.items())
    yield f"# Read from the sources of {read}."
    first = next(iter(source.signature.names), "")
    kind = _KINDS.get(first, "TODO  # optimizer, schedule or usage")
    yield f"{source.api}:"
    yield f"  kind: {kind}"
    yield f"  signature: {scalar(write(source.signature))}"
    yield "  counterparts:"
    for each in counterparts:
        yield from _counterpart(source.signature, each)
    yield "  cases:"
    required = [each.name for each in source.signature.arguments if each.required]
    given = ", ".join(f"{name}: TODO" for name in required if name != first or "TODO" in kind)
    yield f"    defaults: {{arguments: {{{given}}}}}"


def _counterpart(source: Signature, counterpart: Declared) -> Iterator[str]:
    target = counterpart.signature
    same = [name for name in source.names if name in target and _alike(source[name], target[name])]
    renamed = len(same) == len(source.names) == len(target.names)
    extra = [name for name in target.names if name not in source]
    yield f"    - api: {counterpart.api}"
    yield f"      fit: {'rename' if renamed else 'TODO  # rename, adapt or rewrite'}"
    yield f"      signature: {scalar(write(target))}"
    yield "      platforms: TODO  # the ones of [Ascend, GPU, CPU] that its documentation names"
    if source.names:
        yield "      parameters:"
    for name in source.names:
        if name in same:
            yield f"        {name}: same"
        else:
            there = f"{_default(target[name])} there" if name in target else "not there"
            yield _open(name, f"{_default(source[name])} here, {there}")
    if extra:
        yield "      extra:"
    for name in extra:
        yield _open(name, f"{_default(target[name])} there, not here")


def _alike(one: Argument, other: Argument) -> bool:
    """Do both have the same default, of the same type, or none?"""
    return (one.required, repr(one.default)) == (other.required, repr(other.default))


def _default(argument: Argument) -> str:
    return "required" if argument.required else repr(argument.default)


def _open(name: str, comment: str) -> str:
    line = f"        {name}: TODO  # {comment}"
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 3]}..."
