"""A file becomes text: what it says, what it tells of itself, and what was cleaned away.

One module a format (`plain`, `web`, `pdf`, `word`); `kinds` says which of them reads a file. Pages, PDF and Word
files are read by a process of its own (`parser`, `child`), so that none of them can halt or exhaust a run. Nothing
here knows of tables: this package is imported by that process and stays small.
"""

from communique.formats.content import Content
from communique.formats.limits import Limits
from communique.formats.parser import Parser

__all__ = ["Content", "Limits", "Parser"]
