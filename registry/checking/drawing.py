"""Which calls of an API are worth trying: around the values that its entry knows.

What an argument may be is read off the entry: the default in both signatures, the values in the
cases, and the literals that a condition compares it with. What the source refuses anyway needs no
word; where a call makes sense only in a part of what the source takes, the entry says ``ranges``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from hypothesis import strategies as st

from registry.language import conditions, signatures
from registry.mapping.models import Case, Entry, Range
from registry.mapping.runs import Run
from registry.mapping.translate import varied

Values: TypeAlias = "st.SearchStrategy[Any]"

# The chances of an argument, of one that only chooses how to compute, and of a fact to be given.
ARGUMENT, IDLE, FACT = 4, 1, 1
EIGHTHS = st.integers(0, 7)


def calls(entry: Entry) -> st.SearchStrategy[Case]:
    """Calls as cases; the simplest has only what must be given, in a run without peculiarities."""
    arguments = {name: _values(entry, name) for name in _parameters(entry)}
    facts = _facts(entry)

    @st.composite
    def call(draw: st.DrawFn) -> Case:
        given, run = {}, {}
        for name, parameter in _parameters(entry).items():
            chance = 8 if parameter.required else IDLE if _idle(entry, name) else ARGUMENT
            values = arguments[name]
            if values is not None and draw(EIGHTHS) >= 8 - chance:
                given[name] = draw(values)
        for fact, (always, values) in facts.items():
            if always or draw(EIGHTHS) >= 8 - FACT:
                run[fact] = draw(values)
        return Case(arguments=given, run=Run(**run))

    return call()


def _parameters(entry: Entry) -> dict[str, signatures.Argument]:
    """Those of the source, without what is optimized or scheduled."""
    return {each.name: each for each in varied(entry)}


def _idle(entry: Entry, name: str) -> bool:
    """Is the parameter without an effect on every counterpart, and on what is said of them?"""
    asked = {
        each
        for _, _, differences in entry.differences()
        for difference in differences.values()
        for each in conditions.names(conditions.parse(difference.when))
    }
    dropped = [each.parameters[name].dropped for each in entry.counterparts]
    return bool(dropped) and all(dropped) and name not in asked


def _values(entry: Entry, name: str) -> Values | None:
    """What to give for a parameter; ``None`` where nothing is known that could be given."""
    known = list(_known(entry, name))
    allowed = entry.ranges.get(name)
    choices = _like(known)
    if choices is None or allowed is None:
        return choices
    return choices.filter(lambda value: _is_within(value, allowed))


def _known(entry: Entry, name: str) -> Iterator[Any]:
    """Every value of a parameter that the entry knows; the source's default first."""
    source = _parameters(entry)[name]
    if not source.required:
        yield source.default
    for counterpart in entry.counterparts:
        defaults = signatures.parse(counterpart.signature).defaults
        targets = counterpart.parameters[name].targets(name)
        found = tuple(defaults[each] for each in targets if each in defaults)
        if found and len(found) == len(targets):
            yield found if counterpart.parameters[name].split else found[0]
    for case in entry.cases.values():
        if name in case.arguments:
            yield case.arguments[name]
    for _, _, differences in entry.differences():
        for difference in differences.values():
            yield from _compared(conditions.parse(difference.when), ("name", name))


def _compared(tree: Any, asked: Any) -> Iterator[Any]:
    """The literals that a condition compares ``asked`` with, or chooses it from."""
    if not isinstance(tree, tuple):
        return
    operator, *operands = tree
    if operator in ("==", "!=", "<", "<=", ">", ">=") and asked in operands:
        yield from (each for each in operands if not isinstance(each, tuple))
    if operator == "in" and operands[0] == asked and isinstance(operands[1], tuple):
        yield from (each for each in operands[1][1:] if not isinstance(each, tuple))
    for each in operands:
        yield from _compared(each, asked)


def _like(known: Sequence[Any]) -> Values | None:
    """Values like the known ones; ``None`` where these are nothing that can be varied."""
    flags = [each for each in known if isinstance(each, bool)]
    numbers = [each for each in known if type(each) in (int, float)]
    words = [each for each in known if isinstance(each, str)]
    rows = [each for each in known if isinstance(each, list | tuple)]
    functions = [each for each in known if isinstance(each, dict)]
    kinds: list[Values] = [
        *([st.booleans()] if flags else []),
        *([_numbers(numbers)] if numbers else []),
        *([st.sampled_from(sorted(set(words)))] if words else []),
        *([_rows(rows)] if rows else []),
        *([_functions(functions)] if functions else []),
    ]
    if not kinds:
        return None
    return st.one_of([st.none(), *kinds] if None in known else kinds)


