"""A second opinion: the uses of torch.optim in a file, found without anything of the linter.

It knows no scopes, no flow and no guards. What a file imports anywhere is taken to hold everywhere
in it, which is nearly always true of the packages that people release, and is how the recall of the
linter is measured against something that does not share its mistakes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

_CLASS = re.compile(r"torch\.optim\.(?:\w+\.)*_?[A-Z]\w*")
_LIKELY = re.compile(r"(?:^|_)(?:optim|optims|optimizer|optimizers|opt|scheduler|lr_scheduler)\d?$")
_ASKED = frozenset(
    {
        *("param_groups", "add_param_group", "state_dict", "load_state_dict", "zero_grad"),
        *("get_last_lr", "state"),
    }
)


@dataclass(frozen=True, order=True)
class Use:
    """A class of torch.optim that is called, derived from or passed on, or an attribute."""

    line: int
    name: str
    role: str


def classes(tree: ast.Module) -> Iterator[Use]:
    """Every call, subclass and other mention of a class; annotations and checks are no uses."""
    names = dict(_imported(tree))
    passive = _passive(tree)
    roles = _roles(tree)
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Name, ast.Attribute)) or id(node) in inner | passive:
            continue
        if not isinstance(node.ctx, ast.Load):
            continue
        first, _, rest = _dotted(node).partition(".")
        full = ".".join(filter(None, (names.get(first, ""), rest)))
        found = _CLASS.match(full)
        if found:
            role = roles.get(id(node), "reference") if found[0] == full else "reference"
            yield Use(node.lineno, found[0].rpartition(".")[2], role)


def operations(tree: ast.Module) -> Iterator[Use]:
    """Every attribute of interest of something that is called optimizer or scheduler."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _ASKED:
            owner: ast.expr = node.value
            while isinstance(owner, ast.Subscript):
                owner = owner.value
            name = _dotted(owner).rpartition(".")[2]
            if _LIKELY.search(name.lower()):
                yield Use(node.lineno, node.attr, "operation")


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                yield (
                    one.asname or one.name.split(".")[0],
                    (one.name if one.asname else one.name.split(".")[0]),
                )
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for one in node.names:
                yield one.asname or one.name, f"{node.module}.{one.name}"


def _dotted(node: ast.AST) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ".".join(["?", *reversed(parts)])
    return ".".join([node.id, *reversed(parts)])


def _passive(tree: ast.Module) -> set[int]:
    """The nodes of annotations, and of the classes that ``isinstance`` asks about."""
    found: list[ast.AST | None] = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.arg, ast.AnnAssign)):
            found.append(node.annotation)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found.append(node.returns)
        elif isinstance(node, ast.Call) and _dotted(node.func) in ("isinstance", "issubclass"):
            found += node.args[1:]
    return {id(one) for top in found if top is not None for one in ast.walk(top)}


def _roles(tree: ast.Module) -> dict[int, str]:
    roles: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            roles[id(node.func)] = "call"
        elif isinstance(node, ast.ClassDef):
            roles.update((id(base), "subclass") for base in node.bases)
    return roles
