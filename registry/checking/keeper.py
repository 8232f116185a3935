"""What runs on a host beside a leg: it starts the leg's interpreter, passes on what the two sides
say, hears how it ends, and ends it with all that it started when the connection goes.

execnet sends this file by source, so it imports the standard library only. A leg that hangs in
compiled code cannot notice that nobody listens any more; this process can.
"""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading

BOOT = "import sys;exec(eval(sys.stdin.readline()))"
TAIL = 8192
"""So many of the last bytes that a leg writes to stderr are kept."""


def keep(channel):
    """The first message is a path or ``None``; then bytes for stdin, and ``None`` at their end.

    It says ``("out", bytes)`` many times and ``("end", exit code, tail of stderr)`` once.
    """
    python = channel.receive() or sys.executable
    pipe = subprocess.PIPE
    try:
        leg = subprocess.Popen(
            [python, "-u", "-c", BOOT],
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            bufsize=0,
            start_new_session=True,
        )
    except OSError as error:
        channel.send(("end", 127, f"{python}: {error.strerror}".encode()))
        return
    alone, todo, tail = threading.Lock(), queue.Queue(), bytearray()

    def say(*words):
        with alone, contextlib.suppress(OSError):  # the loop below ends where nobody listens
            channel.send(words)

    def write():
        for data in iter(todo.get, None):
            view = memoryview(data)
            try:
                while view:
                    view = view[leg.stdin.write(view) :]
            except OSError:
                break  # it has ended
        leg.stdin.close()

    def read():
        for data in iter(lambda: leg.stdout.read(65536), b""):
            say("out", data)

    def read_errors():
        for data in iter(lambda: leg.stderr.read(65536), b""):
            tail[:] = (tail + data)[-TAIL:]

    def attend():
        code = leg.wait()
        for thread in readers:
            # What the leg has started may hold its pipes open.
            thread.join(1.0)
        say("end", code, bytes(tail))

    readers = [threading.Thread(target=each, daemon=True) for each in (read, read_errors)]
    for thread in (*readers, threading.Thread(target=write, daemon=True)):
        thread.start()
    threading.Thread(target=attend, daemon=True).start()
    try:
        for data in channel:
            todo.put(data)
    finally:
        with contextlib.suppress(OSError):  # there may be nothing left to end
            os.killpg(leg.pid, signal.SIGKILL)


if __name__ == "__channelexec__":
    keep(channel)  # noqa: F821 (execnet provides it)
