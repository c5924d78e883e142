"""The templates of the pages: filled with Jinja, with one stylesheet and one script of long tables for all."""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

from communique.shown import SIGNS

__all__ = ["TEMPLATES", "render", "style", "with_tables"]

TEMPLATES = Path(__file__).parent / "templates"
LONG = 10  # rows beyond which a table can be searched and sorted: the LONG of tables.js


@lru_cache(maxsize=1)
def style() -> str:
    """Return the stylesheet of every page."""
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")


def render(template: str, **context: Any) -> str:
    """Return the page that a template (`index`, `documents`, `document` …) makes of the context; values are escaped."""
    return _template(template).render(style=style(), **context)


@lru_cache
def _template(name: str) -> jinja2.Template:
    return _environment().get_template(f"{name}.html.j2")


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return with_tables(
        jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
            undefined=jinja2.StrictUndefined, auto_reload=False,
        )
    )  # fmt: skip


def with_tables(environment: jinja2.Environment) -> jinja2.Environment:
    """Give the templates the script of long tables, its hash for the policy of a page, and who needs it."""
    script = (TEMPLATES / "tables.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment.globals |= {"tables_script": script, "tables_hash": f"'sha256-{digest}'", "SIGNS": SIGNS}
    environment.filters["holds_long_table"] = _holds_long_table
    return environment


def _holds_long_table(page: str) -> bool:
    """Tell whether a table of the page has more than LONG rows; what is text bears no tags."""
    return any(len(re.findall(r"<tr\b", body)) > LONG for body in re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL))
