"""Profiles: a page for each of several actors and forums, from the notebook `06-profile`, and what they link to."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from communique import findings, pages
from communique.document_pages import render_documents
from communique.errors import ParameterError
from communique.kinds import ACTOR_TYPES, FORUM_TYPES
from communique.names import profile_href
from communique.notebooks import Failure, Job, Notebook, Parameter, find_notebooks, run_side_by_side, typed, values_for
from communique.resources import project_folder
from communique.summaries import resolve_name
from communique.tables import Tables, read_tables

__all__ = [
    "NOTEBOOK",
    "PROFILES",
    "Profile",
    "Profiles",
    "how_many",
    "jobs",
    "make_profiles",
    "most_documented",
    "profiles_of",
    "told",
]

NOTEBOOK = "06-profile"
PROFILES = Parameter("profiles", 0, "how many profiles there are: of the actors and forums in most documents")
Progress = Callable[..., Iterable[Any]]


@dataclass(frozen=True)
class Profile:
    """An entity that has a page of its own, and what that page finds first."""

    entity_id: str
    name: str
    type: str
    finding: str

    @property
    def href(self) -> str:
        """Return the address of its page from the index."""
        return profile_href(self.entity_id)

    @property
    def page(self) -> str:
        """Return the name of its page in the folder of the index, without its ending."""
        return unquote(self.href).removesuffix(".html")


@dataclass
class Profiles:
    """What `make_profiles` did: the index, the pages, the names that nobody has, the pages whose notebook failed."""

    index: Path
    made: list[Profile] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    failures: dict[str, Failure] = field(default_factory=dict)


def how_many(value: str, notebooks: Iterable[Notebook]) -> int:
    """Return how many profiles are asked for, as the parameter `profiles` of a report is written.

    Raises
    ------
    ParameterError
        When it is no number, less than none, or none of the notebooks is that of profiles.
    """
    number = int(typed(PROFILES.name, value, PROFILES.default))
    if number < 0:
        raise ParameterError(f"parameter {PROFILES.name} must be 0 or more, not {value!r}.")
    if number and NOTEBOOK not in {notebook.name for notebook in notebooks}:
        raise ParameterError(f"parameter {PROFILES.name} needs a notebook {NOTEBOOK}, and there is none.")
    return number


def most_documented(tables: Tables, most: int) -> list[str]:
    """Return the identifiers of the actors and forums that most documents name, then those that most mentions do."""
    entities = tables.entities[tables.entities["type"].isin([*ACTOR_TYPES, *FORUM_TYPES])]
    order = ["n_documents", "n_mentions", "entity_id"]
    return list(entities.sort_values(order, ascending=[False, False, True])["entity_id"].head(most))


def profiles_of(tables: Tables, names: Iterable[str]) -> tuple[list[Profile], list[str]]:
    """Return the entities of these names (or identifiers), each once, and a sentence for each name that nobody has."""
    found: dict[str, Profile] = {}
    unknown = []
    entities = tables.entities.set_index("entity_id")
    for name in names:
        try:
            entity_id = resolve_name(tables, name)
        except LookupError as error:
            unknown.append(f"{error.args[0]}.")
            continue
        if entity_id and entity_id not in found:
            row, finding = entities.loc[entity_id], findings.about_entity(tables, entity_id)
            found[entity_id] = Profile(entity_id, row["name"], row["type"], str(finding))
    return list(found.values()), unknown


def jobs(profiles: Iterable[Profile], notebooks: Iterable[Notebook], values: dict[str, dict[str, Any]]) -> list[Job]:
    """Return a run of the notebook of profiles for each entity; `values` are those of the notebooks, by name."""
    return [
        Job(profile.page, notebook, {**values[NOTEBOOK], "name": profile.entity_id}, profile.name)
        for notebook in notebooks
        if notebook.name == NOTEBOOK
        for profile in profiles
    ]


def make_profiles(
    tables: str | Path,
    names: Sequence[str],
    out: str | Path,
    *,
    parameters: dict[str, str] | None = None,
    workers: int = 2,
    progress: Progress = lambda items, **_: items,
) -> Profiles:
    """Write a page for each of several actors and forums, an index of them, and the documents that they quote.

    Parameters
    ----------
    tables
        A folder of tables, or of reports.
    names
        Names, written forms or identifiers of entities.
    out
        Where `index.html`, `profiles/` and `documents/` are written. The name of a page is made from the identifier
        of its entity, so that it is the same from run to run.
    parameters
        Values for the parameters of the notebook, by name.
    workers
        How many notebooks run side by side.
    progress
        Wraps the pages, with the keywords `desc` and `total`.

    Raises
    ------
    TablesError, ParameterError
        Before anything is written: when a table is missing, or a parameter is unknown.
    """
    folder, out = Path(tables), Path(out)
    run = read_tables(folder)
    notebooks = [n for n in find_notebooks(project_folder() / "notebooks") if n.name == NOTEBOOK]
    values = values_for(notebooks, parameters or {})
    result = Profiles(out / "index.html")
    result.made, result.unknown = profiles_of(run, names)
    if not result.made:
        return result
    aside = out / ".aside"
    for path in (aside, out / "profiles"):
        path.mkdir(parents=True, exist_ok=True)
    # The tables are named from within their folder: no page tells where on this machine they are.
    values[NOTEBOOK]["tables"] = "."
    running = run_side_by_side(jobs(result.made, notebooks, values), aside=aside, folder=folder, workers=workers)
    for done, executed, failure in progress(running, desc="profiles", total=len(result.made)):
        html = pages.render_notebook(
            executed, title=done.notebook.title, heading=done.heading, pages=_navigation("../"), footer=pages.footer(),
            root="../",
        )  # fmt: skip
        pages.write(out / f"{done.name}.html", html)
        if failure:
            result.failures[done.name] = failure
    shutil.rmtree(aside)
    for href, html in render_documents(
        run,
        _documents(run, result.made),
        pages=_navigation("../"),
        footer=pages.footer(),
        listing={"href": "../index.html", "label": "All profiles"},
        workers=workers,
    ):
        pages.write(out / unquote(href), html)
    pages.write(result.index, _index(run, result))
    return result


def _documents(tables: Tables, profiles: Iterable[Profile]) -> list[str]:
    """Return the documents that name one of these entities: all that their pages quote is in one of them."""
    named = tables.mentions["entity_id"].isin([profile.entity_id for profile in profiles])
    wanted = set(tables.mentions.loc[named, "doc_id"])
    return [doc_id for doc_id in tables.documents["doc_id"] if doc_id in wanted]


def _index(tables: Tables, result: Profiles) -> str:
    return pages.render(
        "profiles",
        title="Profiles",
        scope=findings.scope(tables),
        pages=_navigation("", current=True),
        footer=pages.footer(),
        profiles=told(result.made, result.failures),
    )


def told(profiles: Iterable[Profile], failures: dict[str, Failure]) -> list[dict[str, Any]]:
    """Return the profiles as an index lists them: `href`, `name`, `type`, `finding`, `failed`."""
    return [
        {
            "href": profile.href,
            "name": profile.name,
            "type": profile.type,
            "finding": profile.finding,
            "failed": failures.get(profile.page),
        }
        for profile in profiles
    ]


def _navigation(root: str, *, current: bool = False) -> list[dict[str, Any]]:
    return [{"href": f"{root}index.html", "title": "Profiles", "current": current}]
