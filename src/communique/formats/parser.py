"""Reads pages, PDF and Word files in a process of its own, which is ended when it takes too long."""

import json
import os
import queue
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from communique.errors import CorpusError, DocumentError
from communique.formats.content import Content
from communique.formats.limits import Limits

__all__ = ["Parser"]

STARTS_WITHIN = 60.0  # seconds; a machine at work is slow to start a process


class Parser:
    """A reader of files that is started when first needed, serves many files, and is started again when it died.

    A process of its own and no thread: only a process can be ended. It is no `multiprocessing` one, which would run
    the script of a caller a second time where that has no `__main__` guard.

    Examples
    --------
    >>> with Parser(Limits()) as parser:
    ...     pass  # parser.read(Path("note.pdf"), "pdf").text
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.n_started = 0
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str | None] = queue.Queue()

    def __enter__(self) -> "Parser":
        """Return the parser, which starts nothing yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    def read(self, path: Path, kind: str) -> Content:
        """Return what the file holds.

        Parameters
        ----------
        path
            A file.
        kind
            `web`, `pdf` or `word`.

        Raises
        ------
        DocumentError
            With the reason why it cannot be read.
        """
        answer = self._ask({"path": str(path.absolute()), "kind": kind})
        if "reason" in answer:
            raise DocumentError(answer["reason"])
        return Content(**{**answer, "notes": tuple(answer["notes"])})

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process = None

    def _ask(self, request: dict[str, str]) -> Any:
        if self._process is None:
            self._start()
        try:
            self._send(request)
            line = self._answers.get(timeout=self.limits.max_seconds)
        except queue.Empty:
            self.close()
            raise DocumentError(
                f"took longer than {self.limits.max_seconds:g} seconds to read: raise --max-seconds"
            ) from None
        except OSError:
            line = None
        if line is None:
            self.close()
            raise DocumentError("is broken: it made its reader break off")
        return json.loads(line)

    def _start(self) -> None:
        # The process finds the package where this one does, wherever that is.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "communique.formats.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="ascii",
            env=environment,
        )
        self.n_started += 1
        self._answers = queue.Queue()
        threading.Thread(target=_pass_on, args=(self._process, self._answers), daemon=True).start()
        try:
            self._send(asdict(self.limits))
            ready = self._answers.get(timeout=STARTS_WITHIN)
        except (queue.Empty, OSError):
            ready = None
        if ready is None:
            self.close()
            raise CorpusError(
                "the process that reads pages, PDF and Word files cannot be started: "
                "`python -m communique.formats.child` must run."
            )

    def _send(self, message: dict[str, Any]) -> None:
        pipe = self._process.stdin if self._process else None
        if pipe is None:
            raise BrokenPipeError
        pipe.write(json.dumps(message) + "\n")
        pipe.flush()


def _pass_on(process: "subprocess.Popen[str]", answers: "queue.Queue[str | None]") -> None:
    """Put each line that a process writes into a queue, and None when it has ended."""
    if process.stdout is not None:
        try:
            for line in process.stdout:
                answers.put(line)
        except ValueError:  # closed while reading
            pass
    answers.put(None)
