"""An answer for somebody who ports to one framework, or to some releases of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from registry.problems import UserError

if TYPE_CHECKING:
    from flake8_registry.versions import Target

Answer = dict[str, Any]


def parsed(text: str, known: Collection[str]) -> Target:
    """A target such as ``optax`` or ``mindspore>=2.3``; raises :class:`UserError` for another."""
    from flake8_registry.versions import parse_target

    try:
        target = parse_target(text)
    except ValueError as error:
        raise UserError.at("--target", str(error)) from None
    if target.framework not in known:
        there = ", ".join(known)
        text = f"nothing is mapped to {target.framework}; there are {there}"
        raise UserError.at("--target", text)
    return target


def framework(text: str | None, known: Collection[str]) -> str | None:
    """The framework of a target that has no releases, for whom they have no meaning."""
    if text is None:
        return None
    target = parsed(text, known)
    if target.text != target.framework:
        reason = "takes a framework alone here, because what is installed is what is run"
        raise UserError.at("--target", f"{reason}; write {target.framework}")
    return target.framework


def toward(answer: Answer, target: Target, releases: Mapping[str, Sequence[str]]) -> Answer:
    """What an answer says about a target. A counterpart that not all of its releases have comes
    last, and says so under ``missing``. Under ``there`` is what is known of the release that the
    target names: whether anybody has checked it, and the signature then where it was another.

    ``releases`` has for a framework those that were read. Raises :class:`UserError` where nothing
    is known.
    """
    wanted = target.framework
    counterparts = [
        {
            **each,
            "missing": missing(each, target),
            "there": there(each, target, releases.get(target.framework, ())),
        }
        for each in answer["counterparts"]
        if each["framework"] == wanted
    ]
    nothing = [each for each in answer["no_counterpart"] if each["framework"] == wanted]
    if not counterparts and not nothing:
        raise UserError.at("--target", unmapped(answer, wanted))
    return {
        **answer,
        "examples": [each for each in answer["examples"] if each["target"] == wanted],
        "counterparts": sorted(counterparts, key=lambda each: each["missing"] is not None),
        "no_counterpart": nothing,
    }


def unchecked(target: Target, checked: Mapping[str, Sequence[str]]) -> str | None:
    """That nobody has run a case in the release that a target names; ``None`` where somebody has,
    and where it names none. ``checked`` has those of each framework, oldest first."""
    from registry.language.versions import release

    ran = checked.get(target.framework, ())
    if target.asked is None or target.asked in map(release, ran):
        return None
    asked = ".".join(map(str, target.asked))
    known = f"; they were run in {', '.join(ran)}" if ran else ""
    return f"nobody has run the cases in {target.framework} {asked}{known}"


def unmapped(answer: Answer, wanted: str) -> str:
    """That nobody has mapped an API to a framework, and to which it is mapped."""
    known = [each["framework"] for each in (*answer["counterparts"], *answer["no_counterpart"])]
    others = ", ".join(dict.fromkeys(known))
    return f"nobody has mapped {answer['api']} to {wanted}; it is mapped to {others}"


def missing(counterpart: Answer, target: Target) -> str | None:
    """Why a counterpart is not in every release of a target; ``None`` where it is."""
    since, until = counterpart["since"], counterpart["until"]
    if target.has(since, until):
        return None
    if until is not None and not target.has(None, until):
        return f"its last release is {until}"
    return f"it came with {since}"


def there(counterpart: Answer, target: Target, releases: Sequence[str]) -> Answer | None:
    """What is known of a counterpart in the oldest release that a target names.

    ``None`` for a target that names none, or whose release lacks the counterpart.
    """
    from registry.language import signatures
    from registry.language.versions import release

    asked = target.asked
    if asked is None or missing(counterpart, target):
        return None
    verified = counterpart["verdict"]["releases"].get(target.framework, ())
    then = next(
        (
            text
            for first, last, text in counterpart["signatures"]
            if release(first) <= asked <= release(last)
        ),
        counterpart["signature"],
    )
    has = signatures.parse(then)
    return {
        "release": next(
            (each for each in releases if release(each) == asked), ".".join(map(str, asked))
        ),
        "checked": asked in map(release, verified),
        "signature": None if then == counterpart["signature"] else then,
        "lacks": [
            name
            for row in counterpart["parameters"]
            for name in row["to"]
            if counterpart["told_from"] != counterpart["api"] and then and name not in has
        ],
    }
