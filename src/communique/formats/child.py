"""The process that reads pages, PDF and Word files: a line of JSON in, a line of JSON out.

`python -m communique.formats.child` is started by `communique.formats.parser` and by nobody else. It bounds its own
memory, and may be killed at any moment. JSON, not pickle: nothing that a document makes of this process can run in
the one that reads the answer.
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from communique.errors import DocumentError
from communique.formats.content import Content
from communique.formats.limits import Limits

__all__ = ["answer", "main"]


def main() -> None:
    """Answer requests until the other side closes."""
    # What libraries print must not come between the answers, so that these go where standard output was.
    out = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n")
    os.dup2(2, 1)
    limits = Limits(**json.loads(sys.stdin.readline()))
    _bound_memory(limits.max_memory)
    _say(out, {"ready": True})
    for line in sys.stdin:
        request = json.loads(line)
        _say(out, answer(Path(request["path"]), request["kind"], limits))


def answer(path: Path, kind: str, limits: Limits) -> dict[str, object]:
    """Return the fields of `Content`, or a `reason` why there are none."""
    try:
        content = asdict(_read(path, kind, limits))
    except Exception as error:  # whatever a malformed file makes of a library is that file's fault alone
        return {"reason": _reason(error)}
    return content


def _reason(error: Exception) -> str:
    match error:
        case DocumentError():
            reason = str(error)
        case MemoryError():
            reason = "is too large: it takes more memory than is allowed"
        case RecursionError():
            reason = "is broken: it is nested too deeply"
        case ImportError(name=name):
            package = {"docx": "python-docx"}.get(str(name), name)
            reason = f"needs the package {package}, which is not installed: pip install {package}"
        case OSError():
            reason = f"cannot be opened ({error.strerror})"
        case _:
            reason = f"is broken: its reader failed ({type(error).__name__})"
    return reason


def _read(path: Path, kind: str, limits: Limits) -> Content:
    # Each reader brings a library that takes a part of a second to load: only that which is needed is.
    data = path.read_bytes()
    if kind == "web":
        from communique.formats.web import read_web

        return read_web(data)
    if kind == "pdf":
        from communique.formats.pdf import read_pdf

        return read_pdf(data, limits)
    from communique.formats.word import read_word

    return read_word(data, limits)


def _say(out: TextIO, message: dict[str, object]) -> None:
    out.write(json.dumps(message) + "\n")
    out.flush()


def _bound_memory(most: int) -> None:
    try:
        import resource  # not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main()
