"""Programs of the grammar: some hundreds here, a hundred thousand with ``make fuzz``."""

from __future__ import annotations

import ast
import warnings

import fuzz
import pytest
from grammar import program


@pytest.mark.parametrize("first", range(0, 300, 100))
def test_no_program_crashes_the_linter(first: int) -> None:
    text, problems = fuzz.lint(first, 100)
    assert not problems, problems[0]
    assert not text.startswith("0 programs")


def test_findings_do_not_depend_on_the_hash_seed(capfd: pytest.CaptureFixture[str]) -> None:
    assert fuzz.main(60, first=5000) == 0, capfd.readouterr().out


def test_most_programs_are_python_and_a_seed_gives_one_program() -> None:
    def is_python(source: str) -> bool:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(source.removeprefix("\ufeff"))
        except SyntaxError:
            return False
        return True

    assert program(1) == program(1) != program(2)
    assert sum(is_python(program(seed)) for seed in range(200)) > 140
