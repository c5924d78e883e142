"""What need not be done again: steps whose inputs and outputs are what they were in the last run."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

__all__ = ["Record", "code_digest", "files_digest"]

LIBRARIES = ("spacy", "onnxruntime", "pandas", "networkx", "matplotlib", "scipy", "nbconvert", "papermill")


def files_digest(paths: Iterable[Path], *, root: Path) -> str:
    """Return a hash of the names (relative to `root`) and contents of files; one that cannot be opened has none."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(_hash(path).encode())
    return digest.hexdigest()


def code_digest() -> str:
    """Return a hash of this package and the versions of the libraries that shape its output."""
    package = Path(__file__).parent
    code = [
        p
        for p in package.rglob("*")
        if p.suffix in {".py", ".j2", ".css", ".js", ".json", ".onnx"} and "project" not in p.parts
    ]
    digest = hashlib.sha256(files_digest(code, root=package).encode())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()


@dataclass
class Record:
    """The steps of the last run and of this one: the key of their inputs, the hashes of their outputs.

    The outputs of the last run lie in `out`, those of this one in `aside`.
    """

    out: Path
    aside: Path
    last: dict[str, Any] = field(default_factory=dict)
    steps: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, out: Path, aside: Path, *, force: bool = False) -> "Record":
        """Read the record in `out`; an unreadable one, or `force`, means that everything is done again."""
        try:
            last = {} if force else json.loads((out / "run.json").read_text(encoding="utf-8"))["steps"]
        except (OSError, ValueError, KeyError):
            last = {}
        return cls(out, aside, last)

    def key_of_last(self, step: str) -> str:
        """Return the key of a step in the last run, an empty one where it was not done."""
        return str(self.last.get(step, {}).get("key", ""))

    def is_fresh(self, step: str, key: str) -> bool:
        """Tell whether a step was done with the same inputs and its outputs are untouched; keep it if so."""
        past = self.last.get(step)
        if not past or past["key"] != key or not all(_hash(self.out / f) == h for f, h in past["files"].items()):
            return False
        self.steps[step] = past
        return True

    def done(self, step: str, key: str, files: Iterable[Path]) -> None:
        """Enter a step that was done, with what it wrote."""
        names = sorted(path.relative_to(self.aside).as_posix() for path in files)
        self.steps[step] = {"key": key, "files": {name: _hash(self.aside / name) for name in names}}

    def left_over(self) -> list[Path]:
        """Return the files that the last run wrote and no step of this run has."""
        past = {name for step in self.last.values() for name in step["files"]}
        present = {name for step in self.steps.values() for name in step["files"]}
        return [self.out / name for name in sorted(past - present)]


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
