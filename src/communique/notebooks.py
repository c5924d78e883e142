"""The notebooks: what parameters they take, how they are run, what is kept of a run."""

import ast
import asyncio
import logging
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError
from papermill.iorw import local_file_io_cwd
from traitlets.config import Config

from communique.errors import ParameterError

__all__ = [
    "Failure",
    "Job",
    "Notebook",
    "Parameter",
    "find_notebooks",
    "run_notebook",
    "run_side_by_side",
    "typed",
    "values_for",
]

KERNEL = "python3"
KERNEL_DIED = "the kernel died while this cell ran, or before"


@dataclass(frozen=True)
class Parameter:
    """A value that a reader of the notebook may change."""

    name: str
    default: Any
    meaning: str


@dataclass(frozen=True)
class Notebook:
    """A notebook that takes parameters."""

    path: Path
    title: str
    question: str
    parameters: dict[str, Parameter]
    n_cells: int  # of code

    @property
    def name(self) -> str:
        """Return the file's stem, such as `04-network`."""
        return self.path.stem


@dataclass(frozen=True)
class Failure:
    """A cell that failed, counted from 1 among the cells of the notebook as it stands in its folder."""

    cell: int
    message: str


@dataclass(frozen=True)
class Job:
    """A notebook to be run: the name of its page, its parameters, and a headline in place of its own, if any."""

    name: str
    notebook: Notebook
    parameters: dict[str, Any]
    heading: str = ""


def find_notebooks(folder: Path) -> list[Notebook]:
    """Return the notebooks of a folder in order of their names.

    Raises
    ------
    ParameterError
        When one has no cell tagged `parameters`, or that cell holds other things than plain values.
    """
    return [_read(path) for path in sorted(folder.glob("*.ipynb"))]


def _read(path: Path) -> Notebook:
    document = nbformat.read(path, as_version=4)
    if not any("parameters" in cell.metadata.get("tags", []) for cell in document.cells):
        raise ParameterError(
            f"{path} has no cell tagged `parameters`: tag one, so that its values can be set from outside."
        )
    parameters = {}
    for name, told in papermill.inspect_notebook(str(path)).items():
        try:
            default = ast.literal_eval(told["default"])
        except (ValueError, SyntaxError) as error:
            raise ParameterError(
                f"{path}: the parameter {name} is no plain value; write a number, a text or True/False."
            ) from error
        parameters[name] = Parameter(name, default, told["help"].strip())
    lines = document.cells[0].source.splitlines() if document.cells else []
    title = next((line.lstrip("# ") for line in lines if line.startswith("# ")), path.stem)
    question = next((line.strip("*_ ") for line in lines if line and not line.startswith("#")), "")
    n_cells = sum(cell.cell_type == "code" for cell in document.cells)
    return Notebook(path, title, question, parameters, n_cells)


def values_for(
    notebooks: list[Notebook], given: dict[str, str], *, beside: Collection[str] = ()
) -> dict[str, dict[str, Any]]:
    """Return the given parameters by notebook, each as the type of its default.

    Parameters
    ----------
    notebooks, given
        The notebooks, and texts by name of parameter.
    beside
        Names that are known and belong to no notebook.

    Raises
    ------
    ParameterError
        When no notebook has a parameter of that name, or a value is of the wrong type.
    """
    known = {name for notebook in notebooks for name in notebook.parameters} | set(beside)
    for name in given:
        if name not in known:
            raise ParameterError(f"no notebook has a parameter {name!r}: there are {', '.join(sorted(known))}.")
    return {
        notebook.name: {
            name: typed(name, value, notebook.parameters[name].default)
            for name, value in given.items()
            if name in notebook.parameters
        }
        for notebook in notebooks
    }


def typed(name: str, value: str, default: Any) -> Any:
    """Return the value of a parameter as the type of its default.

    Raises
    ------
    ParameterError
        When it cannot be read as that.
    """
    if isinstance(default, str):
        return value
    try:
        literal = ast.literal_eval(value)
    except (ValueError, SyntaxError):
        literal = value
    if isinstance(default, float) and isinstance(literal, int) and not isinstance(literal, bool):
        literal = float(literal)
    if type(literal) is not type(default):
        raise ParameterError(
            f"parameter {name} must be of type {type(default).__name__} (such as {default!r}), not {value!r}."
        )
    return literal


