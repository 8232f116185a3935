"""The `registry` command. The commonest question is answered before the rest is imported."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the command line and return its exit code."""
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()  # while there is somebody to notice that the reader has gone
        return code
    except BrokenPipeError:
        # The reader (such as `head`) has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        from registry.problems import UserError

        if not isinstance(error, UserError):
            raise
        for problem in error.problems:
            print(f"registry: {problem}", file=sys.stderr)
        return 2


def _run(words: list[str]) -> int:
    asked = _looked_up(words)
    if asked is not None:
        from registry.answers import quick

        return quick.lookup(*asked)
    from registry.cli import run

    return run()


def _looked_up(words: list[str]) -> tuple[str, bool, str | None] | None:
    """The name, ``--json`` and ``--target`` of a plain look-up; ``None`` for all else."""
    names: list[str] = []
    as_json, target = False, None
    rest = iter(words[1:] if words[:1] == ["lookup"] else [])
    for word in rest:
        if word == "--json":
            as_json = True
        elif word == "--target":
            target = next(rest, None)
            if target is None:
                return None
        elif word.startswith("--target="):
            target = word.partition("=")[2]
        elif word.startswith("-"):
            return None
        else:
            names.append(word)
    return (names[0], as_json, target) if len(names) == 1 else None


if __name__ == "__main__":
    sys.exit(main())
