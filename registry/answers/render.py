"""An answer as text for people, with the standard library only: look-up has no time for more."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Answer = dict[str, Any]

_FITS = {
    "rename": "rename: the name changes, the arguments do not",
    "adapt": "adapt: the name and the arguments change",
    "rewrite": "rewrite: the code around it changes its shape",
}
_CHANGES = {
    "same": "same",
    "renamed": "renamed",
    "split": "split",
    "joined": "joined",
    "converted": "converted",
    "dropped": "dropped",
}


def _targets(found: Answer) -> list[str]:
    told = (*found["counterparts"], *found["no_counterpart"])
    return list(dict.fromkeys(each["framework"] for each in told))


def width() -> int:
    """The columns of the terminal, at least 60 and at most 110; 100 in a pipe."""
    try:
        return max(60, min(110, os.get_terminal_size().columns))
    except OSError:
        return 100


def answer(
    found: Answer,
    others: Iterable[str],
    columns: int,
    colour: bool,
    target: str | None = None,
    releases: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Everything that is known of one API; ``target`` is what was asked for, and ``releases`` has
    for a framework those that were read, oldest first."""
    page = _Page(columns, colour, target, releases or {})
    return "\n".join(page.answer(found, tuple(others))) + "\n"


class _Page:
    """The width and the colours of a page, which every part of it shares."""

    def __init__(
        self,
        columns: int,
        colour: bool,
        target: str | None,
        releases: Mapping[str, Sequence[str]],
    ) -> None:
        self._columns = columns
        self._colour = colour
        self._target = target
        self._releases = releases

    def answer(self, found: Answer, others: tuple[str, ...]) -> Iterator[str]:
        yield self._bold(found["api"])
        if found["signature"]:
            yield from self._wrapped(found["signature"], "  ", "    ")
        if found["aliases"]:
            yield from self._wrapped(f"also written {', '.join(found['aliases'])}", "  ", "  ")
        if others:
            yield from self._wrapped(f"the name also fits {', '.join(others)}", "  ", "  ")
        if found["note"]:
            yield from self._wrapped(found["note"], "  ", "  ")
        targets = _targets(found)
        if len(targets) > 1:
            words = f"mapped to {', '.join(targets)}; `--target {targets[-1]}` shows one of them"
            yield from self._wrapped(words, "  ", "  ")
        for framework in targets:
            if len(targets) > 1:
                yield from ("", self._bold(f"In {framework}"))
            yield from self._in(framework, found)
        if found["examples"]:
            yield ""
            yield "Examples, which `registry example NAME` prints for both sides:"
        for each in found["examples"]:
            yield from self._wrapped(f"{each['name']}: {each['shows']}", "  ", "    ")
        if found["facts"]:
            yield ""
            yield "Facts of a run that the conditions speak of:"
        for name, meaning in found["facts"].items():
            yield from self._wrapped(f"{name}: {meaning}", "  ", "    ")

    def _in(self, framework: str, found: Answer) -> Iterator[str]:
        there = [each for each in found["counterparts"] if each["framework"] == framework]
        for place, counterpart in enumerate(there, 1):
            yield ""
            yield from self._counterpart(place, counterpart)
        for nothing in found["no_counterpart"]:
            if nothing["framework"] == framework:
                yield ""
                yield from self._nothing(nothing)

    def _nothing(self, nothing: Answer) -> Iterator[str]:
        yield self._bold(f"no counterpart in {nothing['framework']}")
        yield from self._wrapped(nothing["what"], "  ", "  ")
        yield from self._wrapped(f"instead: {nothing['instead']}", "  ", "    ")
        yield from self._verdict(nothing["verdict"])
        if nothing["recipe"]:
            yield f"  `registry recipe {nothing['recipe']}` prints a class that stands in for it."
        for difference in nothing["differences"]:
            yield ""
            yield from self._difference(difference)
        yield from (f"  see {page}" for page in nothing["pages"])

    def _counterpart(self, place: int, found: Answer) -> Iterator[str]:
        yield f"{place}. {self._bold(found['api'])}"
        if found["signature"]:
            yield from self._wrapped(found["signature"], "   ", "     ")
        yield f"   {_FITS[found['fit']]}"
        yield from self._verdict(found["verdict"], "   ")
        if found["since"] or found["platforms"]:
            yield f"   {_availability(found)}"
        yield from self._verified_on(found)
        if found.get("missing"):
            lacks = self._shaded("missing", "31")
            yield f"   {lacks} in {self._target}: {found['missing']}"
        yield from self._there(found)
        if found["told_from"] == found["api"]:
            yield from self._wrapped(
                f"The note and the differences are told from the side of {found['api']}.",
                "   ",
                "   ",
            )
        if found["note"]:
            yield from self._wrapped(found["note"], "   ", "   ")
        if found["parameters"] or found["extra"]:
            yield ""
            yield from self._parameters(found)
        for difference in found["differences"]:
            yield ""
            yield from self._difference(difference)
        yield from self._elsewhere(found)
        yield from (f"   see {page}" for page in found["pages"])

    def _elsewhere(self, found: Answer) -> Iterator[str]:
        count = found.get("elsewhere", 0)
        if count:
            more = "difference shows" if count == 1 else "differences show"
            text = f"{count} more {more} in other releases; ask with --target FRAMEWORK==RELEASE."
            yield ""
            yield from self._wrapped(text, "   ", "   ")

    def _verified_on(self, found: Answer) -> Iterator[str]:
        told = [
            f"{framework} {', '.join(ranges(seen, self._releases.get(framework, ())))}"
            for framework, seen in sorted(found["verdict"]["releases"].items())
        ]
        if told:
            yield from self._wrapped(f"verified on {'; '.join(told)}", "   ", "     ")

    def _there(self, found: Answer) -> Iterator[str]:
        then = found.get("there")
        if not then:
            return
        name = f"{found['framework']} {then['release']}"
        if not then["checked"]:
            unsure = self._shaded("unchecked", "33")
            yield f"   {unsure} in {name}: nobody has run these cases there."
        if then["signature"]:
            yield from self._wrapped(f"in {name} it is {then['signature']}", "   ", "     ")
        if then["lacks"]:
            yield from self._wrapped(f"not there yet: {', '.join(then['lacks'])}", "   ", "     ")

    def _verdict(self, found: Answer, indent: str = "  ") -> Iterator[str]:
        state = found["state"]
        shade = {"verified": "32", "refuted": "31"}.get(state, "33")
        figures = f"{found['reason']}; {found['agree']} of {found['cases']} agree"
        if found["tolerances"] is not None:
            figures += (
                f", at most {found['max_abs']:.2g} apart ({found['tolerances']:.2g} tolerances)"
            )
        if found["differ"]:
            figures += f", {found['differ']} show the differences named"
        if found["environments"]:
            figures += f"; {'; '.join(found['environments'])}"
        first, *rest = textwrap.wrap(
            f"{state}: {figures}.",
            self._columns,
            initial_indent=indent,
            subsequent_indent=f"{indent}  ",
        )
        yield first.replace(state, self._shaded(state, shade), 1)
        yield from rest

    def _parameters(self, found: Answer) -> Iterator[str]:
        rows = [_cells(row) for row in found["parameters"]]
        rows += [
            (
                each["name"],
                "only there" if "to" not in each else "",
                each.get("value", ""),
                each["because"],
            )
            for each in found["extra"]
        ]
        yield from self._table(("parameter", "becomes", "default", "note"), rows)

    def _table(
        self, head: tuple[str, str, str, str], rows: list[tuple[str, str, str, str]]
    ) -> Iterator[str]:
        widths = [max(len(row[place]) for row in [head, *rows]) for place in range(3)]
        indent = 3
        left = sum(widths) + indent + 6
        for number, row in enumerate([head, *rows]):
            cells = [cell.ljust(size) for cell, size in zip(row, widths, strict=False)]
            start = " " * indent + "  ".join(cells)
            room = max(24, self._columns - left)
            first, *rest = textwrap.wrap(row[3], room) or [""]
            line = f"{start}  {first}".rstrip()
            yield self._shaded(line, "2") if number == 0 else line
            yield from (" " * left + each for each in rest)

    def _difference(self, found: Answer) -> Iterator[str]:
        named = ", ".join([found["id"], *self._between(found)])
        yield f"   {self._shaded('differs', '33')} when {found['when']}  ({named})"
        yield from self._wrapped(found["what"], "     ", "     ")
        yield from self._wrapped(f"instead: {found['instead']}", "     ", "       ")
        shown = ", ".join(found["evidence"])
        yield from self._wrapped(f"shown by: {shown}", "     ", "       ")

    def _between(self, found: Answer) -> Iterator[str]:
        for word in ("since", "until"):
            yield from (f"{word} {name} {each}" for name, each in found[word].items())

    def _wrapped(self, text: str, first: str, rest: str) -> Iterator[str]:
        yield from textwrap.wrap(
            text,
            self._columns,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
        )

    def _bold(self, text: str) -> str:
        return self._shaded(text, "1")

    def _shaded(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text


def _cells(row: Answer) -> tuple[str, str, str, str]:
    there = ", ".join(row["to"])
    becomes = (
        _CHANGES[row["change"]] if row["change"] in ("same", "dropped", "converted") else there
    )
    default = row.get("default") or ""
    if row["default_differs"]:
        over = ", ".join(each or "required" for each in row["default_there"])
        default = f"{default} -> {over}"
    note = row["note"] or ""
    if row.get("type"):
        article = "an" if row["type"] == "int" else "a"
        note = f"Must be {article} {row['type']} there. {note}".strip()
    if row.get("difference"):
        note = f"{note} See {row['difference']}."
    return row["name"], becomes, default, note


def ranges(releases: Sequence[str], known: Sequence[str]) -> list[str]:
    """Some releases in short: those that follow each other among the known ones as one range, if
    no minor release lies between."""
    runs: list[list[str]] = []
    for each in releases:
        place = known.index(each) if each in known else -1
        if runs and place > 0 and known[place - 1] == runs[-1][-1] and _next(runs[-1][-1], each):
            runs[-1].append(each)
        else:
            runs.append([each])
    return [f"{run[0]}\u2013{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs]


def _next(one: str, other: str) -> bool:
    from registry.language.versions import release

    (major, minor), (other_major, other_minor) = (
        (*release(each), 0, 0)[:2] for each in (one, other)
    )
    return major == other_major and other_minor - minor < 2


def _availability(found: Answer) -> str:
    since = f"since {found['since']}" if found["since"] else "in the release of the checks"
    until = f" until {found['until']}" if found["until"] else ""
    platforms = f"on {', '.join(found['platforms'])}" if found["platforms"] else ""
    return f"{found['framework']} {since}{until} {platforms}".rstrip()


def overview(names: Iterable[tuple[str, dict[str, str | None]]]) -> str:
    """One line for each API: its name and its best counterparts; and how many there are."""
    listed = list(names)
    size = max((len(name) for name, _ in listed), default=0)
    lines = [f"{name.ljust(size)}  {', '.join(map(_shown, best.items()))}" for name, best in listed]
    without = sum(None in best.values() for _, best in listed)
    targets = {framework for _, best in listed for framework in best}
    somewhere = " somewhere" if len(targets) > 2 else ""
    count = f"{len(lines)} APIs, {without} of them without a counterpart{somewhere}"
    return "\n".join([*lines, "", count]) + "\n" if lines else ""


def _shown(best: tuple[str, str | None]) -> str:
    framework, api = best
    return api or f"no counterpart in {framework}"
