"""Where each framework runs, from the options that say so."""

from __future__ import annotations

import functools
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry.cli import common
from registry.problems import UserError

if TYPE_CHECKING:
    from registry.checking.checks import Interpreter
    from registry.checking.hosts import Host
    from registry.checking.legs import Leg
    from registry.mapping.catalog import Registry


@dataclass(frozen=True)
class Places:
    """What was said, each item as ``FRAMEWORK=VALUE``, and what holds for every framework."""

    pythons: tuple[str, ...]
    hosts: tuple[str, ...]
    devices: tuple[str, ...]
    memory: float | None
    patience: float


def options(command: Callable[..., int]) -> Callable[..., int]:
    """The options that say where a framework runs; the command gets them as ``places``."""

    @common.PYTHON
    @click.option(
        "--host",
        "hosts",
        multiple=True,
        metavar="FRAMEWORK=HOST",
        help="Where that interpreter is: ssh:USER@HOST or socket:HOST:PORT.",
    )
    @click.option(
        "--device",
        "devices",
        multiple=True,
        metavar="FRAMEWORK=NAME",
        help="Where the framework runs, such as torch=cuda, torch=cuda+fused or mindspore=Ascend.",
    )
    @click.option(
        "--memory",
        type=click.FloatRange(min=0, min_open=True),
        metavar="GIB",
        help="The memory that each framework may take, on Linux.",
    )
    @click.option(
        "--start-timeout",
        "patience",
        type=common.SECONDS,
        default=300.0,
        show_default=True,
        help="Seconds for a framework to be imported.",
    )
    @functools.wraps(command)
    def placed(
        *,
        pythons: tuple[str, ...],
        hosts: tuple[str, ...],
        devices: tuple[str, ...],
        memory: float | None,
        patience: float,
        **others: Any,
    ) -> int:
        return command(places=Places(pythons, hosts, devices, memory, patience), **others)

    return placed


def legs(registry: Registry, places: Places, workers: int = 1) -> list[dict[str, Leg]]:
    """For each worker a leg of every framework; none is started."""
    from registry.checking.legs import Leg

    hosts = _hosts(registry, places.hosts, workers)
    pythons = _pythons(registry, places.pythons, hosts)
    devices = _by_framework(registry, "--device", places.devices)
    return [
        {
            name: Leg(
                name,
                adapter,
                pythons.get(name, None if name in hosts else sys.executable),
                devices.get(name),
                hosts.get(name),
                places.memory,
                places.patience,
            )
            for name, adapter in registry.adapters.items()
        }
        for _ in range(workers)
    ]


def _pythons(registry: Registry, said: Iterable[str], hosts: Mapping[str, Host]) -> dict[str, str]:
    pythons = _by_framework(registry, "--python", said)
    for framework, path in pythons.items():
        if framework not in hosts and shutil.which(path) is None:
            raise UserError.at("--python", f"{framework}={path} is not a program; give its path")
    return pythons


def _hosts(registry: Registry, said: Iterable[str], workers: int) -> dict[str, Host]:
    from registry.checking.hosts import Host

    hosts: dict[str, Host] = {}
    for framework, text in _by_framework(registry, "--host", said).items():
        try:
            host = Host.parse(text)
        except ValueError as error:
            raise UserError.at("--host", f"{framework}={text} {error}") from None
        if host.kind == "ssh" and shutil.which("ssh") is None:
            raise UserError.at("--host", f"{framework}={text} needs the program ssh; install it")
        if host.kind == "socket" and (workers > 1 or host in hosts.values()):
            text = f"{host} serves one interpreter at a time; leave out -j, and give it once"
            raise UserError.at("--host", text)
        hosts[framework] = host
    return hosts


def _by_framework(registry: Registry, option: str, said: Iterable[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for each in said:
        framework, equals, value = each.partition("=")
        if not equals or not value or framework not in registry.adapters:
            known = " or ".join(sorted(registry.adapters))
            raise UserError.at(option, f"{each} is not FRAMEWORK=VALUE with {known} before the =")
        values[framework] = value
    return values


SHIPPED = "shipped"


def with_traces(
    registry: Registry, legs: dict[str, Leg], record: Path | None, against: str | None
) -> dict[str, Interpreter]:
    """The legs, recorded if asked for; what there are recorded answers of is not run."""
    from registry.checking.traces import Recorded, Recorder

    if record and against:
        raise UserError.at("--record", "cannot be used together with --against; leave one out")
    if record:
        return {name: Recorder(leg, record) for name, leg in legs.items()}
    kept = _recorded(registry, against) if against else {}
    return {name: Recorded(name, kept[name]) if name in kept else leg for name, leg in legs.items()}


def _recorded(registry: Registry, against: str) -> dict[str, Path]:
    """For a framework the folder of its recorded answers: those that plugins ship, or of a run."""
    if against == SHIPPED:
        return registry.traces
    if not Path(against).is_dir():
        text = f"{against} is no folder; name one that --record wrote, or say {SHIPPED}"
        raise UserError.at("--against", text)
    return {each.name: each for each in sorted(Path(against).iterdir()) if each.is_dir()}
