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
    names = [word for word in words[1:] if not word.startswith("-")]
    flags = [word for word in words[1:] if word.startswith("-")]
    if words[:1] == ["lookup"] and len(names) == 1 and flags in ([], ["--json"]):
        from registry.answers import quick

        return quick.lookup(names[0], bool(flags))
    from registry.cli import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
