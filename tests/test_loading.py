"""Mapping files: every refusal says where, what and the way out; all of a file's at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples import ENTRY, NOTHING, written

from registry.mapping.loading import MAX_BYTES, load, read


def problems(tmp_path: Path, text: str | bytes) -> list[str]:
    """What is wrong with a text, each as ``line: field: text``."""
    path = tmp_path / "f.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    entries, wrong = read(path)
    assert not (wrong and load([path]).entries)
    assert entries or wrong
    said = [str(each) for each in wrong]
    assert all(each.startswith(f"{path}:") for each in said)
    return [each.removeprefix(f"{path}:").removeprefix(" ") for each in said]


def changed(old: str, new: str) -> str:
    assert ENTRY.count(old) == 1
    return ENTRY.replace(old, new)


def test_a_file_that_is_right_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, ENTRY) == []
    assert problems(tmp_path, ENTRY + NOTHING) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["1: is empty; start with the name of an API"]),
        ("# nothing but a comment\n", ["1: is empty; start with the name of an API"]),
        ("just words\n", ["1: start with the name of an API, such as torch.optim.SGD:"]),
        ("- a list\n", ["1: start with the name of an API, such as torch.optim.SGD:"]),
        (b"a: b\nc: \xff\xfe\n", ["2: is not UTF-8; save it as UTF-8"]),
        (ENTRY.encode("utf-16"), ["1: is not UTF-8; save it as UTF-8"]),
        (
            "a: b\n c: d\n",
            [
                "2: is not YAML: mapping values are not allowed in this context;"
                " check indentation, colons and quotes"
            ],
        ),
        (
            "a: [1, 2\n",
            [
                "2: is not YAML: did not find expected ',' or ']';"
                " check indentation, colons and quotes"
            ],
        ),
        (
            "a: *b\n",
            ["1: is not YAML: found undefined alias; check indentation, colons and quotes"],
        ),
        ("a: b\x07\n", ["1: is not YAML: unacceptable character #x0007: control characters"]),
        (
            "a: 1\n--- \nb: 2\n",
            ["2: is not YAML: but found another document; check indentation, colons and quotes"],
        ),
    ],
)
def test_what_is_not_a_mapping_file(tmp_path: Path, text: str | bytes, said: list[str]) -> None:
    found = problems(tmp_path, text)
    assert len(found) == len(said)
    assert all(one.startswith(other) for one, other in zip(found, said, strict=True)), found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            changed("  kind: optimizer\n", "  kind: optimizer\n  kind: schedule\n"),
            ["3: here.optim.Plain.kind: is said twice, first at line 2"],
        ),
        (
            changed("    defaults: {arguments: {}}", "    decayed: {arguments: {}}"),
            ["25: here.optim.Plain.cases.decayed: is said twice, first at line 24"],
        ),
        (ENTRY * 2, ["26: here.optim.Plain: is said twice, first at line 1"]),
        (
            changed("  kind: optimizer\n", "  kind: optimizer\n  kindness: 1\n"),
            [
                "3: here.optim.Plain.kindness: is not a field here;"
                " remove it or correct its spelling"
            ],
        ),
        (
            changed("          what: The", "          whta: The"),
            [
                "18: here.optim.Plain.counterparts.0.differences.no-decay.what: is missing; add it",
                "20: here.optim.Plain.counterparts.0.differences.no-decay.whta:"
                " is not a field here; remove it or correct its spelling",
            ],
        ),
        (
            changed("fit: adapt", "fit: adopt"),
            ["7: here.optim.Plain.counterparts.0.fit: expected 'rename', 'adapt' or 'rewrite'"],
        ),
        (
            changed("      platforms: [CPU]\n", "      platforms: [CPU, NPU]\n"),
            [
                "9: here.optim.Plain.counterparts.0.platforms.1:"
                " expected 'Ascend', 'GPU', 'TPU' or 'CPU'"
            ],
        ),
        (
            changed("when: decay != 0", "when: decay ! 0"),
            [
                "19: here.optim.Plain.counterparts.0.differences.no-decay.when: write a"
                " condition such as `eps > 1e-6 and not amsgrad`, or `always`"
            ],
        ),
        (
            changed("are not decayed.", "are not decayed"),
            [
                "20: here.optim.Plain.counterparts.0.differences.no-decay.what:"
                " write a whole sentence, with its full stop"
            ],
        ),
        (
            changed("decay=0.0, fused=None)", "decay=0., fused=None)"),
            [
                "3: here.optim.Plain.signature: write it in its canonical form:"
                " (params, lr=0.1, decay=0.0, fused=None)"
            ],
        ),
        (
            changed("here.optim.Plain:", "Plain:"),
            ["1: Plain: write a qualified name such as torch.optim.SGD"],
        ),
        ("here.optim.Plain:\n", ["1: here.optim.Plain: input should be a valid dictionary"]),
        (
            changed(
                "        params: same", "        ? [a, b]\n        : same\n        params: same"
            ),
            ["11: here.optim.Plain.counterparts.0.parameters: a key must be a word"],
        ),
        (
            changed("{decay: 0.5}", "{decay: !!python/name:os.system }"),
            [
                "25: here.optim.Plain.cases.decayed.arguments.decay: the tag"
                " tag:yaml.org,2002:python/name:os.system is not used here; write a plain value"
            ],
        ),
        (
            changed("{arguments: {decay: 0.5}}", "{<<: {arguments: {}}}"),
            [
                "25: here.optim.Plain.cases.decayed.<<: is not a field here;"
                " remove it or correct its spelling"
            ],
        ),
    ],
)
def test_a_wrong_field_is_named_with_its_line(tmp_path: Path, text: str, said: list[str]) -> None:
    found = problems(tmp_path, text)
    assert len(found) == len(said), found
    assert all(one.startswith(other) for one, other in zip(found, said, strict=True)), found


def test_everything_that_is_wrong_with_a_file_is_said_at_once(tmp_path: Path) -> None:
    text = changed("  kind: optimizer\n", "  kind: optimiser\n  kind: schedule\n  colour: red\n")
    text = text.replace("when: decay != 0", "when: decay ==")
    text += NOTHING.replace("lr=0.1)", "lr=)")
    places = [each.rpartition(": ")[0].split(": ")[:2] for each in problems(tmp_path, text)]
    assert [(int(line), field) for line, field in places] == [
        (3, "here.optim.Plain.kind"),
        (4, "here.optim.Plain.colour"),
        (21, "here.optim.Plain.counterparts.0.differences.no-decay.when"),
        (30, "here.optim.Odd.signature"),
    ]


def test_a_file_with_a_problem_contributes_nothing_and_the_next_one_does(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(NOTHING + ENTRY.replace("fit: adapt", "fit: never"), encoding="utf-8")
    loaded = load([broken, written(tmp_path / "right")])
    assert [each.api for each in loaded.entries] == ["here.optim.Plain"]
    assert [each.place for each in loaded.problems] == [str(broken)]
    assert len(loaded.files) == 2


def test_two_files_that_map_the_same_api_are_both_named(tmp_path: Path) -> None:
    one, two = written(tmp_path / "a"), written(tmp_path / "b")
    two.write_text(f"# a comment\n{ENTRY}", encoding="utf-8")
    loaded = load([tmp_path])
    assert [str(each) for each in loaded.problems] == [
        f"{two}:2: here.optim.Plain: is already mapped to there at {one}:1; keep one of the two"
    ]
    assert [each.path for each in loaded.entries] == [one]


def test_two_files_that_map_one_api_to_two_frameworks_are_both_right(tmp_path: Path) -> None:
    written(tmp_path / "a")
    written(tmp_path / "b", ENTRY.replace("there.optim", "elsewhere.optim"))
    loaded = load([tmp_path])
    assert not loaded.problems
    assert [each.entry.target for each in loaded.entries] == ["there", "elsewhere"]


def test_a_file_over_one_mebibyte_is_refused_unread(tmp_path: Path) -> None:
    filler = "#" + "x" * 99 + "\n"
    text = ENTRY + filler * ((MAX_BYTES - len(ENTRY)) // len(filler))
    assert problems(tmp_path, text) == []
    too_large = ["is larger than 1 MiB; split it, one API a file"]
    assert problems(tmp_path, text + filler) == too_large


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    assert problems(tmp_path, b"\xef\xbb\xbf" + ENTRY.encode()) == []


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    loop, folder, gone = tmp_path / "loop.yaml", tmp_path / "folder.yaml", tmp_path / "gone.yaml"
    loop.symlink_to(loop)
    folder.mkdir()
    said = [str(each) for place in (tmp_path, gone) for each in load([place]).problems]
    assert said == [
        f"{folder}: cannot be read (Is a directory); check the path",
        f"{loop}: cannot be read (Too many levels of symbolic links); check the path",
        f"{gone}: cannot be read (No such file or directory); check the path",
    ]


def test_only_yaml_files_below_a_folder_are_read_in_a_stable_order(tmp_path: Path) -> None:
    for name in ("b/two.yaml", "a/one.yaml", "a/one.yml", "a/note.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("", encoding="utf-8")
    assert load([tmp_path]).files == (tmp_path / "a/one.yaml", tmp_path / "b/two.yaml")
