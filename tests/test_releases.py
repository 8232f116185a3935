"""The map at older releases, and what it states of releases, against what was read of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest

from registry.answers.render import ranges
from registry.checking.stated import disagreeing
from registry.language.conditions import settled
from registry.language.versions import release
from registry.mapping import releases, surfaces
from registry.mapping.catalog import Registry
from registry.mapping.loading import Located
from registry.mapping.surfaces import Offered, Surface
from registry.problems import UserError

Ask = Callable[..., tuple[int, str, str]]


def entry(registry: Registry, api: str, target: str = "mindspore") -> Located | None:
    found = [each for each in registry.entries if (each.api, each.entry.target) == (api, target)]
    return found[0] if found else None


def then(registry: Registry, **versions: str) -> Registry:
    return releases.at(registry, releases.of(versions, registry.surfaces))


def test_releases_come_in_the_order_of_their_numbers() -> None:
    told = ["2.10.0", "2.7.1.post1", "2.13.0+cpu", "1.12.1", "2.0"]
    assert sorted(told, key=release) == ["1.12.1", "2.0", "2.7.1.post1", "2.10.0", "2.13.0+cpu"]
    assert release("2.0.0") == release("2") < release("2.0.1")


def test_the_newest_release_that_was_read_is_what_the_map_states(installed: Registry) -> None:
    newest = {name: read[-1].version for name, read in installed.surfaces.items()}
    assert newest == {"mindspore": "2.10.0", "torch": "2.13.0"}
    now = then(installed, **newest)
    pairs = zip(now.entries, installed.entries, strict=True)
    assert all((here is there) != past(there) for here, there in pairs)
    assert any(past(each) for each in installed.entries)
    assert not any(past(each) for each in now.entries)
    assert releases.today(installed).entries == now.entries


def past(located: Located) -> bool:
    """Does an entry tell of something that was so in older releases only?"""
    gone = [e for each in located.entry.counterparts for e in each.parameters.values() if e.until]
    told = [e for _, _, each in located.entry.differences() for e in each.values() if e.until]
    return bool(gone or told)


def test_what_a_release_lacks_is_left_out(installed: Registry) -> None:
    # The wheel of MindSpore 2.0.0 has nn.ASGD, and neither experimental.optim nor mint.optim.
    old = then(installed, mindspore="2.0.0")
    asgd = entry(old, "torch.optim.ASGD")
    assert asgd is not None
    assert [each.api for each in asgd.entry.counterparts] == ["mindspore.nn.ASGD"]
    assert entry(old, "mindspore.mint.optim.AdamW", "torch") is None
    assert entry(old, "mindspore.nn.FTRL", "torch") is not None
    assert entry(old, "mindspore.experimental.optim.Optimizer", "torch") is None
    # Muon came with torch 2.9, and capturable of ASGD with torch 2.2.
    older = then(installed, torch="2.1.2")
    assert entry(older, "torch.optim.Muon") is None
    asgd = entry(older, "torch.optim.ASGD")
    assert asgd is not None
    assert "capturable" not in asgd.entry.signature
    assert all("capturable" not in each.parameters for each in asgd.entry.counterparts)


def test_a_case_that_gives_what_is_not_there_yet_is_left_out(installed: Registry) -> None:
    # torch.optim.SGD has had maximize since 1.11, foreach since 1.12 and fused since 2.3, and its
    # lr has been required until 2.1.
    name = "torch.optim.SGD"
    old, now = entry(then(installed, torch="1.9.1"), name), entry(installed, name)
    assert old is not None
    assert now is not None
    new = {"maximize", "foreach", "fused"}
    cases = now.entry.cases.items()
    giving = {name for name, case in cases if new & {*case.arguments}}
    giving |= {name for name, case in cases if "lr" not in case.arguments}
    assert len(giving) > 2
    assert set(now.entry.cases) - set(old.entry.cases) == giving


@pytest.mark.parametrize(
    ("text", "settled_text"),
    [
        ("maximize and lr > 0", "False and lr > 0"),
        ("betas[0] == 0.9", "(0.9, 0.999)[0] == 0.9"),
        ("lr > 0", "lr > 0"),
    ],
)
def test_a_condition_on_what_is_not_there_is_settled(text: str, settled_text: str) -> None:
    assert settled(text, {"maximize": False, "betas": (0.9, 0.999)}) == settled_text


def told(registry: Registry, framework: str, version: str, api: str, offered: Offered) -> list[str]:
    """What is wrong with the map in a world where a release has something else under a name."""
    read = [
        replace(each, names={**each.names, api: offered}) if each.version == version else each
        for each in registry.surfaces[framework]
    ]
    other = replace(registry, surfaces={**registry.surfaces, framework: tuple(read)})
    return [str(each) for each in disagreeing(other)]


def test_the_map_says_what_the_releases_have(installed: Registry) -> None:
    assert [str(each) for each in disagreeing(installed)] == []


def test_one_changed_default_is_named(installed: Registry) -> None:
    api = "torch.optim.Adagrad"
    offered = installed.surfaces["torch"][-1].names[api]
    assert offered.signature is not None
    other = replace(offered, signature=offered.signature.replace("lr=0.01", "lr=0.02"))
    said = told(installed, "torch", "2.13.0", api, other)
    text = "in torch 2.13.0 lr is 0.02 by default, and here it is 0.01 by default"
    assert any(f": torch.optim.Adagrad.signature: {text}; write (" in each for each in said)
    assert all(text in each for each in said)


def test_other_platforms_are_named(installed: Registry) -> None:
    api = "mindspore.nn.ASGD"
    other = replace(installed.surfaces["mindspore"][-1].names[api], platforms=("Ascend",))
    said = told(installed, "mindspore", "2.10.0", api, other)
    assert said
    assert all("mindspore 2.10.0 states Ascend; write [Ascend]" in each for each in said)


def test_a_release_that_has_it_already_is_named(installed: Registry) -> None:
    # NAdam came with torch 1.10: in a world where 1.9.1 has it, since is too late.
    api = "torch.optim.NAdam"
    said = told(installed, "torch", "1.9.1", api, installed.surfaces["torch"][-1].names[api])
    assert any('1.9.1 has it already; write since: "1.9.1"' in each for each in said)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    made = Surface(
        "here",
        "1.0.0",
        ("here.optim",),
        ("here.nn.Descent",),
        {
            "here.optim.Sgd": Offered("class", "here.optim.sgd.Sgd", "(params, lr=0.1)", ("CPU",)),
            "here.optim.RATE": Offered("other", "here.optim.RATE"),
        },
    )
    path = tmp_path / surfaces.file_name("here", "1.0.0")
    path.write_text(surfaces.write(made), encoding="utf-8")
    assert surfaces.read(path) == made
    asked = ("optim.Sgd", "optim.No", "nn.Descent", "nn.No")
    assert [made.has(f"here.{each}") for each in asked] == [True, False, False, None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "is not a surface"),
        ("{", "is not a surface"),
        (json.dumps({"format": 2}), "has format 2, this release reads 1; upgrade it"),
        (json.dumps({"format": 1, "framework": "torch"}), "is not a surface"),
    ],
)
def test_what_is_no_surface_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "torch-1.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=said):
        surfaces.read(path)


@pytest.mark.frameworks
def test_the_map_states_what_is_installed(ask: Ask) -> None:
    code, out, _ = ask("drift")
    assert code == 0, out
    assert out.startswith("0 differences between the map and mindspore 2.10.0, ")


@pytest.fixture
def another_torch(tmp_path: Path) -> Path:
    """The sources of torch with other optimizers: one is gone, one is new, one has moved."""
    torch = Path(str(metadata.distribution("torch").locate_file("torch")))
    there = tmp_path / "torch"
    there.mkdir()
    for each in torch.iterdir():
        if each.name != "optim":
            (there / each.name).symlink_to(each)
    shutil.copytree(torch / "optim", there / "optim")
    (tmp_path / "torch-9.0.0.dist-info").mkdir()
    front, moved = there / "optim/__init__.py", there / "optim/adagrad.py"
    text = front.read_text(encoding="utf-8")
    assert "from torch.optim.rprop import Rprop as Rprop" in text
    text = text.replace("from torch.optim.rprop import Rprop as Rprop", "class Zprop: ...")
    front.write_text(text.replace('"Rprop"', '"Zprop"'), encoding="utf-8")
    text = moved.read_text(encoding="utf-8")
    assert "lr: float | Tensor = 1e-2" in text
    moved.write_text(text.replace("float | Tensor = 1e-2", "float | Tensor = 1e-3"), "utf-8")
    return tmp_path


@pytest.mark.frameworks
def test_what_is_gone_new_and_changed_is_named(ask: Ask, another_torch: Path) -> None:
    code, out, _ = ask("drift", "--sources", f"torch={another_torch}", "--json")
    found = json.loads(out)
    told = {each["text"] for each in found["drift"]}
    assert (code, found["releases"]["torch"]) == (1, "9.0.0")
    assert 'torch 9.0.0 does not have torch.optim.Rprop; write until: "2.13.0"' in told
    assert "is in torch 9.0.0, and nobody has mapped it" in told
    assert {each["path"] for each in found["drift"] if not each["line"]} == {"torch.optim.Zprop"}
    assert any("lr is 0.001 by default, and here it is 0.01 by default" in each for each in told)
    assert "-  signature: (params, lr=0.01, lr_decay=0" in found["edits"]
    assert "+  signature: (params, lr=0.001, lr_decay=0" in found["edits"]


@pytest.mark.parametrize(
    ("name", "target", "best", "lacking"),
    [
        ("ASGD", "mindspore==2.0", "nn.ASGD", {"experimental.optim.ASGD"}),
        ("ASGD", "mindspore==2.10.0", "experimental.optim.ASGD", set()),
        ("AdamW", "mindspore==2.0", "nn.AdamWeightDecay", {"experimental.optim.AdamW"}),
        ("AdamW", "mindspore==2.8.0", "experimental.optim.AdamW", {"mint.optim.FusedAdamW"}),
        ("AdamW", "mindspore==2.10.0", "experimental.optim.AdamW", set()),
    ],
)
def test_each_target_has_its_answer(
    ask: Ask, name: str, target: str, best: str, lacking: set[str]
) -> None:
    code, out, _ = ask("lookup", f"torch.optim.{name}", "--target", target, "--json")
    found = json.loads(out)["counterparts"]
    missing = {each["api"].removeprefix("mindspore.") for each in found if each["missing"]}
    assert (code, found[0]["api"], found[0]["missing"]) == (0, f"mindspore.{best}", None)
    assert lacking <= missing
    assert best not in missing


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (["2.0.0", "2.7.0", "2.8.0", "2.9.0", "2.10.0"], ["2.0.0", "2.7.0\u20132.10.0"]),
        (["2.7.0", "2.8.0"], ["2.7.0, 2.8.0"]),
        (["2.0.0", "2.8.0", "2.10.0", "3.0"], ["2.0.0", "2.8.0", "2.10.0", "3.0"]),
        ([], []),
    ],
)
def test_releases_in_short_leave_out_none_that_was_not_checked(
    seen: list[str], told: list[str]
) -> None:
    assert ranges(seen, ["2.0.0", "2.7.0", "2.8.0", "2.9.0", "2.10.0"]) == told


def test_what_was_so_in_older_releases_is_told_of_those_alone(ask: Ask) -> None:
    # In MindSpore 2.0.0 get_lr advances the counter of the steps; nn/optim/optimizer.py, line 706.
    def told(*target: str) -> dict[str, dict[str, str]]:
        name = "torch.optim.lr_scheduler.LRScheduler.get_last_lr"
        _, out, _ = ask("lookup", name, "--json", *target)
        found = json.loads(out)["counterparts"]
        (only,) = [each for each in found if each["api"] == "mindspore.nn.Optimizer.get_lr"]
        return {each["id"]: each["until"] for each in only["differences"]}

    assert told() == told("--target", "mindspore==2.7.0") == {}
    assert told("--target", "mindspore==2.0") == {"get-lr-counts": {"mindspore": "2.0.0"}}
    assert told("--target", "mindspore>=2.0") == told("--target", "mindspore==2.0")
    assert told("--target", "mindspore>=2.7") == {}
    _, out, _ = ask("lookup", "mindspore.nn.Optimizer.get_lr")
    assert "1 more difference shows in other releases; ask with --target FRAMEWORK==" in out


def test_what_is_written_for_a_release_differs_as_it_does_there(ask: Ask) -> None:
    # The list ends in an error of Gather since 2.7.0, and in rates of 0 before.
    call = "torch.optim.lr_scheduler.StepLR(optimizer, 30)"
    for target, told in (("2.0.0", "is-zero-after-its-end"), ("2.10.0", "has-an-end")):
        words = ("--target", f"mindspore=={target}", "--to", "piecewise_constant_lr", "--lr", "0.1")
        _, out, _ = ask("translate", call, *words, "--json")
        names = {each["id"] for each in json.loads(out)["depends"]}
        assert names & {"has-an-end", "is-zero-after-its-end"} == {told}


@pytest.mark.parametrize("target", ["mindspore==2.3", "mindspore>=2.3"])
def test_a_release_that_nobody_checked_is_named_where_code_is_written(
    ask: Ask, target: str, tmp_path: Path
) -> None:
    text = "nobody has run the cases in mindspore 2.3; they were run in 2.0.0, 2.7.0, 2.7.1"
    _, out, _ = ask("translate", "torch.optim.ASGD(params)", "--target", target, "--json")
    assert json.loads(out)["unchecked"].startswith(text)
    _, out, _ = ask("translate", "torch.optim.ASGD(params)", "--target", "mindspore==2.8", "--json")
    assert json.loads(out)["unchecked"] is None
    script = tmp_path / "train.py"
    script.write_text("import torch\n", encoding="utf-8")
    _, _, said = ask("lint", str(script), "--target", target)
    assert f"target {target}: {text}" in said
    _, _, said = ask("lint", str(script), "--target", "mindspore==2.8")
    assert "nobody" not in said


def test_a_parameter_that_is_gone_has_a_line_with_until(installed: Registry) -> None:
    # The schedules of torch had verbose up to 2.6.0.
    located = entry(installed, "torch.optim.lr_scheduler.StepLR")
    assert located is not None
    first = located.entry.counterparts[0]
    assert first.parameters["verbose"].until == "2.6.0"
    silent = {name: each for name, each in first.parameters.items() if name != "verbose"}
    changed = first.model_copy(update={"parameters": silent})
    counterparts = (changed, *located.entry.counterparts[1:])
    other = replace(located, entry=located.entry.model_copy(update={"counterparts": counterparts}))
    entries = tuple(other if each is located else each for each in installed.entries)
    (problem,) = disagreeing(replace(installed, entries=entries))
    text = 'torch 2.6.0 has verbose; say what becomes of it, with until: "2.6.0"'
    assert problem.text == text
    old = entry(then(installed, torch="2.6.0"), located.api)
    new = entry(then(installed, torch="2.7.1"), located.api)
    assert old is not None
    assert new is not None
    assert "verbose" in old.entry.counterparts[0].parameters
    assert "verbose" not in new.entry.counterparts[0].parameters


@pytest.mark.frameworks
def test_only_what_the_evidence_lacks_is_run_again(ask: Ask, tmp_path: Path) -> None:
    words = ("torch.optim.lr_scheduler.StepLR", "--target", "mindspore", "--case", "signature")
    words = (*words, "--evidence", str(tmp_path), "--missing", "--json")
    first = json.loads(ask("check", *words)[1])
    assert {each["outcome"] for each in first} == {"agree"}
    assert json.loads(ask("check", *words)[1]) == []
    code, _, said = ask("check", "StepLR", "--missing")
    assert (code, "add --evidence FOLDER" in said) == (2, True)


def test_a_release_that_nobody_checked_is_said_to_be_so(ask: Ask) -> None:
    _, out, _ = ask("lookup", "torch.optim.ASGD", "--target", "mindspore==2.5")
    assert "unchecked in mindspore 2.5: nobody has run these cases there." in out
    _, out, _ = ask("lookup", "torch.optim.ASGD", "--target", "mindspore==2.10.0")
    assert "unchecked" not in out
    assert "verified on mindspore" in out
