"""What is said about a use: which code, and the sentence that says what, why and what to do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from flake8_registry import codes
from flake8_registry.arguments import Bound
from flake8_registry.conditions import is_true, names
from flake8_registry.entries import Api, Counterpart, Mapped
from flake8_registry.index import Index
from flake8_registry.options import Settings
from flake8_registry.values import Instance

ROLES = {
    "call": "call of",
    "reference": "reference to",
    "import": "import of",
    "annotation": "annotation with",
    "isinstance": "instance check of",
    "subclass": "subclass of",
    "string": "string that names",
}
_WEAK = frozenset({"import", "annotation", "isinstance"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of an API in the target; ``code`` is empty where nothing is to be said."""

    code: str
    text: str
    counterpart: Counterpart | None


@dataclass(frozen=True, slots=True)
class Remark:
    """A code and its text, and where in the call it belongs (None: the use as a whole)."""

    code: str
    text: str
    node: ast.expr | None = None

    def is_like(self, other: Remark) -> bool:
        """Whether both say the same kind of thing of the same place."""
        return (self.code, self.node) == (other.code, other.node)


_NOTHING = Verdict("", "", None)


class Judge:
    """Looks up in the index what the settings make of an API, a call, an operation, a subclass."""

    def __init__(self, index: Index, settings: Settings) -> None:
        self.index = index
        self.settings = settings
        self._verdicts: dict[str, Verdict] = {}
        self._home = settings.prefer or self._home_family()

    def verdict(self, name: str) -> Verdict:
        """What becomes of that API."""
        known = self._verdicts.get(name)
        if known is None:
            known = self._verdicts[name] = self._judge(name)
        return known

    def use(self, name: str, role: str) -> Remark | None:
        """What to say of the API where it is used in that role."""
        verdict = self.verdict(name)
        if not verdict.code or (verdict.code == codes.PORTABLE and role in _WEAK):
            return None
        return Remark(verdict.code, f"{ROLES[role]} {name}: {verdict.text}")

    def subclass(self, name: str) -> Remark | None:
        """What to say of a class that derives from the API."""
        verdict = self.verdict(name)
        if name in self.settings.provided:
            return None
        rule = self.index.subclass.get(self.index.kind(name))
        missing = verdict.code in (codes.NO_COUNTERPART, codes.NOT_IN_TARGET)
        if missing and (rule is None or name != rule.base):
            return Remark(verdict.code, f"{ROLES['subclass']} {name}: {verdict.text}")
        if rule is None:
            return None
        if name.partition(".")[0] == self.settings.target.framework or not self._mapped(name):
            return None
        return Remark(rule.code, f"{ROLES['subclass']} {name}: {rule.message}")

    def call(self, api: Api, bound: Bound, *, final: bool) -> Iterator[Remark]:
        """What to say of the arguments; a call that is not ``final`` may get more of them later."""
        counterpart = self.verdict(api.name).counterpart
        if counterpart is None:
            return
        known = bound.values(api)
        here = bound.here()
        for name, node in here.items():
            rule = counterpart.arguments.get(name)
            if rule is None or not is_true(rule.when, known):
                continue
            # Several arguments may have the same to say; the one that makes it true says it.
            alike = [each for each in here if counterpart.arguments.get(each) == rule]
            if name == _decisive(rule.when, alike, known):
                text = f"{name} of {api.name}: {rule.message}"
                yield Remark(codes.ARGUMENT, text, node)
        for rule in counterpart.differences:
            involved = [name for name in names(rule.when) if name in here]
            if not is_true(rule.when, known):
                continue
            if involved and not is_true(rule.when, bound.values(api, without_here=True)):
                name = _decisive(rule.when, involved, known)
                text = f"{name} of {api.name}: {rule.message}"
                yield Remark(codes.DIFFERENCE, text, here[name])
            elif final and bound.complete:
                yield Remark(codes.DEFAULT, f"defaults of {api.name}: {rule.message}")
        if final and bound.complete:
            for name, message in counterpart.defaults.items():
                if name not in bound.arguments:
                    yield Remark(codes.DEFAULT, f"{name} of {api.name}: {message}")

    def operation(self, instance: Instance, name: str, *, with_argument: bool) -> Remark | None:
        """What to say of an attribute of an instance, mentioned or called."""
        operation = self.index.operations.get(instance.kind, {}).get(name)
        if operation is None or instance.api in operation.exceptions:
            return None
        if operation.when == "argument" and not with_argument:
            return None
        framework = self.settings.target.framework
        families = operation.families.get(framework)
        if families is None or instance.api.partition(".")[0] == framework:
            return None
        rule = self.index.subclass.get(instance.kind)
        if self.settings.provides(instance.api, rule.base if rule else "", name):
            return None
        text = families.get(self._family(instance, families), operation.message)
        if text is None:
            return None
        return Remark(operation.code, f"{name} of {instance.api}: {text}")

    def unknown(self, path: str) -> Remark:
        """What to say of a name that a known module does not have."""
        text = "the registry does not know this name; add a mapping, or check the spelling."
        return Remark(codes.UNKNOWN_NAME, f"{path}: {text}")

    def dynamic(self, path: str) -> Remark:
        """What to say where the name is only known when the program runs."""
        text = "which name is used here is only known at run time, so it cannot be checked."
        return Remark(codes.DYNAMIC, f"{path}: {text}")

    def text(self, name: str) -> Remark:
        """What to say of an API that a string names."""
        verdict = self.verdict(name)
        said = verdict.text or "check the place that reads it."
        return Remark(codes.IN_A_STRING, f"{ROLES['string']} {name}: {said}")

    def _mapped(self, name: str) -> Mapped | None:
        api = self.index.api(name)
        return None if api is None else api.targets.get(self.settings.target.framework)

    def _judge(self, name: str) -> Verdict:
        mapped = self._mapped(name)
        if mapped is None or name in self.settings.provided:
            return _NOTHING
        target, prefer = self.settings.target, self.settings.prefer
        if mapped.none is not None or not mapped.counterparts:
            reason = f" {mapped.none}" if mapped.none else ""
            text = f"no counterpart in {target.text}.{reason}"
            return Verdict(codes.NO_COUNTERPART, text, None)
        best = mapped.counterparts[0]
        family = [one for one in mapped.counterparts if not prefer or one.family == prefer]
        family.sort(key=lambda one: one.family != self._home)
        if not family:
            text = f"no counterpart in {prefer}; {best.api} does this job."
            return Verdict(codes.NO_COUNTERPART, text, None)
        for one in family:
            if not self.settings.reason_against(one):
                text = one.portable or f"use {one.api} ({one.fit})."
                return Verdict(codes.PORTABLE, text, one)
        reason = self.settings.reason_against(family[0])
        text = f"{family[0].api} does this job, but {reason}."
        return Verdict(codes.NOT_IN_TARGET, text, None)

    def _home_family(self) -> str:
        """The family of the best counterpart of the first base class: what a whole script goes to.

        A schedule of one family does not drive an optimizer of another, so that advice has to come
        from one of them wherever it can.
        """
        for rule in self.index.subclass.values():
            mapped = self._mapped(rule.base)
            for one in mapped.counterparts if mapped is not None else ():
                if not self.settings.reason_against(one):
                    return one.family
        return ""

    def _family(self, instance: Instance, families: object) -> str:
        if self.settings.prefer:
            return self.settings.prefer
        counterpart = self.verdict(instance.api).counterpart
        if counterpart is None:
            rule = self.index.subclass.get(instance.kind)
            counterpart = self.verdict(rule.base).counterpart if rule else None
        if counterpart is not None:
            return counterpart.family
        return next(iter(families), "") if isinstance(families, dict) else ""


def _decisive(when: object, involved: list[str], known: dict[str, object]) -> str:
    """The argument that makes a condition hold: the last one without which it is not decided."""
    for name in reversed(involved):
        others = {one: value for one, value in known.items() if one != name}
        if not is_true(when, others):
            return name
    return involved[0]
