"""The map at older releases, and what it states of releases, against what was read of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest

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
    assert [id(each) for each in now.entries if not past(each)] == [
        id(each) for each in installed.entries if not past(each)
    ]
    assert any(past(each) for each in installed.entries)
    assert not any(past(each) for each in now.entries)
    assert releases.today(installed).entries == now.entries


def past(located: Located) -> bool:
    """Does an entry tell of something that was so in older releases only?"""
    return any(each.until for _, _, told in located.entry.differences() for each in told.values())


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


def test_a_release_that_nobody_checked_is_said_to_be_so(ask: Ask) -> None:
    _, out, _ = ask("lookup", "torch.optim.ASGD", "--target", "mindspore==2.5")
    assert "unchecked in mindspore 2.5: nobody has run these cases there." in out
    _, out, _ = ask("lookup", "torch.optim.ASGD", "--target", "mindspore==2.10.0")
    assert "unchecked" not in out
    assert "verified on mindspore" in out