def run_side_by_side(
    jobs: Iterable[Job], *, aside: Path, folder: Path, workers: int
) -> Iterator[tuple[Job, nbformat.NotebookNode, Failure | None]]:
    """Run notebooks side by side and yield each as it is done: as executed, and the failure if a cell failed.

    Those with the most cells begin, so that a long one is not left to run alone at the end.

    Parameters
    ----------
    jobs
        What to run.
    aside
        A folder in which notebooks are kept while they run.
    folder
        The working directory of the kernels.
    workers
        How many run at a time.
    """
    # While papermill writes a file it moves this process to a folder that it keeps for all threads, and that each
    # of them sets anew: the same one for all while it is set here.
    with local_file_io_cwd(), ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        running: dict[Future[tuple[nbformat.NotebookNode, Failure | None]], Job] = {
            pool.submit(
                run_notebook,
                job.notebook,
                job.parameters,
                output=aside / f"{job.name.replace('/', '-')}.ipynb",
                folder=folder,
            ): job
            for job in sorted(jobs, key=lambda job: -job.notebook.n_cells)
        }
        for done in as_completed(running):
            yield running[done], *done.result()


def run_notebook(
    notebook: Notebook, values: dict[str, Any], *, output: Path, folder: Path
) -> tuple[nbformat.NotebookNode, Failure | None]:
    """Run a notebook with papermill; return it as executed, and the failure if a cell failed.

    Parameters
    ----------
    notebook, values
        What to run, with which parameters.
    output
        Where papermill keeps the notebook while it runs.
    folder
        The working directory of the kernel.
    """
    logging.getLogger("papermill").setLevel(logging.ERROR)
    problem = _execute(notebook, values, output, folder)
    if problem == KERNEL_DIED:
        # A kernel that starts on a busy machine dies now and then; one that dies twice has a reason.
        problem = _execute(notebook, values, output, folder)
    executed = nbformat.read(output if output.exists() else notebook.path, as_version=4)
    return _without_traces(executed), _failure(executed, notebook, problem) if problem else None


def _execute(notebook: Notebook, values: dict[str, Any], output: Path, folder: Path) -> str | None:
    """Run a notebook once; return what went wrong, or None."""
    # papermill sets its kernel up in an event loop; a thread of a pool has none of its own.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        papermill.execute_notebook(
            str(notebook.path),
            str(output.resolve()),
            parameters=values,
            kernel_name=KERNEL,
            # Not papermill's `cwd`: that moves this whole process, and notebooks run side by side.
            resources={"metadata": {"path": str(folder.resolve())}},
            progress_bar=False,
            config=Config({"KernelManager": {"transport_encryption": "auto"}}),
        )
    except PapermillExecutionError as error:
        return str(error)
    except (DeadKernelError, RuntimeError):
        return KERNEL_DIED
    finally:
        loop.close()
    return None


def _failure(executed: nbformat.NotebookNode, notebook: Notebook, problem: str) -> Failure:
    original = [cell.id for cell in nbformat.read(notebook.path, as_version=4).cells]
    number = 0
    for cell in executed.cells:
        if cell.id in original:
            number = original.index(cell.id) + 1
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                return Failure(number, f"{output.ename}: {output.evalue}")
        if cell.cell_type == "code" and cell.execution_count is None:
            break
    return Failure(number, problem)


def _without_traces(executed: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the notebook without times, durations and paths, so that equal runs give equal files."""
    executed.metadata = {k: v for k, v in executed.metadata.items() if k in ("kernelspec", "language_info")}
    for number, cell in enumerate(executed.cells):
        cell.metadata = {k: v for k, v in cell.metadata.items() if k in ("tags", "alt")}
        # papermill gives the cells that it adds a new random id each time.
        if "injected-parameters" in cell.metadata.get("tags", []) or "papermill-error-cell-tag" in cell.metadata.get(
            "tags", []
        ):
            cell.id = f"added-{number}"
    return executed