def _numbers(known: Sequence[Any]) -> Values:
    """Whole numbers where all the known ones are; otherwise numbers of any size around them."""
    if all(isinstance(each, int) for each in known):
        return st.one_of(st.sampled_from(known), st.integers(0, 12), st.integers(1, 300))
    sizes = [abs(each) for each in known if each and math.isfinite(each)] or [1.0]
    decades = [math.floor(math.log10(each)) for each in sizes]
    home = decades[0]
    around = sorted(range(min(decades) - 3, max(decades) + 3), key=lambda e: abs(e - home))
    kinds = [st.sampled_from(known), _fractions(around), st.sampled_from([0, 0.0, 1, 1.0, 2, 10])]
    if any(0.5 <= each < 1 for each in known):
        # What is a little less than one counts by how much less.
        kinds.append(_fractions([-1, -2, -3, -4]).map(lambda less: round(1 - less, 12)))
        kinds.append(_fractions([-1]))
    if any(each < 0 for each in known):
        kinds.append(_fractions(around).map(lambda size: -size))
    return st.one_of(kinds)


@st.composite
def _fractions(draw: st.DrawFn, decades: Sequence[int]) -> float:
    """One to ten times a power of ten; mostly with two digits, which is easier to read."""
    digits = draw(st.sampled_from([2, 2, 2, 7]))
    size = draw(st.integers(10 ** (digits - 1), 99 * 10 ** (digits - 2)))
    return float(f"{size}e{draw(st.sampled_from(decades)) - digits + 1}")


def _rows(known: Sequence[Any]) -> Values:
    """As long as the known ones, item by item; of any length where they have several. Schedules
    that are made of others are those of the cases: what fits together is not known."""
    if any(isinstance(each, dict) and "schedule" in each for row in known for each in row):
        return st.sampled_from(known)
    lengths = {len(each) for each in known}
    if len(lengths) == 1:
        items = [_like([row[place] for row in known]) for place in range(lengths.pop())]
        return st.tuples(*(each for each in items if each is not None)).map(list)
    item = _like([each for row in known for each in row])
    lists = st.lists(item if item is not None else st.nothing(), min_size=1, max_size=4)
    return st.one_of(st.sampled_from(known), lists.map(sorted), lists)


def _functions(known: Sequence[Any]) -> Values:
    """Functions of the epoch: the known ones, a power, a hyperbola, a constant and a switch."""
    factor = _fractions([-1, -2])
    forms = ("{} ** epoch", "1 / (1 + {} * epoch)", "{}", "epoch > 10 and {} or 1.0")
    built = st.builds(lambda form, x: {"lambda": form.format(x)}, st.sampled_from(forms), factor)
    return st.one_of(st.sampled_from(known), built)


def _is_within(value: Any, allowed: Range) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_within(each, allowed) for each in value)
    return not isinstance(value, int | float) or allowed.holds(value)


def _facts(entry: Entry) -> dict[str, tuple[bool, Values]]:
    """For each fact of a run whether it is always given, and its values.

    Facts that stand for kinds of runs (which gradients, which names) come from the cases: an entry
    that is for closures alone shows it there.
    """
    free: dict[str, Values]
    kinds: tuple[str, ...]
    if entry.kind == "optimizer":
        free = {"steps": st.integers(100, 300), "seed": st.integers(0, 99)}
        kinds = ("gradients", "names", "shapes", "mode")
    else:
        free = {
            "lr": _fractions([-1, -2, 0, -3, -4, 1]),
            "epochs": st.integers(200, 300),
            "steps_per_epoch": st.integers(1, 5),
        }
        kinds = ("mode",)
    facts = {name: (False, values) for name, values in free.items()}
    for name in kinds:
        seen = list(dict.fromkeys(getattr(case.run, name) for case in entry.cases.values()))
        usual = Run.model_fields[name].default
        if seen and seen != [usual]:
            seen.sort(key=lambda each: each != usual)
            facts[name] = (usual not in seen, st.sampled_from(seen))
    return facts
