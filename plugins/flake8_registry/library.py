"""What the functions of Python and of its library give: ``getattr``, ``partial``, ``zip``."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_registry import hints
from flake8_registry.arguments import given
from flake8_registry.names import Names
from flake8_registry.values import (
    ANYTHING,
    NONE,
    UNKNOWN,
    Alternatives,
    Flag,
    Instance,
    Items,
    Literal,
    LocalClass,
    Meant,
    Named,
    Namespace,
    Partial,
    SubclassOf,
    Value,
    VersionOf,
    as_table,
    elements,
    items,
    literal,
    partial,
    table,
    union,
)

MOST_ARGUMENTS = 4
"""Where a version stands among the arguments of a call, if anywhere."""
ATTRGETTER = Named("operator.attrgetter")


def constant_texts(resolver: Names, node: ast.expr, depth: int = 0) -> list[str]:
    """Every text that an expression may be, or nothing where one of them is not known."""
    found = resolver.value(node, depth)
    texts = [one.value for one in found if isinstance(one, Literal)]
    known = [text for text in texts if isinstance(text, str)]
    return known if len(known) == len(found) else []


def version(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    """What is made of a version is a version still: parsed, compared, taken apart."""
    for argument in node.args[:MOST_ARGUMENTS] if resolver.facts.text.versions else ():
        for one in resolver.value(argument, depth):
            if isinstance(one, VersionOf):
                return (one,)
            if isinstance(one, Items):
                inner = [each for each in elements((one,)) if isinstance(each, VersionOf)]
                if inner:
                    return (inner[0],)
    return ANYTHING


def _getattr(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    names = constant_texts(resolver, node.args[1], depth) if len(node.args) > 1 else []
    owner = resolver.value(node.args[0], depth)
    default = resolver.value(node.args[2], depth) if len(node.args) > 2 else ()
    if names:
        return union(*(resolver.member(owner, name) for name in names), default)
    return union(
        *(resolver.any_of(one.path) if isinstance(one, Named) else ANYTHING for one in owner),
        default,
    )


def _import_module(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    names = _texts_of(resolver, node, "name", depth)
    package = next((one.value for one in node.keywords if one.arg == "package"), None)
    package = node.args[1] if len(node.args) > 1 else package
    if package is not None and names and names[0].startswith("."):
        around = constant_texts(resolver, package, depth)
        names = [one + name for one in around for name in names if not name.startswith("..")]
    return union(tuple(resolver.named(name) for name in names)) or ANYTHING


def _texts_of(resolver: Names, node: ast.Call, name: str, depth: int) -> list[str]:
    """Every text that the first argument may be, which may be given by its name."""
    given_by_name = [one.value for one in node.keywords if one.arg == name]
    first = (node.args or given_by_name)[:1]
    return constant_texts(resolver, first[0], depth) if first else []


def _import(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    names = _texts_of(resolver, node, "name", depth)
    whole = len(node.args) > 3 or any(one.arg == "fromlist" for one in node.keywords)
    found = (resolver.named(name if whole else name.partition(".")[0]) for name in names)
    return union(tuple(found)) or ANYTHING


def _partial(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    found: list[Value] = []
    for function in resolver.value(node.args[0], depth):
        here = given(resolver, node, depth, skip=1)
        positional = tuple(one.values for one in here.positional)
        keywords = {name: one.values for name, one in here.keywords.items()}
        complete = here.complete
        if isinstance(function, Partial):
            positional = (*function.positional, *positional)
            keywords = {**dict(function.keywords), **keywords}
            complete = complete and function.complete
            function = function.function
        found.append(partial(function, positional, tuple(keywords.items()), complete))
    return union(found)


def _attrgetter(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    names = tuple((literal(one),) for one in constant_texts(resolver, node.args[0], depth))
    return (partial(ATTRGETTER, names, (), len(names) == len(node.args)),)


def member_of(
    resolver: Names, owner: Alternatives, names: tuple[Alternatives, ...]
) -> Alternatives:
    if len(names) != 1 or not isinstance(names[0][0], Literal):
        return ANYTHING
    for part in str(names[0][0].value).split("."):
        owner = resolver.member(owner, part)
    return owner


def _same(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    return resolver.value(node.args[0], depth)


def _sequence(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    values = resolver.value(node.args[0], depth)
    return items("iterator", (elements(values),), exact=False) if values != ANYTHING else values


def _zip(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    columns = [elements(resolver.value(one, depth)) for one in node.args]
    return items("iterator", (items("tuple", columns),), exact=False)


def _enumerate(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    pair = items("tuple", (ANYTHING, elements(resolver.value(node.args[0], depth))))
    return items("iterator", (pair,), exact=False)


def _dict(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    entries: list[tuple[Literal, Alternatives]] = []
    others: Alternatives = ()
    for first in node.args[:1]:
        values = resolver.value(first, depth)
        base = as_table(values[0]) if len(values) == 1 else None
        if base is None:
            others = ANYTHING
        else:
            entries.extend(base.entries)
            others = base.others
    here = given(resolver, node, depth, skip=1)
    entries += [(literal(name), one.values) for name, one in here.keywords.items()]
    return table(entries, others if here.complete else union(others, ANYTHING))


def _type(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    if len(node.args) == 3:
        bases = elements(resolver.value(node.args[1], depth))
        return (
            tuple(
                SubclassOf(one.path, resolver.index.kind(one.path))
                for one in bases
                if isinstance(one, Named)
                and resolver.index.kind(one.path) in resolver.index.subclass
            )
            or ANYTHING
        )
    return tuple(
        SubclassOf(one.api, one.kind) if isinstance(one, Instance) else UNKNOWN
        for one in resolver.value(node.args[0], depth)
    )


def _super(resolver: Names, _node: ast.Call, _depth: int) -> Alternatives:
    scope = resolver.scope
    while scope.owner is None and scope.parent is not None:
        scope = scope.parent
    if scope.owner is None:
        return ANYTHING
    for base in resolver.facts.bases(scope.owner):
        if isinstance(base, LocalClass):
            return (resolver.facts.instance(base.node),)
    found = resolver.facts.base(scope.owner)
    return (Instance(*found),) if found is not None else ANYTHING


def entries_of_modules(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    """``sys.modules.get(name)``."""
    names = constant_texts(resolver, node.args[0], depth)
    return tuple(resolver.named(one) for one in names) or ANYTHING


def _find_spec(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    names = constant_texts(resolver, node.args[0], depth)
    return (Flag(frozenset(name.partition(".")[0] for name in names)),) if names else ANYTHING


def _metadata_version(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    names = constant_texts(resolver, node.args[0], depth)
    known = bool(names) and names[0] in resolver.frameworks
    return (VersionOf(names[0]),) if known else ANYTHING


def _cast(resolver: Names, node: ast.Call, _depth: int) -> Alternatives:
    return hints.objects(resolver, node.args[0])


def _chain(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    columns = [elements(resolver.value(one, depth)) for one in node.args]
    return items("iterator", (union(*columns),), exact=False)


def _filter(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    inner = elements(resolver.value(node.args[-1], depth))
    return items("iterator", (tuple(one for one in inner if one != NONE),), exact=False)


def _type_variable(resolver: Names, node: ast.Call, _depth: int) -> Alternatives:
    allowed = [one.value for one in node.keywords if one.arg == "bound"] or node.args[1:]
    found = union(*(hints.objects(resolver, one) for one in allowed))
    return (Meant(found),) if found else ANYTHING


def _import_or_skip(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    return tuple(resolver.named(one) for one in _texts_of(resolver, node, "modname", depth)) or (
        ANYTHING
    )


def _number(resolver: Names, node: ast.Call, depth: int) -> Alternatives:
    values = resolver.value(node.args[0], depth)
    if len(values) == 1 and isinstance(values[0], Literal):
        try:
            return (literal(float(values[0].value)),)  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            return ANYTHING
    return version(resolver, node, depth)


BARE = frozenset(
    {
        *("builtins.super", "builtins.dict", "collections.OrderedDict", "builtins.__import__"),
        *("importlib.import_module", "importlib.__import__"),
    }
)
GIVING: dict[str, Callable[[Names, ast.Call, int], Alternatives]] = {
    "builtins.getattr": _getattr,
    "builtins.__import__": _import,
    "importlib.__import__": _import,
    "sys.modules.get": lambda resolver, node, depth: entries_of_modules(resolver, node, depth),
    "pytest.importorskip": _import_or_skip,
    "itertools.chain": _chain,
    "builtins.filter": _filter,
    "builtins.float": _number,
    "collections.OrderedDict": _dict,
    "types.MappingProxyType": _dict,
    "typing.TypeVar": _type_variable,
    "pkg_resources.get_distribution": _metadata_version,
    "importlib.import_module": _import_module,
    "importlib.util.find_spec": _find_spec,
    "importlib.metadata.version": _metadata_version,
    "functools.partial": _partial,
    "operator.attrgetter": _attrgetter,
    "builtins.iter": _same,
    "builtins.list": _sequence,
    "builtins.tuple": _sequence,
    "builtins.set": _sequence,
    "builtins.sorted": _sequence,
    "builtins.reversed": _sequence,
    "builtins.next": lambda resolver, node, depth: elements(_same(resolver, node, depth)),
    "builtins.zip": _zip,
    "builtins.enumerate": _enumerate,
    "builtins.dict": _dict,
    "builtins.type": _type,
    "builtins.vars": lambda resolver, node, depth: tuple(
        Namespace(one.path) if isinstance(one, Named) else UNKNOWN
        for one in _same(resolver, node, depth)
    ),
    "builtins.super": _super,
    "typing.cast": _cast,
    "copy.copy": _same,
    "copy.deepcopy": _same,
}

_OURS = [path for path in GIVING if not path.startswith("builtins.")]
SPECIAL = frozenset([*_OURS, "sys.modules"])
"""The functions of the standard library that can give an API."""
