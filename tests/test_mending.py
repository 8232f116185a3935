"""`registry validate --fix` mends what needs no thinking; a diff has the mending alone in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from samples import ENTRY, NOTHING, written

from registry.authoring.mending import mended
from registry.language import signatures
from registry.language.signatures import Signature
from registry.mapping.catalog import Registry
from registry.mapping.loading import content_of, load

Ask = Callable[..., tuple[int, str, str]]


def unknown(_: str) -> None:
    """Nobody knows what a framework declares."""


def fixed(folder: Path, text: str, **declared: str) -> str:
    """The text once it is mended; it is the same when it is mended again."""
    now = {name.replace("_", "."): signatures.parse(said) for name, said in declared.items()}
    path = written(folder, text)
    found = mended(path, now.get)
    if found is None:
        return text
    assert found.before == text
    assert found.done
    path.write_bytes(found.after.encode())
    assert mended(path, now.get) is None, "the second time changes nothing"
    return found.after


def changed(*pairs: tuple[str, str], text: str = ENTRY) -> str:
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


REWRITE = {
    "a release is quoted": ('since: "2.0"', "since: 2.0"),
    "a release keeps its zero": ('since: "2.10"  # seen', "since: 2.10  # seen"),
    "a platform": ("platforms: [CPU]", "platforms: [cpu]"),
    "a fit": ("fit: adapt", "fit: Adapt"),
    "a kind": ("kind: optimizer", "kind: Optimizer"),
    "a number": ("lr=0.1, decay=0.0", "lr=1e-1, decay=0."),
    "spaces and quotes": ("(params, rate=0.01, scale=1.0)", "( params,rate=0.01,  scale=1.0, )"),
    "a quoted signature": (
        "signature: '(params, rate=0.01, scale=1.0)'",
        'signature: "(params, rate=.01, scale=1.0)"',
    ),
}


@pytest.mark.parametrize("name", REWRITE)
def test_what_is_only_written_in_another_way_is_mended(tmp_path: Path, name: str) -> None:
    right, wrong = REWRITE[name]
    text = ENTRY
    if right.startswith("since"):
        text = ENTRY.replace("scale=1.0)\n", f"scale=1.0)\n      {right}\n")
    elif right.startswith("signature"):
        text = ENTRY.replace("signature: (params, rate=0.01, scale=1.0)", right)
    assert fixed(tmp_path, text.replace(right, wrong)) == text
    assert not load([written(tmp_path, text)]).problems


def test_a_tuple_is_written_as_a_list(tmp_path: Path) -> None:
    text = changed(("decay=0.0", "decay=(0.0, 1)"), ("{decay: 0.5}", "{decay: '(0.5, (1, 2))'}"))
    right = text.replace("'(0.5, (1, 2))'", "[0.5, [1, 2]]")
    assert fixed(tmp_path, text) == right


NOOP = {
    "a right file": ENTRY,
    "two right entries": ENTRY + NOTHING,
    "a word where a word is meant": changed(
        ("decay=0.0", "decay='x'"), ("{decay: 0.5}", "{decay: '(1, 2)'}")
    ),
    "a signature that is none": changed(("(params, rate=0.01, scale=1.0)", "params, rate")),
    "a folded signature": changed(
        ("(params, rate=0.01, scale=1.0)", ">-\n        (params, rate=1e-2,\n        scale=1.0)")
    ),
    "no YAML": "a: [",
    "no mapping": "- a\n",
    "a key that nobody knows": changed(("  aliases:", "  colour: red\n  aliases:")),
    "a key that is there twice": changed(("fit: adapt", "fit: adapt\n      fit: adapt")),
    "a comment of its own": f"# kind: Optimizer, since: 2.0\n{ENTRY}",
}


@pytest.mark.parametrize("name", NOOP)
def test_what_needs_thinking_is_left_alone(tmp_path: Path, name: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(NOOP[name], encoding="utf-8")
    found = mended(path, unknown)
    if name == "a key that nobody knows":  # it goes to the end, and is refused there
        assert found is not None
        assert found.after.endswith("  colour: red\n")
    else:
        assert found is None


DISORDER = """\
# about the file
here.optim.Plain:
  # what it is
  kind: optimizer
  cases:
    # the usual one
    defaults: {run: {steps: 200}, arguments: {}}
    decayed:
      run: {steps: 100}  # few
      arguments: {decay: 0.5}
  # its parameters
  signature: (params, lr=0.1, decay=0.0, fused=None)
  counterparts:
    - fit: adapt
      api: there.optim.Descent
      signature: (params, rate=0.01, scale=1.0)
      platforms: [CPU]
      extra:
        scale: Gradients are divided by it.
      parameters:
        params: same
        lr: {to: rate}
        decay: {dropped: It never decays., difference: no-decay}
        fused: {dropped: It is about speed.}
      differences:
        no-decay:
          what: >-
            The parameters are not decayed,
            at all.
          when: decay != 0
          evidence: [check: decayed]
          instead: Decay them yourself.
  aliases: [here.Plain]
