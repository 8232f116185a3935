"""One API that is mapped to two frameworks, and somebody who ports to one of them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from samples import ENTRY, NOTHING, ROOT, command, distribution

from registry.checking.evidence import write

CODE = """\
from pathlib import Path
from registry.hookspecs import hookimpl
from registry.language.dialects import Dialect

@hookimpl
def registry_mappings():
    return [Path(__file__).parent / "mappings"]

@hookimpl
def registry_dialects():
    words = Dialect(parameters="parameters", named="named_parameters")
    return {"here": words, "there": words, "yonder": words}
"""
SINCE = "platforms: [CPU]\n      since: '{}'"
THERE = ENTRY.replace("platforms: [CPU]", SINCE.format("2.2"))
SECOND = """\
    - api: there.old.Descent
      fit: adapt
      signature: (params, rate=0.01, scale=1.0)
      platforms: [CPU]
      since: '1.0'
      until: '2.1'
      parameters:
        params: same
        lr: {to: rate}
        decay: {dropped: It never decays., difference: no-decay}
        fused: {dropped: It is about speed.}
      extra:
        scale: Gradients are divided by it.
      differences:
        no-decay:
          when: decay != 0
          what: The parameters are not decayed.
          instead: Decay them yourself.
          evidence: [check: decayed]
  cases:
