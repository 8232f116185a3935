"""The command that writes a call as its counterpart's."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry.answers import quick, targets
from registry.cli import common, writing
from registry.problems import UserError

if TYPE_CHECKING:
    from flake8_registry.versions import Target

    from registry.answers.store import Store
    from registry.language.calls import Call
    from registry.mapping.catalog import Registry
    from registry.mapping.predicting import Training
    from registry.porting.call import Port


@click.command()
@click.argument("call")
@click.option("--to", metavar="API", help="Write it for this counterpart, not for the best one.")
@click.option("--target", help="What you port to, such as optax or mindspore>=2.3.")
@click.option("--lr", type=float, help="The rate that a schedule starts from.")
@click.option("--epochs", type=click.IntRange(1, 1_000_000), help="The epochs of a schedule.")
@click.option(
    "--steps-per-epoch",
    type=click.IntRange(1, 1_000_000),
    help="The steps of the optimizer between two steps of a schedule.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an object, or a list of a file.")
def translate(
    call: str,
    to: str | None,
    target: str | None,
    lr: float | None,
    epochs: int | None,
    steps_per_epoch: int | None,
    as_json: bool,
) -> int:
    """Write CALL as the call of its best counterpart in the target, and say what differs for this
    call.

    CALL is code, such as 'torch.optim.Adam(net.parameters(), lr=1e-3)', the path of a Python file,
    or - for Python on stdin. Of a file every call is translated whose name comes from its imports.
    What is printed is Python: the call, and comments.

    Nothing is run, and no framework is imported. A schedule that becomes a list of rates has to
    know the training; what is not given is assumed, and the answer says so: a rate of 0.1, 200
    epochs, one step of the optimizer between two of the schedule. Without --target it is the one
    that the configuration names, or else the one to which the most is mapped.

    Exit code 0: a call was written, whether it agrees or not; of a file, for every call that was
    found. 1: there is none for some call, or a file has no call that is known. 2: bad input.
    """
    from registry.answers import cache
    from registry.discovery import discover
    from registry.language import calls
    from registry.mapping.predicting import Training

    if lr is not None and not math.isfinite(lr):
        raise UserError.at("--lr", "has to be a finite number")
    registry = discover()
    common.complain(str(each) for each in registry.problems)
    store = cache.opened()
    wanted = None if target is None else targets.parsed(target, store.targets)
    registry = _at(registry, wanted)
    asked = _Asked(registry, store, Training(lr, epochs, steps_per_epoch), to, wanted)
    place, text = _source(call)
    if place is None:
        port = asked.one(calls.one(text))
        click.echo(f"{json.dumps(port.as_json())}\n" if as_json else writing.page(port), nl=False)
        return int(port.code is None)
    ports = list(asked.every(calls.every(text, place)))
    if as_json:
        click.echo(json.dumps([{"file": place, **port.as_json()} for port in ports]))
    elif ports:
        click.echo("\n\n".join(writing.page(port, place) for port in ports), nl=False)
    else:
        click.echo(f"registry: {place}: no call of a known API comes from its imports", err=True)
    return int(not ports or any(port.code is None for port in ports))


def _at(registry: Registry, target: Target | None) -> Registry:
    """The registry as it is in the oldest release that a target names, or in the newest ones."""
    from registry.mapping import releases

    asked = target.asked if target else None
    versions = {target.framework: ".".join(map(str, asked))} if target and asked else {}
    return releases.at(registry, releases.of(versions, registry.surfaces))


def _source(call: str) -> tuple[str | None, str]:
    """Where the code comes from, if it is a file, and the code."""
    if call == "-":
        return "<stdin>", sys.stdin.read()
    if "(" in call and not call.endswith(".py"):
        return None, call
    try:
        return call, Path(call).read_text(encoding="utf-8")
    except (OSError, ValueError):
        text = "is neither a call with its parentheses nor a Python file that can be read"
        raise UserError.at(call, text) from None


@dataclass(frozen=True)
class _Asked:
    """What all calls of a question share."""

    registry: Registry
    store: Store
    training: Training
    to: str | None
    target: Target | None

    def one(self, call: Call) -> Port:
        """The answer for a call; raises :class:`UserError` for one that cannot be."""
        from registry.answers.lookup import Miss, find

        found = find(call.name, self.store.names, self.store.aliases)
        if isinstance(found, Miss):
            raise UserError.at("CALL", quick.unknown(call.name, found))
        try:
            return self._port(call, found.api, self._named(found.api))
        except ValueError as error:
            raise UserError.at("CALL", f"{found.api}: {error}") from None

    def every(self, calls: Iterator[Call]) -> Iterator[Port]:
        """An answer for each call of a file that is known.

        A schedule starts from the rate of its optimizer, where the file shows it.
        """
        from registry.porting.call import rate_of, refused

        rates: dict[str, float | None] = {}
        for call in calls:
            api = self.store.aliases.get(call.name, call.name)
            if api not in self.store.names:
                continue
            if call.stored and self.store.names[api][2] == "optimizer":
                known = call.stored not in rates
                rates[call.stored] = rate_of(self.registry, call, api) if known else None
            scheduled = str(call.positional[0]) if call.positional else ""
            try:
                yield self._port(call, api, self._named(api, strict=False), rates.get(scheduled))
            except ValueError as error:
                yield refused(call, api, f"Python refuses this call: {error}.")
            except UserError as error:
                said = error.problems[0].text
                yield refused(call, api, f"{said[:1].upper()}{said[1:]}.")

    def _port(self, call: Call, api: str, to: str | None, lr: float | None = None) -> Port:
        from registry.mapping.models import framework_of
        from registry.porting.call import ported, refused

        training = self.training
        if training.lr is None:
            training = replace(training, lr=lr)
        mapped = self._targets(api)
        wanted = framework_of(to) if to else self.target.framework if self.target else None
        if wanted is None and mapped:
            wanted = mapped[0]
        there = [each for each in self._counterparts(api) if wanted in (None, each["framework"])]
        order = [each["api"] for each in there if not each.get("missing")]
        if there and not order and self.target:
            reasons = "; ".join(f"{each['api']}: {each['missing']}" for each in there)
            return refused(call, api, f"There is none in {self.target.text}. {reasons}.")
        port = ported(self.registry, call, api, [to] if to else order, training, wanted)
        unchecked = targets.unchecked(self.target, self.store.checked) if self.target else None
        others = tuple(each for each in mapped if each != wanted)
        return replace(port, targets=others, unchecked=unchecked)

    def _targets(self, api: str) -> list[str]:
        """The frameworks that the API has entries for, in the order of the index."""
        own = {each.entry.target for each in self.registry.entries if each.api == api}
        return [each for each in self.store.targets if each in own]

    def _counterparts(self, api: str) -> list[dict[str, Any]]:
        """Those that its own entries name, best first.

        Raises :class:`UserError` where nobody has mapped it to the target.
        """
        answer = self.store.answer(api)
        if self.target is not None:
            answer = targets.toward(answer, self.target, self.store.releases)
        return [each for each in answer["counterparts"] if each["told_from"] == api]

    def _named(self, api: str, strict: bool = True) -> str | None:
        """The counterpart that was asked for; in a file, where it is one of this API."""
        from registry.answers.lookup import Miss, find

        if self.to is None:
            return None
        known = {each["api"]: None for each in self._counterparts(api)}
        found = find(self.to, known, {})
        if not isinstance(found, Miss):
            return found.api
        if strict:
            there = f"there are {', '.join(known)}" if known else "there is none"
            raise UserError.at("--to", f"{self.to} is no counterpart of {api}; {there}")
        return None