"""

ORDER = """\
# about the file
here.optim.Plain:
  # what it is
  kind: optimizer
  # its parameters
  signature: (params, lr=0.1, decay=0.0, fused=None)
  aliases: [here.Plain]
  counterparts:
    - api: there.optim.Descent
      fit: adapt
      signature: (params, rate=0.01, scale=1.0)
      platforms: [CPU]
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
          what: >-
            The parameters are not decayed,
            at all.
          instead: Decay them yourself.
          evidence: [check: decayed]
  cases:
    # the usual one
    defaults: {run: {steps: 200}, arguments: {}}
    decayed:
      arguments: {decay: 0.5}
      run: {steps: 100}  # few
"""


def test_keys_are_put_in_order_and_take_their_comments_along(tmp_path: Path) -> None:
    assert fixed(tmp_path, DISORDER) == ORDER


def test_a_key_does_not_come_before_the_anchor_that_it_needs(tmp_path: Path) -> None:
    text = changed(
        ("  aliases: [here.Plain]\n", ""),
        ("  cases:\n", "  pages: &pages [https://one]\n  cases:\n"),
        ("    - api: there.optim.Descent\n", "    - api: there.optim.Descent\n      pages: *p\n"),
    ).replace("&pages", "&p")
    broken = content_of(text)
    assert broken is None, "here the alias comes first"
    right = changed(
        ("  counterparts:\n", "  pages: &p [https://one]\n  counterparts:\n"),
        ("      platforms: [CPU]\n", "      platforms: [CPU]\n      pages: *p\n"),
    )
    moved = right.replace("  kind: optimizer\n", "").replace(
        "  pages: &p", "  kind: optimizer\n  pages: &p"
    )
    after = fixed(tmp_path, moved)
    assert content_of(after) == content_of(right)
    assert after.index("&p") < after.index("*p")
    stuck = changed(
        ("  cases:\n", "  note: *n\n  cases:\n"),
        ("instead: Decay them yourself.", "instead: &n Decay them yourself."),
    )
    assert content_of(stuck) is not None
    assert fixed(tmp_path, stuck) == stuck


def test_lines_of_windows_and_a_mark_of_the_order_of_bytes_stay(tmp_path: Path) -> None:
    text = "\ufeff" + ENTRY.replace("kind: optimizer", "kind: Optimizer").replace("\n", "\r\n")
    path = tmp_path / "f.yaml"
    path.write_bytes(text.encode())
    found = mended(path, unknown)
    assert found is not None
    assert found.after == text.replace("Optimizer", "optimizer")


NOW = {
    "here_optim_Plain": "(params, lr=0.1, *, decay=0.0, amount=None, fused=None, last=3)",
    "there_optim_Descent": "(params, rate=0.02, slow=False, scale=1.0)",
}


def test_a_signature_that_moved_is_taken_over_and_what_is_new_is_to_be_decided(
    tmp_path: Path,
) -> None:
    after = fixed(tmp_path, ENTRY, **NOW)
    assert after == changed(
        (
            "(params, lr=0.1, decay=0.0, fused=None)",
            "(params, lr=0.1, *, decay=0.0, amount=None, fused=None, last=3)",
        ),
        (
            "difference: no-decay}\n        fused: {dropped: It is about speed.}\n",
            "difference: no-decay}\n        amount: TODO\n"
            "        fused: {dropped: It is about speed.}\n        last: TODO\n",
        ),
        ("(params, rate=0.01, scale=1.0)", "(params, rate=0.02, slow=False, scale=1.0)"),
        ("        scale: Grad", "        slow: TODO\n        scale: Grad"),
    )
    said = [each.text for each in load([written(tmp_path, after)]).problems]
    assert len(said) == 3
    assert all("is still to be decided" in each for each in said)


def test_a_block_of_extra_is_begun_and_brackets_are_kept(tmp_path: Path) -> None:
    text = changed(
        ("      extra:\n        scale: Gradients are divided by it.\n", ""),
        ("(params, rate=0.01, scale=1.0)", "(params, rate=0.01)"),
        (
            "      parameters:\n        params: same\n        lr: {to: rate}\n"
            "        decay: {dropped: It never decays., difference: no-decay}\n"
            "        fused: {dropped: It is about speed.}\n",
            "      parameters: {params: same, lr: same, decay: {dropped: None.}, fused: same}\n",
        ),
    )
    after = fixed(tmp_path, text, **NOW)
    assert "decay: {dropped: None.}, amount: TODO, fused: same, last: TODO}\n" in after
    assert "last: TODO}\n      extra:\n        slow: TODO\n        scale: TODO\n" in after


def test_a_default_that_is_the_same_number_is_left_as_it_is(tmp_path: Path) -> None:
    text = changed(("lr=0.1", "lr=0.5"))
    declared = {"here_optim_Plain": "(params, lr=1.0 / 2, decay=0.0, fused=None)"}
    assert fixed(tmp_path, text, **declared) == text
    declared = {"here_optim_Plain": "(params, lr=1 / 4, decay=0.0, fused=None)"}
    assert "lr=1 / 4" in fixed(tmp_path, text, **declared)


def test_a_counterpart_that_is_gone_is_left_as_it_was(tmp_path: Path) -> None:
    text = changed(("      platforms:", '      until: "2.0"\n      platforms:'))
    assert fixed(tmp_path, text, there_optim_Descent="(params)") == text


def test_nothing_is_left_to_mend_in_the_map(installed: Registry) -> None:
    assert installed.files
    for path in installed.files:
        assert mended(path, unknown) is None, f"run `registry validate --fix {path}`"


def test_fix_writes_and_says_what_it_did(ask: Ask, tmp_path: Path) -> None:
    path = written(tmp_path, changed(("fit: adapt", "fit: adapt\n      since: 2.0")))
    code, out, err = ask("validate", "--fix", str(tmp_path))
    assert code == 0
    assert out == (
        f"{path}:8: here.optim.Plain.counterparts.0.since: quoted, because a release is no number\n"
        f"{path}:6: here.optim.Plain.counterparts.0: in order: api, fit, signature, since,"
        " platforms, parameters, extra, differences\n"
        "1 files, 1 mappings, 2 mended, 0 problems\n"
    )
    assert err.count("signatures of here are left as they are: it is not here") == 1
    kept = path.read_text()
    assert '      since: "2.0"\n' in kept
    code, out, _ = ask("validate", "--fix", str(tmp_path))
    assert (code, out, path.read_text()) == (0, "1 files, 1 mappings, 0 problems\n", kept)


def test_diff_shows_and_writes_nothing(ask: Ask, tmp_path: Path) -> None:
    wrong = changed(("fit: adapt", "fit: Adapt"))
    path = written(tmp_path, wrong)
    code, out, err = ask("validate", "--diff", str(tmp_path))
    assert (code, path.read_text()) == (2, wrong)
    lines = [each for each in out.splitlines() if each[0] in "+-"]
    assert lines == [f"--- {path}", f"+++ {path}", "-      fit: Adapt", "+      fit: adapt"]
    assert f"{path}:7: here.optim.Plain.counterparts.0.fit: expected" in err
    assert ask("validate", "--dry-run", str(tmp_path))[1] == out


def test_what_is_left_is_said_and_the_exit_code_is_two(ask: Ask, tmp_path: Path) -> None:
    path = written(
        tmp_path, changed(("fit: adapt", "fit: Adapt"), ("params: same", "params: TODO"))
    )
    code, out, err = ask("validate", "--fix", str(path))
    assert code == 2
    assert out.endswith("1 files, 0 mappings, 1 mended, 1 problems\n")
    assert "parameters.params: is still to be decided" in err


def test_signatures_come_from_the_sources_that_are_named(ask: Ask, tmp_path: Path) -> None:
    for name, code in (
        (
            "here",
            "def Plain(params, lr=0.1, decay=0.0, fused=None, new=1): ...\n",
        ),
        ("there", "def Descent(params, rate=0.01, scale=1.0): ...\n"),
    ):
        (tmp_path / "site" / name).mkdir(parents=True)
        (tmp_path / "site" / name / "__init__.py").write_text("")
        (tmp_path / "site" / name / "optim.py").write_text(code)
    path = written(tmp_path / "m")
    where = [f"--sources={name}={tmp_path / 'site'}" for name in ("here", "there")]
    code, out, err = ask("validate", "--fix", "--json", str(path), *where)
    said = json.loads(out)
    assert (code, err, said["files"], said["mappings"]) == (2, "", 1, 0)
    assert [each["field"].partition("Plain.")[2] for each in said["fixed"]] == [
        "signature",
        "counterparts.0.parameters.new",
    ]
    (problem,) = said["problems"]
    assert problem["path"] == str(path)
    assert path.read_text().splitlines()[problem["line"] - 1] == "        new: TODO"


def test_every_problem_of_a_file_is_said_beside_those_of_the_rules(
    ask: Ask, tmp_path: Path
) -> None:
    text = NOTHING.replace("kind: optimizer", "kind: x") + ENTRY.replace("scale: Grad", "x: Grad")
    code, out, _ = ask("validate", "--json", str(written(tmp_path, text)))
    said = json.loads(out)
    assert code == 2
    fields = [each["field"] for each in said["problems"]]
    assert "here.optim.Odd.kind" in fields
    assert "here.optim.Plain.counterparts.0.extra.x" in fields
    assert said["fixed"] == []


def test_fix_asks_for_paths(ask: Ask) -> None:
    code, out, err = ask("validate", "--fix")
    assert (code, out) == (2, "")
    assert err == "registry: --fix: needs files or folders; name them\n"


def test_a_signature_says_where_it_cannot_be_read(tmp_path: Path) -> None:
    asked: list[str] = []

    def declaring(api: str) -> Signature | None:
        asked.append(api)
        return None

    assert mended(written(tmp_path), declaring) is None
    assert asked == ["here.optim.Plain", "there.optim.Descent"]
