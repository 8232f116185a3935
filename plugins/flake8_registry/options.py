"""What the user has asked for: the target, the platform, the family, what a shim provides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flake8_registry.index import Index
from flake8_registry.versions import DEFAULT_TARGET, Target, parse_target

if TYPE_CHECKING:
    from flake8_registry.entries import Counterpart

PLATFORMS = ("Ascend", "GPU", "CPU")


@dataclass(frozen=True, slots=True)
class Settings:
    """Checked and ready: everything that judgement depends on besides the index."""

    target: Target = field(default_factory=lambda: parse_target(DEFAULT_TARGET))
    platform: str | None = None
    prefer: str | None = None
    provided: frozenset[str] = frozenset()
    provided_operations: frozenset[tuple[str, str]] = frozenset()

    def reason_against(self, counterpart: Counterpart) -> str:
        """Why a counterpart is of no use in this target, or nothing where it is."""
        if not self.target.has(counterpart.since, counterpart.until):
            if counterpart.until is not None and not self.target.has(None, counterpart.until):
                return f"its last release is {counterpart.until}, and the target is " + (
                    self.target.text
                )
            return f"only since {counterpart.since}, and the target is {self.target.text}"
        platforms = counterpart.platforms
        if self.platform is not None and platforms and self.platform not in platforms:
            return f"not on {self.platform} (only {', '.join(platforms)})"
        return ""

    def provides(self, api: str, base: str, name: str) -> bool:
        """Whether a shim gives instances of that API, or of the base of its kind, the operation."""
        owners = (api, base)
        return any(
            operation == name and owner in owners for owner, operation in self.provided_operations
        )


def settings(
    index: Index,
    *,
    target: str = "",
    platform: str = "",
    prefer: str = "",
    provided: Iterable[str] = (),
    named: str = "registry-",
) -> Settings:
    """Check what the user wrote; ValueError says in one line which option is wrong, and why.

    ``named`` is how the names of the options begin where the user writes them.
    """
    try:
        return _settings(index, target, platform, prefer, provided)
    except ValueError as error:
        raise ValueError(f"{named}{error}") from None


def frameworks(index: Index) -> list[str]:
    """Everything that something can be ported to."""
    return sorted(index.families)


def _settings(
    index: Index, target: str, platform: str, prefer: str, provided: Iterable[str]
) -> Settings:
    known_frameworks = frameworks(index)
    try:
        wanted = parse_target(target or DEFAULT_TARGET)
    except ValueError as error:
        raise ValueError(f"target: {error}") from None
    if known_frameworks and wanted.framework not in known_frameworks:
        known = ", ".join(known_frameworks)
        raise ValueError(f"target: {wanted.framework!r} is none of {known}")
    found = next((one for one in PLATFORMS if one.lower() == platform.lower()), None)
    if platform and found is None:
        raise ValueError(f"platform: {platform!r} is none of {', '.join(PLATFORMS)}")
    if prefer:
        _check_family(index, wanted.framework, prefer)
    apis, operations = _provided(index, provided)
    return Settings(wanted, found, prefer or None, apis, operations)


def _check_family(index: Index, framework: str, prefer: str) -> None:
    families = index.families.get(framework, frozenset())
    if families and prefer not in families:
        known = ", ".join(sorted(families))
        raise ValueError(f"prefer: {prefer!r} is none of {known}")


def _provided(
    index: Index, items: Iterable[str]
) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    apis: set[str] = set()
    operations: set[tuple[str, str]] = set()
    for item in items:
        found = _full_names(index, item)
        apis.update(found)
        owner, _, name = item.rpartition(".")
        if not found:
            owners = [one for one in _full_names(index, owner) if owner]
            pairs = {(one, name) for one in owners if name in index.operations_of(index.kind(one))}
            operations |= pairs
            if not pairs:
                raise ValueError(
                    f"provided: {item!r} is neither an API nor an operation of one, "
                    "such as torch.optim.LBFGS or Optimizer.param_groups"
                )
    return frozenset(apis), frozenset(operations)


def _full_names(index: Index, name: str) -> list[str]:
    """The APIs that are called that: in full, by an alias, or by the end of the name."""
    canonical = index.canonical.get(name, name)
    if canonical in index.apis:
        return [canonical]
    return [one for one in index.apis if name and one.endswith(f".{name}")]
