"""The registry compiled to what can be read without pydantic and yaml: one answer for every name.

The text has a header on its first line (names, aliases, problems, what it was made from) and one
answer a line after it; :mod:`registry.answers.store` reads it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from registry import __version__
from registry.checking.evidence import Results
from registry.checking.verdicts import Judge
from registry.language import conditions, signatures
from registry.language.signatures import Signature
from registry.mapping.catalog import Registry
from registry.mapping.loading import Located
from registry.mapping.models import Counterpart, Difference, Parameter, framework_of
from registry.mapping.runs import Run

FORMAT = 5
_FITS = ("rename", "adapt", "rewrite")
Answer = dict[str, Any]


def compile_index(
    registry: Registry,
    results: Results,
    made_from: Iterable[Any] = (),
    first_target: str | None = None,
) -> str:
    """The whole index as text; ``made_from`` is kept in its header, to tell if it is fresh.

    The target that is asked for first comes first in every answer, then the one to which the most
    is mapped.
    """
    judged = _Told(registry, results)
    answers: dict[str, Answer] = {}
    aliases: dict[str, str] = {}
    for located in registry.entries:
        _add(answers.setdefault(located.api, _about(located)), located, judged)
        aliases |= dict.fromkeys(located.entry.aliases, located.api)
    reversed_names = {each.api for entry in registry.entries for each in entry.entry.counterparts}
    for api in sorted(reversed_names):
        found = registry.reverse(api)
        answer = answers.setdefault(api, _reversed(api, *found[0]))
        told = {each["api"] for each in answer["counterparts"]}
        answer["counterparts"] += [judged.reverse(*e) for e in found if e[0].api not in told]
    order = _targets(registry, first_target)
    for api, answer in answers.items():
        # What an entry of its own says comes before what others say of it.
        answer["counterparts"].sort(
            key=lambda each: (
                order.index(each["framework"]),
                each["told_from"] != api,
                *_rank(each),
            )
        )
        answer["no_counterpart"].sort(key=lambda each: order.index(each["framework"]))
        answer["facts"] = _facts(answer)
    return _written(registry, answers, aliases, order, judged.releases, list(made_from))


def _targets(registry: Registry, first: str | None) -> list[str]:
    """Every framework, that first to which the most is mapped."""
    found = Counter(each.entry.target for each in registry.entries)
    return sorted(registry.frameworks(), key=lambda each: (each != first, -found[each], each))


def _written(
    registry: Registry,
    answers: dict[str, Answer],
    aliases: dict[str, str],
    targets: list[str],
    checked: Mapping[str, Sequence[str]],
    made_from: list[Any],
) -> str:
    names: dict[str, list[Any]] = {}
    lines: list[str] = []
    start = 0
    for api in sorted(answers):
        line = json.dumps(answers[api]) + "\n"
        names[api] = [start, len(line), answers[api]["kind"], _best(answers[api])]
        start += len(line)
        lines.append(line)
    header = {
        "format": FORMAT,
        "version": __version__,
        "made_from": made_from,
        "problems": [str(each) for each in registry.problems],
        "aliases": aliases,
        "targets": targets,
        "releases": {
            framework: [each.version for each in read]
            for framework, read in registry.surfaces.items()
        },
        "checked": checked,
        "names": names,
    }
    return json.dumps(header) + "\n" + "".join(lines)


def _best(answer: Answer) -> dict[str, str | None]:
    """For each target the best counterpart, or ``None`` where there is none."""
    best: dict[str, str | None] = {}
    for each in answer["counterparts"]:
        best.setdefault(each["framework"], each["api"])
    for each in answer["no_counterpart"]:
        best.setdefault(each["framework"], None)
    return best


def _about(located: Located) -> Answer:
    entry = located.entry
    return {
        "api": located.api,
        "kind": entry.kind,
        "signature": entry.signature,
        "aliases": [],
        "since": entry.since,
        "platforms": list(entry.platforms),
        "note": None,
        "pages": [],
        "examples": [],
        "counterparts": [],
        "no_counterpart": [],
    }


def _reversed(api: str, located: Located, counterpart: Counterpart) -> Answer:
    return {
        "api": api,
        "kind": located.entry.kind,
        "signature": counterpart.signature,
        "aliases": [],
        "since": counterpart.since,
        "platforms": list(counterpart.platforms),
        "note": None,
        "pages": list(counterpart.pages),
        "examples": _examples(located),
        "counterparts": [],
        "no_counterpart": [],
    }


def _examples(located: Located) -> list[Answer]:
    return [
        {"name": name, "shows": example.shows, "target": located.entry.target}
        for name, example in located.entry.examples.items()
    ]


def _add(answer: Answer, located: Located, judged: _Told) -> None:
    """What one entry says; several speak of the same API, one for each target."""
    entry, nothing = located.entry, located.entry.no_counterpart
    for field in ("aliases", "pages"):
        answer[field] = list(dict.fromkeys([*answer[field], *getattr(entry, field)]))
    answer["note"] = " ".join(dict.fromkeys(filter(None, [answer["note"], entry.note]))) or None
    answer["examples"] += _examples(located)
    if nothing:
        told = {
            "framework": nothing.framework,
            "what": nothing.what,
            "instead": nothing.instead,
            "pages": list(nothing.pages),
            "recipe": nothing.recipe.name if nothing.recipe else None,
            "differences": _differences(nothing.recipe.differences) if nothing.recipe else [],
            "verdict": judged.verdict(located, None),
        }
        answer["no_counterpart"].append(told)
    answer["counterparts"] += [judged.forward(located, c) for c in located.entry.counterparts]


class _Told:
    """Counterparts as answers, each with what the evidence says of it."""

    def __init__(self, registry: Registry, results: Results) -> None:
        self._judge = Judge(registry, results)
        self._surfaces = registry.surfaces

    @property
    def releases(self) -> Mapping[str, Sequence[str]]:
        return self._judge.releases

    def verdict(self, located: Located, counterpart: str | None) -> Answer:
        return self._judge.verdict(located, counterpart).as_json()

    def forward(self, located: Located, counterpart: Counterpart) -> Answer:
        source = signatures.parse(located.entry.signature)
        target = signatures.parse(counterpart.signature)
        rows = [
            _row(each, counterpart.parameters[each], source, target)
            for each in source.names
            if each in counterpart.parameters
        ]
        return {
            **self._common(located, counterpart),
            "api": counterpart.api,
            "framework": framework_of(counterpart.api),
            "told_from": located.api,
            "signature": counterpart.signature,
            "signatures": self._signatures(counterpart.api),
            "since": counterpart.since,
            "until": counterpart.until,
            "platforms": list(counterpart.platforms),
            "parameters": rows,
            "extra": [
                {"name": name, "because": extra.because}
                | ({"value": repr(extra.value)} if extra.is_written else {})
                for name, extra in counterpart.extra.items()
            ],
        }

    def reverse(self, located: Located, counterpart: Counterpart) -> Answer:
        source = signatures.parse(located.entry.signature)
        target = signatures.parse(counterpart.signature)
        return {
            **self._common(located, counterpart),
            "api": located.api,
            "framework": framework_of(located.api),
            "told_from": located.api,
            "signature": located.entry.signature,
            "signatures": self._signatures(located.api),
            "since": located.entry.since,
            "until": located.entry.until,
            "platforms": list(located.entry.platforms),
            "parameters": [_back(each, counterpart, source, target) for each in target.names],
            "extra": [
                {"name": name, "because": parameter.dropped}
                for name, parameter in counterpart.parameters.items()
                if parameter.dropped and parameter.until is None
            ],
        }

    def _signatures(self, api: str) -> list[list[str]]:
        """The signatures that it had, oldest first: the first release of each, the last, and it."""
        told: list[list[str]] = []
        for surface in self._surfaces.get(framework_of(api), ()):
            offered = surface.names.get(api)
            signature = offered.signature if offered else None
            if signature is not None:
                if not told or told[-1][2] != signature:
                    told.append([surface.version, surface.version, signature])
                told[-1][1] = surface.version
        return told

    def _common(self, located: Located, counterpart: Counterpart) -> Answer:
        return {
            "fit": counterpart.fit,
            "converter": counterpart.converter,
            "note": counterpart.note,
            "pages": list(counterpart.pages),
            "differences": _differences(counterpart.differences),
            "verdict": self.verdict(located, counterpart.api),
        }


def _differences(differences: Mapping[str, Difference]) -> list[Answer]:
    return [
        {
            "id": name,
            "when": difference.when,
            "what": difference.what,
            "instead": difference.instead,
            "switch": {key: list(pair) for key, pair in difference.switch.items()},
            "since": difference.since,
            "until": difference.until,
            "evidence": [each.check or each.page for each in difference.evidence],
        }
        for name, difference in differences.items()
    ]


def _facts(answer: Answer) -> dict[str, str]:
    """What the facts of a run mean that the conditions in an answer speak of."""
    told = [*answer["counterparts"], *answer["no_counterpart"]]
    asked = {
        name
        for each in told
        for difference in each["differences"]
        for name in conditions.names(conditions.parse(difference["when"]))
    }
    return {
        f"run.{fact}": " ".join((field.description or "").split())
        for fact, field in Run.model_fields.items()
        if f"run.{fact}" in asked
    }


def _row(name: str, parameter: Parameter, source: Signature, target: Signature) -> Answer:
    change = next(
        each for each in ("same", "to", "split", "converted", "dropped") if getattr(parameter, each)
    )
    here = source[name]
    there = [target[each] for each in parameter.targets(name) if each in target]
    return {
        "name": name,
        "change": {"to": "renamed"}.get(change, change),
        "to": list(parameter.targets(name)),
        "type": parameter.type,
        "default": None if here.required else repr(here.default),
        "default_there": [None if each.required else repr(each.default) for each in there],
        "default_differs": _default_differs(here, there),
        "difference": parameter.difference,
        "note": parameter.note or parameter.converted or parameter.dropped,
    }


def _default_differs(here: signatures.Argument, there: list[signatures.Argument]) -> bool:
    if here.required or not there:
        return False
    values = list(here.default) if len(there) > 1 else [here.default]
    return any(
        each.required or each.default != value for each, value in zip(there, values, strict=False)
    )


def _back(name: str, counterpart: Counterpart, source: Signature, target: Signature) -> Answer:
    """What becomes of the counterpart's parameter when code moves the other way."""
    for there, parameter in counterpart.parameters.items():
        if name in parameter.targets(there):
            change = "same" if parameter.same else "joined" if parameter.split else "renamed"
            here, other = target[name], source[there]
            return {
                "name": name,
                "change": change,
                "to": [there],
                "type": None,
                "default": None if here.required else repr(here.default),
                "default_there": [None if other.required else repr(other.default)],
                "default_differs": _row(there, parameter, source, target)["default_differs"],
                "difference": None,
                "note": parameter.note,
            }
    extra = counterpart.extra.get(name)
    note = extra.because if extra else "The converter computes it from the other side's arguments."
    change = "dropped" if extra else "converted"
    return {"name": name, "change": change, "to": [], "default_differs": False, "note": note}


def _rank(answer: Answer) -> tuple[Any, ...]:
    """Best first: what is still there, was seen to agree in the widest range, changes least."""
    judged = answer["verdict"]
    ran = judged["agree"] + judged["differ"]
    share = judged["agree"] / ran if ran else 0.0
    return (
        answer["until"] is not None,
        judged["state"] == "refuted",
        -share,
        len(answer["differences"]),
        _FITS.index(answer["fit"]),
        answer["api"],
    )
