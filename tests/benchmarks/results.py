"""What benchmarks found: one table, and one file that is kept, with machine, versions and date."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

__all__ = ["FULL", "KEPT", "SIZE", "Figure", "Results", "documents_at"]

KEPT = Path(__file__).with_name("results.json")
SIZE = os.environ.get("COMMUNIQUE_BENCH", "full")  # or `small`: all of it within some minutes
FULL = SIZE == "full"
LIBRARIES = (
    "numpy", "pandas", "scipy", "networkx", "onnxruntime", "tokenizers", "spacy", "pyarrow", "matplotlib", "papermill",
)  # fmt: skip


def documents_at(small: Sequence[int], full: Sequence[int]) -> list[int]:
    """Return the sizes to measure, in documents or whatever is counted."""
    return list(full if FULL else small)


@dataclass(frozen=True)
class Figure:
    """One thing measured.

    value, unit
        How much, of what: `words/s` of a processor, `s`, `MB`, `x` for a bare ratio.
    n, of
        On how many documents, units or nodes.
    reference, ratio
        What it is held against in the same run, and how many times as good it is; what costs less counts as better.
    megabytes
        What memory grew by at its highest.
    """

    part: str
    value: float
    unit: str
    n: int | None = None
    of: str = "documents"
    reference: str | None = None
    ratio: float | None = None
    megabytes: float | None = None


@dataclass
class Results:
    """The figures of one run, in the order in which they came."""

    figures: list[Figure] = field(default_factory=list)

    def __call__(
        self,
        part: str,
        value: float,
        unit: str,
        *,
        n: int | None = None,
        of: str = "documents",
        reference: str | None = None,
        ratio: float | None = None,
        megabytes: float | None = None,
    ) -> None:
        """Enter a figure; see `Figure`."""
        self.figures.append(Figure(part, value, unit, n, of, reference, ratio, megabytes))

    def lines(self) -> list[str]:
        """Return the table, a line a figure."""
        rows = [("", "", "", "on", "times its reference", "peak memory")]
        for told in self.figures:
            on = f"{told.n:,} {told.of}" if told.n else ""
            against = f"{told.ratio:.2f} x {told.reference}" if told.ratio is not None else ""
            memory = f"{told.megabytes:,.0f} MB" if told.megabytes is not None else ""
            rows.append((told.part, _short(told.value), told.unit, on, against, memory))
        widths = [max(len(row[at]) for row in rows) for at in range(6)]
        return [
            "  ".join(
                cell.rjust(width) if at in {1, 5} else cell.ljust(width)
                for at, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in rows
        ]

    def write(self, path: Path) -> None:
        """Write the figures with the machine that they hold for."""
        told = {
            "size": SIZE,
            "date": datetime.now(UTC).date().isoformat(),
            "machine": machine(),
            "versions": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
            "figures": [{k: _rounded(v) for k, v in asdict(f).items() if v is not None} for f in self.figures],
        }
        path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def machine() -> dict[str, object]:
    """Return the processor, its cores, the memory, and how many tasks were waiting or running in the last quarter."""
    cpu = Path("/proc/cpuinfo")
    told = cpu.read_text(encoding="utf-8").splitlines() if cpu.is_file() else []
    model = next((line.partition(":")[2].strip() for line in told if line.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "processor": model or platform.processor(),
        "cores": len(os.sched_getaffinity(0)),
        "gigabytes": round(memory, 1),
        "system": platform.system(),
        "load": round(os.getloadavg()[2], 1),
    }


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.2f}"


def _rounded(value: object) -> object:
    return float(f"{value:.4g}") if isinstance(value, float) else value