"""
# Two more APIs lead to the first target, so that the most is mapped to it.
OTHERS = {
    f"mappings/here/optim/{name}.yaml": ENTRY.replace("here.optim.Plain", f"here.optim.{name}")
    .replace("aliases: [here.Plain]", "aliases: []")
    .replace("there.optim.Descent", f"there.optim.{name}")
    for name in ("Next", "Last")
}
YONDER = ENTRY.replace("there.optim.Descent", "yonder.descent").replace("scale=1.0", "scale=2.0")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    first = THERE.replace("  cases:\n", SECOND, 1)
    plain, odd = "mappings/here/optim/Plain.yaml", "mappings/here/optim/Odd.yaml"
    nothing = NOTHING.replace("    recipe:\n      name: odd\n", "")
    distribution(folder, "first", CODE, {plain: first, odd: nothing, **OTHERS})
    distribution(folder, "second", CODE.partition("@hookimpl\ndef registry_d")[0], {plain: YONDER})
    return folder


Done = subprocess.CompletedProcess[str]


def ask(site: Path, *words: str, config: Path | None = None) -> Done:
    env = {} if config is None else {"REGISTRY_CONFIG": str(config)}
    return command(*words, path=(site, ROOT, ROOT / "plugins"), env=env, cwd=site)


def counterparts(done: Done) -> list[str]:
    return [each["api"] for each in json.loads(done.stdout)["counterparts"]]


NEW, OLD, YON = "there.optim.Descent", "there.old.Descent", "yonder.descent"


def test_without_a_target_all_are_shown_each_under_its_name(site: Path) -> None:
    assert counterparts(ask(site, "lookup", "Plain", "--json")) == [NEW, OLD, YON]
    text = ask(site, "lookup", "Plain").stdout
    assert text.index("In there") < text.index(NEW) < text.index("In yonder") < text.index(YON)
    assert "mapped to there, yonder; `--target yonder` shows one of them" in text


@pytest.mark.parametrize(
    ("target", "expected", "missing"),
    [
        ("yonder", [YON], {}),
        ("there", [NEW, OLD], {OLD: "its last release is 2.1"}),
        ("there>=2.2", [NEW, OLD], {OLD: "its last release is 2.1"}),
        ("there==2.0", [OLD, NEW], {NEW: "it came with 2.2"}),
        ("there<=2.1", [OLD, NEW], {NEW: "it came with 2.2"}),
        ("there==2.3", [NEW, OLD], {OLD: "its last release is 2.1"}),
    ],
)
def test_a_target_shows_what_its_releases_have(
    site: Path, target: str, expected: list[str], missing: dict[str, str]
) -> None:
    done = ask(site, "lookup", "Plain", "--target", target, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    rows: list[dict[str, Any]] = json.loads(done.stdout)["counterparts"]
    assert [row["api"] for row in rows] == expected
    assert {row["api"]: row["missing"] for row in rows if row["missing"]} == missing
    text = ask(site, "lookup", "Plain", f"--target={target}").stdout
    for reason in missing.values():
        assert f"missing in {target}: {reason}" in text
    assert "In there" not in text


def test_a_release_that_has_none_is_a_look_up_without_a_counterpart(site: Path) -> None:
    done = ask(site, "lookup", "Plain", "--target", "there>=1.5,<=2.3")
    assert done.returncode == 1
    assert done.stdout.count("missing in there>=1.5,<=2.3") == 2


def test_a_name_that_fits_several_is_the_one_that_leads_to_the_target(site: Path) -> None:
    for target, expected in (("there", "here.optim.Next"), ("here", "there.optim.Next")):
        done = ask(site, "lookup", "Next", "--target", target, "--json")
        assert json.loads(done.stdout)["api"] == expected


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("lookup", "Plain", "--target", "nowhere"), "--target: nothing is mapped to nowhere; "),
        (("lookup", "Plain", "--target", "there=>2"), "--target: expected "),
        (("lookup", "Odd", "--target", "yonder"), "--target: nobody has mapped here.optim.Odd to"),
        (("translate", "here.optim.Odd(p)", "--target", "yonder"), "--target: nobody has mapped"),
        (("list", "--target", "there>=2"), "--target: takes a framework alone here, because"),
        (("check", "Plain", "--target", "there==2.0"), "--target: takes a framework alone here"),
        (("check", "Odd", "--target", "yonder"), "PATTERN: nobody has mapped Odd to yonder"),
        (("check", "Plain", "--target", "nowhere"), "--target: nothing is mapped to nowhere; "),
    ],
)
def test_a_target_that_cannot_be_is_one_line(site: Path, words: tuple[str, ...], said: str) -> None:
    done = ask(site, *words)
    assert done.stderr.startswith(f"registry: {said}")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_translate_writes_for_the_target(site: Path) -> None:
    call = "here.optim.Plain(net.parameters(), lr=0.5)"
    plain = ask(site, "translate", call).stdout
    assert "there.optim.Descent(net.parameters(), rate=0.5)" in plain
    assert "# Mapped to yonder as well (--target writes it)." in plain
    other = ask(site, "translate", call, "--target", "yonder").stdout
    assert "import yonder\n\nyonder.descent(net.parameters(), rate=0.5)\n" in other
    assert "# Mapped to there as well (--target writes it)." in other
    old = ask(site, "translate", call, "--target", "there==2.0").stdout
    assert "there.old.Descent(net.parameters(), rate=0.5)" in old
    none = ask(site, "translate", call, "--target", "there>=1.5,<=2.3")
    assert none.returncode == 1
    assert "There is none in there>=1.5,<=2.3." in none.stdout


def test_translate_goes_on_in_a_file_where_a_call_is_not_mapped(site: Path, tmp_path: Path) -> None:
    file = tmp_path / "train.py"
    file.write_text(
        "from here import optim\na = optim.Odd(p)\nb = optim.Plain(p)\n", encoding="utf-8"
    )
    done = ask(site, "translate", str(file), "--target", "yonder")
    assert done.returncode == 1
    assert "Nobody has mapped here.optim.Odd to yonder" in done.stdout
    assert "yonder.descent(p" in done.stdout


def test_the_configured_target_comes_first(site: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('target = "yonder"\n', encoding="utf-8")
    assert counterparts(ask(site, "lookup", "Plain", "--json", config=config))[0] == YON
    written = ask(site, "translate", "here.optim.Plain(p)", config=config).stdout
    assert "yonder.descent(p" in written


def test_list_shows_each_target_or_one(site: Path) -> None:
    def best(*words: str) -> dict[str, dict[str, str | None]]:
        rows = json.loads(ask(site, "list", "here.*", "--json", *words).stdout)
        return {row["api"]: row["best"] for row in rows}

    assert best()["here.optim.Plain"] == {"there": NEW, "yonder": YON}
    assert best("--target", "yonder") == {"here.optim.Plain": {"yonder": YON}}
    assert best("--none") == {"here.optim.Odd": {"there": None}}
    assert best("--target", "there", "--none") == {"here.optim.Odd": {"there": None}}
    text = ask(site, "list", "here.optim.*").stdout
    assert f"here.optim.Plain  {NEW}, {YON}\n" in text
    assert "here.optim.Odd    no counterpart in there\n" in text
    page = ask(site, "list", "here.*", "--markdown").stdout
    assert page.index("## Optimizers of here in there: 4, 1 without") < page.index(
        "## Optimizers of here in yonder: 1, 0 without"
    )


def test_check_runs_what_leads_to_the_target(site: Path) -> None:
    rows = json.loads(ask(site, "check", "Plain", "--target", "yonder", "--json").stdout)
    assert {row["counterpart"] for row in rows} - {None} == {YON}
    every = json.loads(ask(site, "check", "Plain", "--json").stdout)
    assert {row["counterpart"] for row in every} - {None} == {NEW, OLD, YON}


def test_each_environment_has_an_evidence_file_of_its_own(tmp_path: Path) -> None:
    def result(target: str, version: str) -> dict[str, Any]:
        job = {
            "api": "here.optim.Plain",
            "target": target,
            "counterpart": None,
            "case": "signature",
        }
        seen = {"expected": "agree", "outcome": "agree", "digest": target}
        figures = dict.fromkeys(("max_abs", "max_rel", "tolerances", "first_step"))
        ran = {"versions": {"here": "1", target: version}, "device": {"here": "C", target: "C"}}
        return {**job, **seen, **figures, **ran}

    agree = ("agree", "agree")
    paths = write(tmp_path, [result("there", "2"), result("yonder", "3")], "2026-01-02")
    assert [path.name for path in paths] == [
        "here-1-on-c-there-2-on-c.json",
        "here-1-on-c-yonder-3-on-c.json",
    ]
    for path, target in zip(paths, ("there", "yonder"), strict=True):
        content = json.loads(path.read_text(encoding="utf-8"))
        assert content["results"] == {"here.optim.Plain": {"": [["signature", target, *agree]]}}
