"""Files that users could have written: a code at the end of a line is expected there, and no other.

A first line ``# lint: also OPR203`` switches on codes that are off by default.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flake8_registry import findings, read_index
from flake8_registry.codes import OFF_BY_DEFAULT

HERE = Path(__file__).parent
FILES = sorted((HERE / "files").rglob("*.py"))
INDEX = read_index((str(HERE / "index.json"),))

Line = tuple[int, str]


def expected(text: str) -> Iterator[Line]:
    for number, line in enumerate(text.splitlines(), 1):
        comment = re.search(r"# (OPR\d{3}(?: OPR\d{3})*)(?:\s+# noqa.*)?$", line)
        if comment:
            for code in comment[1].split():
                yield number, code


def reported(path: Path, text: str) -> Iterator[Line]:
    header = text.partition("\n")[0]
    also = set(re.findall(r"OPR\d{3}", header)) if header.startswith("# lint: also") else set()
    for finding in findings(text, str(path), INDEX):
        if finding.code not in OFF_BY_DEFAULT or finding.code in also:
            yield finding.line, finding.code


@pytest.mark.parametrize(
    "path", FILES, ids=lambda path: str(path.relative_to(HERE / "files").with_suffix(""))
)
def test_a_file_gets_exactly_the_reports_at_the_end_of_its_lines(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    wanted, got = Counter(expected(text)), Counter(reported(path, text))
    missed = sorted((wanted - got).elements())
    false = sorted((got - wanted).elements())
    lines = text.splitlines()
    assert not [*missed, *false], "\n".join(
        [f"{path.name}:{line}: missed {code}: {lines[line - 1].strip()}" for line, code in missed]
        + [f"{path.name}:{line}: false {code}: {lines[line - 1].strip()}" for line, code in false]
    )


def test_there_is_as_much_silence_as_speech() -> None:
    silent = spoken = 0
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        lines = {line for line, _ in expected(text)}
        spoken += len(lines)
        silent += sum(1 for line in text.splitlines() if line.strip()) - len(lines)
    assert silent >= spoken
