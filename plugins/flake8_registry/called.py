"""What a call says of the arguments of an API, whatever it is that is called."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_registry.arguments import assemble, given
from flake8_registry.judgement import Judge, Remark
from flake8_registry.names import Names
from flake8_registry.values import LocalClass, Named, Partial, Value


def about_call(
    names: Names, judge: Judge, value: Value, node: ast.Call
) -> Iterator[tuple[Remark, str]]:
    """What there is to say of the arguments, were it this that is called."""
    before = value if isinstance(value, Partial) else None
    function = before.function if before is not None else value
    if isinstance(function, LocalClass):
        base = names.facts.base(function.node)
        own = names.facts.attribute(function.node, "__init__")
        function = Named(base[0]) if base is not None and own is None else function
    if not isinstance(function, Named):
        return
    if function.path == "functools.partial" and node.args:
        for one in names.value(node.args[0]):
            api = judge.index.api(one.path) if isinstance(one, Named) else None
            if api is not None:
                here = assemble(api, given(names, node, skip=1))
                yield from ((one, api.name) for one in judge.call(api, here, final=False))
        return
    yield from about_arguments(names, judge, function.path, node, before=before)


def about_arguments(
    names: Names,
    judge: Judge,
    path: str,
    node: ast.Call,
    *,
    before: Partial | None = None,
    skip: int = 0,
) -> Iterator[tuple[Remark, str]]:
    """What to say of the arguments for an API, after the first ones that are not its own."""
    api = judge.index.api(path)
    if api is not None and judge.verdict(api.name).counterpart is not None:
        here = assemble(api, given(names, node, skip=skip), before)
        yield from ((one, api.name) for one in judge.call(api, here, final=True))
