"""Legs elsewhere: in another interpreter, behind a socket, behind ssh; each for real, on loopback.

The test of ssh needs sshd, and is skipped where there is none.
"""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy
import pytest
from samples import Plugin, command, registry_of
from toys import ADAPTER, adapters, mappings

from registry.checking import connections
from registry.checking.checks import run
from registry.checking.hosts import Host
from registry.checking.jobs import jobs
from registry.checking.legs import Broken, Leg, Unavailable
from registry.checking.results import Result
from registry.mapping.runs import Run


@dataclass(frozen=True)
class Way:
    """How a leg is reached; ``prefix`` is what its interpreter has to say of itself."""

    host: Host | None
    python: str | None
    prefix: str


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment that has numpy, and nothing else: no registry, no execnet."""
    folder = tmp_path_factory.mktemp("elsewhere") / "environment"
    venv.create(folder, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    installed = Path(numpy.__file__).parent
    for name in (installed, installed.with_name("numpy.libs")):
        if name.exists():
            (site / name.name).symlink_to(name)
    return folder


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port


def ready(process: subprocess.Popen[bytes], port: int) -> bool:
    """Does somebody listen within twenty seconds? It is not asked by connecting to it."""
    ends = time.monotonic() + 20.0
    wanted = f"0100007F:{port:04X}"
    while process.poll() is None and time.monotonic() < ends:
        rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()]
        if any(row[1] == wanted and row[3] == "0A" for row in rows):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a socket server of execnet."""
    port, folder = free_port(), tmp_path_factory.mktemp("served")
    words = [sys.executable, "-m", "execnet.script.socketserver", f"127.0.0.1:{port}"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(words, cwd=folder, **quiet) as server:
        assert ready(server, port)
        yield port
        server.kill()


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host behind an sshd of our own."""
    path = os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/usr/local/sbin"])
    sshd = shutil.which("sshd", path=path)
    if not (sshd and shutil.which("ssh") and shutil.which("ssh-keygen")):
        pytest.skip("there is no sshd, ssh or ssh-keygen")
    folder, port = tmp_path_factory.mktemp("ssh"), free_port()
    folder.chmod(0o700)
    for name in ("host", "user"):
        make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(make, check=True)
    known = (folder / "host.pub").read_text().split()[:2]
    (folder / "known").write_text(f"[127.0.0.1]:{port} {' '.join(known)}\n")
    (folder / "sshd").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host\nPidFile none\n"
        f"AuthorizedKeysFile {folder}/user.pub\nStrictModes no\nUsePAM no\n"
    )
    (folder / "config").write_text(
        f"Host box\n HostName 127.0.0.1\n Port {port}\n User {getpass.getuser()}\n"
        f" IdentityFile {folder}/user\n IdentitiesOnly yes\n UserKnownHostsFile {folder}/known\n"
    )
    words = [sshd, "-D", "-e", "-f", str(folder / "sshd")]
    with (folder / "log").open("wb") as log, subprocess.Popen(words, stderr=log) as server:
        if not ready(server, port):
            server.kill()
            pytest.skip(f"sshd does not start here: {(folder / 'log').read_text().strip()}")
        yield Host.parse(f"ssh:-F {folder}/config box")
        server.kill()


@pytest.fixture(scope="module", params=["interpreter", "socket", "socket-own", "ssh"])
def way(request: pytest.FixtureRequest, elsewhere: Path) -> Way:
    python = str(elsewhere / "bin" / "python")
    if request.param == "interpreter":
        return Way(None, python, str(elsewhere))
    if request.param == "ssh":
        return Way(request.getfixturevalue("secured"), python, str(elsewhere))
    host = Host.parse(f"socket:127.0.0.1:{request.getfixturevalue('served')}")
    if request.param == "socket":
        return Way(host, python, str(elsewhere))
    return Way(host, None, sys.prefix)


TELLING = """

def describe(device):
    import importlib.util
    assert "execnet" not in sys.modules
    found = [each for each in ("registry", "torch") if importlib.util.find_spec(each)]
    told = " ".join([sys.prefix, str(os.getpid()), *found])
    return {"versions": {"there": "1.0"}, "device": told}
"""


@pytest.fixture
def leg(way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Leg]:
    """A leg there, whose device is where its interpreter is, and the number of its process."""
    monkeypatch.delenv("PYTHONPATH", raising=False)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "there_adapter.py"
    path.write_text(ADAPTER.replace("FRAMEWORK", "there") + TELLING, encoding="utf-8")
    made = Leg("there", path, way.python, host=way.host, patience=60.0)
    yield made
    made.stop()


def asked(leg: Leg, name: str, timeout: float = 60.0) -> dict[str, object]:
    facts = Run(steps=100).model_dump()
    api = f"there.optim.{name}"
    leg.send({"task": "optimizer", "api": api, "arguments": {}, **facts})
    return leg.receive(timeout)


def gone(pid: str) -> bool:
    """Has a process of this machine ended within five seconds?"""
    ends, stat = time.monotonic() + 5.0, Path("/proc", pid, "stat")
    while time.monotonic() < ends:
        try:
            if stat.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_it_runs_in_the_interpreter_that_was_asked_for(leg: Leg, way: Way) -> None:
    answer = asked(leg, "Right")
    assert answer["rows"] == 101
    prefix, _, *others = leg.about["device"].split()
    assert prefix == way.prefix
    assert way.python is None or not others, "the registry is not there, and neither is torch"


def test_how_it_ends_is_told_and_it_starts_anew(leg: Leg) -> None:
    leg.start()
    one = leg.about["device"]
    with pytest.raises(Broken, match=r"without an answer \(SIGABRT\): the last words$"):
        asked(leg, "Crashes")
    assert gone(one.split()[1])
    with pytest.raises(Broken, match=r"without an answer \(SIGKILL, which is how a system ends"):
        asked(leg, "Killed")
    assert asked(leg, "Floods")["rows"] == 101
    assert leg.about["device"] != one


def test_one_that_hangs_is_ended_where_it_is(leg: Leg) -> None:
    leg.start()
    with pytest.raises(Broken, match="no answer within 1 seconds"):
        asked(leg, "Hangs", timeout=1.0)
    assert gone(leg.about["device"].split()[1])
    assert asked(leg, "Right")["rows"] == 101


def test_stopping_leaves_nothing_there(leg: Leg) -> None:
    leg.start()
    leg.stop()
    assert gone(leg.about["device"].split()[1])


def test_stopping_in_the_middle_leaves_nothing_there(leg: Leg) -> None:
    leg.start()
    api = "there.optim.Hangs"
    leg.send({"task": "optimizer", "api": api, "arguments": {}, **Run(steps=100).model_dump()})
    time.sleep(0.5)
    started = time.monotonic()
    leg.stop()
    assert time.monotonic() - started < 3.0
    assert gone(leg.about["device"].split()[1])


def test_every_job_shows_there_what_it_shows_here(way: Way, tmp_path: Path) -> None:
    """Both sides of the toys; one of them elsewhere."""
    registry = registry_of(Plugin(mappings=[mappings(tmp_path / "m")], adapters=adapters(tmp_path)))
    wanted = [job for job in jobs(registry) if job.api in ("here.optim.Halves", "here.optim.Odd")]

    def shown(there: Leg) -> list[Result]:
        here = Leg("here", registry.adapters["here"], sys.executable)
        try:
            return list(run(wanted, {"here": here, "there": there}, 60.0))
        finally:
            here.stop()
            there.stop()

    one = shown(Leg("there", registry.adapters["there"], sys.executable))
    other = shown(Leg("there", registry.adapters["there"], way.python, host=way.host))
    assert [(each.name, each.outcome, each.reason) for each in one] == [
        (each.name, each.outcome, each.reason) for each in other
    ]


@pytest.mark.frameworks
def test_a_real_framework_runs_in_an_environment_without_the_registry(tmp_path: Path) -> None:
    venv.create(tmp_path / "v", symlinks=True)
    (site,) = tmp_path.glob("v/lib/python*/site-packages")
    found = [find_spec(name) for name in ("numpy", "mindspore")]
    places = {Path(each.origin).parents[1] for each in found if each and each.origin}
    # What installs the registry for us is a .pth file there, which counts in a site only.
    site.joinpath("frameworks.pth").write_text("".join(f"{each}\n" for each in places))
    python = tmp_path / "v" / "bin" / "python"
    words = ("--case", "usual", "--strict", "--python", f"mindspore={python}")
    done = command("check", "torch.optim.lr_scheduler.StepLR", *words)
    if not find_spec("mindspore") or not find_spec("torch"):
        pytest.skip("torch or mindspore is not installed")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "StepLR -> mindspore.nn.piecewise_constant_lr [usual] agree" in done.stdout


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("socket:127.0.0.1:PORT", "Connection refused"),
        ("socket:no-such-host.invalid:8888", "not known|no address|failure in name resolution"),
        ("ssh:-p PORT 127.0.0.1", "Connection refused"),
        ("ssh:no-such-host.invalid", "resolve hostname"),
        ("ssh:-o NoSuchOption=1 127.0.0.1", "NoSuchOption|nosuchoption|configuration option"),
    ],
)
def test_a_host_that_cannot_be_reached_is_a_skip_with_its_reason(
    tmp_path: Path, text: str, reason: str
) -> None:
    if text.startswith("ssh") and not shutil.which("ssh"):
        pytest.skip("there is no ssh")
    host = Host.parse(text.replace("PORT", str(free_port())))
    leg = Leg("there", adapters(tmp_path)["there"], None, host=host)
    with pytest.raises(Unavailable, match=f"there does not start on {host}: .*({reason})"):
        leg.start()
    leg.stop()


def test_a_server_that_is_taken_is_given_up_in_time(
    served: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "CONNECT_TIMEOUT", 1.0)
    host = Host.parse(f"socket:127.0.0.1:{served}")
    first, second = (Leg("there", adapters(tmp_path)["there"], None, host=host) for _ in range(2))
    try:
        first.start()
        with pytest.raises(Unavailable, match=r"no answer within 1 seconds$"):
            second.start()
    finally:
        first.stop()
        second.stop()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "has to be ssh:USER@HOST, ssh:-p PORT USER@HOST or socket:HOST:PORT"),
        ("user@host", "has to be ssh:USER@HOST"),
        ("ssh:", "names no host"),
        ("ssh:-p 22", "ends with an option; the name of the host comes last"),
        ("ssh:host -v", "ends with an option; the name of the host comes last"),
        ("ssh:-oProxyCommand=x", "ends with an option"),
        ("ssh:host ls", "has host before its options"),
        ("ssh:'host", "cannot be read: No closing quotation"),
        ("socket:host", "needs a name and a port"),
        ("socket::80", "needs a name and a port"),
        ("socket:host:0", "needs a name and a port"),
        ("socket:host:65536", "needs a name and a port"),
        ("socket:host:²", "needs a name and a port"),
    ],
)
def test_words_that_are_no_host_are_refused(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        Host.parse(text)


def test_a_host_is_called_by_its_name() -> None:
    assert str(Host.parse("ssh:-p 2222 -i 'my key' me@box")) == "ssh:me@box"
    assert str(Host.parse("socket:[::1]:8888")) == "socket:::1:8888"
    assert Host.parse("socket:[::1]:8888").address == ("::1", 8888)


def test_the_words_of_the_user_come_before_ours() -> None:
    words = Host.parse("ssh:-p 2222 -o ConnectTimeout=5 me@box").command("/my python", "import os")
    assert words[:5] == ["ssh", "-p", "2222", "-o", "ConnectTimeout=5"]
    assert words.index("ConnectTimeout=20") > 4
    assert words[-3:] == ["--", "me@box", "'/my python' -u -c 'import os'"]
    assert "BatchMode=yes" in words


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--host", "torch=box"], "--host: torch=box has to be ssh:USER@HOST, ssh:-p PORT"),
        (["--host", "nobody=ssh:box"], "--host: nobody=ssh:box is not FRAMEWORK=VALUE with "),
        (
            ["--host", "torch=socket:box:1", "-j", "2"],
            "--host: socket:box:1 serves one interpreter at a time; leave out -j",
        ),
        (
            ["--host", "torch=socket:box:1", "--host", "mindspore=socket:box:1"],
            "--host: socket:box:1 serves one interpreter at a time; ",
        ),
        (["--memory", "0"], "Invalid value for '--memory'"),
        (["--start-timeout", "-1"], "Invalid value for '--start-timeout'"),
        (["--timeout", "inf"], "Invalid value for '--timeout'"),
        (["--json", "--json-lines"], "--json-lines: cannot be used together with --json"),
        (["--search", "--junit", "x.xml"], "--search: makes its own calls; leave out"),
    ],
)
def test_words_that_make_no_sense_are_one_line(
    ask: Callable[..., tuple[int, str, str]], words: list[str], problem: str
) -> None:
    code, out, err = ask("check", "StepLR", *words)
    assert (code, out) == (2, "")
    assert err.startswith(f"registry: {problem}")
    assert err.count("\n") == 1


def test_the_command_runs_a_framework_on_a_host(faulty: Path, served: int, elsewhere: Path) -> None:
    words = (
        *("--host", f"there=socket:127.0.0.1:{served}"),
        *("--python", f"there={elsewhere / 'bin' / 'python'}"),
    )
    done = command("check", "here.optim.Halves", "--case", "usual", *words, path=(faulty,))
    assert "ok   here.optim.Halves -> there.optim.Halves [usual] agree" in done.stdout
    assert "0 skipped" in done.stdout
    assert not done.stderr
