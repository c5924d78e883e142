"""A Word file (.docx) becomes its text: paragraphs and tables in the order in which they stand."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from communique.errors import DocumentError
from communique.formats.cleaning import without_specials
from communique.formats.content import Content
from communique.formats.limits import Limits

__all__ = ["read_word"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old Word files, and of encrypted new ones
MOST_MEMBERS, UNPACKED_TIMES = 5_000, 10
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_word(data: bytes, limits: Limits) -> Content:
    """Return the text of the body with tracked changes accepted; the cells of a table's row stand between tabs.

    Raises
    ------
    DocumentError
        When it is encrypted, an old `.doc`, broken, or would unpack to more than `limits` allow.
    """
    if data.startswith(_OLE):
        raise DocumentError("is encrypted or an old Word file: save it as .docx without a password")
    _check_archive(data, limits)
    from docx import Document

    try:
        body = Document(io.BytesIO(data)).element.body
    except MemoryError:
        raise
    except Exception as error:  # python-docx raises what XML, archive and package layers beneath it raise
        raise DocumentError("is broken: it is no Word document inside") from error
    text, notes = without_specials("\n\n".join(_blocks(body)))
    return Content(text, notes=tuple(notes))


def _check_archive(data: bytes, limits: Limits) -> None:
    """Refuse what is no archive, or unpacks to too much; zipfile reads no more than the sizes that are checked."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DocumentError("is broken: it is no Word document inside") from error
    most = UNPACKED_TIMES * limits.max_bytes
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > most:
        raise DocumentError(f"is too large: it unpacks to more than {most:,} bytes")
    if any(member.flag_bits & 0x1 for member in members):
        raise DocumentError("is encrypted: save it without a password")


def _blocks(parent: Any) -> Iterator[str]:
    """Yield paragraphs and tables; containers such as content controls are looked into."""
    for element in parent:
        if element.tag in _LEFT_OUT or not isinstance(element.tag, str):
            continue
        if element.tag == f"{_W}p":
            yield from _paragraphs(element)
        elif element.tag == f"{_W}tbl":
            rows = element.iterchildren(f"{_W}tr")
            yield "\n".join("\t".join(" ".join(_blocks(cell)) for cell in row.iterchildren(f"{_W}tc")) for row in rows)
        else:
            yield from _blocks(element)


def _paragraphs(paragraph: Any) -> Iterator[str]:
    """Yield the text of a paragraph, and after it that of text boxes that are anchored in it."""
    pieces: list[str] = []
    boxes: list[str] = []
    todo = list(reversed(paragraph))
    while todo:
        element = todo.pop()
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag in _SIGNS:
            pieces.append(_SIGNS[element.tag])
        elif element.tag == f"{_W}txbxContent":
            boxes.extend(_blocks(element))
        elif element.tag not in _LEFT_OUT:
            todo.extend(reversed(element))
    text = "".join(pieces).strip()
    if text:
        yield text
    yield from (box for box in boxes if box)
