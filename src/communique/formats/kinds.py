"""Which reader a file needs, told by its name and its first bytes."""

from pathlib import PurePath

from communique.errors import DocumentError

__all__ = ["PLAIN", "kind_of"]

PLAIN = "plain"
_BY_SUFFIX = {
    ".txt": PLAIN,
    ".md": PLAIN,
    ".html": "web",
    ".htm": "web",
    ".xhtml": "web",
    ".pdf": "pdf",
    ".docx": "word",
}
# What would do for formats that people have and that are not read.
_INSTEAD = {
    ".doc": "save it as .docx",
    ".rtf": "save it as .docx",
    ".odt": "save it as .docx",
    ".pages": "save it as .docx",
    ".mht": "save the page as .html",
    ".mhtml": "save the page as .html",
    ".eml": "save its text as .txt",
    ".msg": "save its text as .txt",
    ".epub": "save it as .html or .txt",
    ".zip": "unpack it into the folder",
    ".gz": "unpack it into the folder",
    ".tar": "unpack it into the folder",
    ".7z": "unpack it into the folder",
    ".rar": "unpack it into the folder",
    ".xls": "save it as .csv and name it as the corpus",
    ".xlsx": "save it as .csv and name it as the corpus",
    ".ods": "save it as .csv and name it as the corpus",
    ".jpg": "it needs OCR first",
    ".jpeg": "it needs OCR first",
    ".png": "it needs OCR first",
    ".tif": "it needs OCR first",
    ".tiff": "it needs OCR first",
}
_TABLES = {".csv", ".jsonl", ".parquet"}


def kind_of(name: str, head: bytes) -> str:
    """Return `plain`, `web`, `pdf` or `word`.

    A text file that begins as a PDF or a web page does is read as one, whatever its name says.

    Parameters
    ----------
    name
        The file's name.
    head
        Its first bytes.

    Raises
    ------
    DocumentError
        When no reader is for it; the reason says what would do.

    Examples
    --------
    >>> kind_of("note.txt", b"The ministers met."), kind_of("note.txt", b"%PDF-1.7")
    ('plain', 'pdf')
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _TABLES:
        raise DocumentError("is a table: name it as the corpus to read its rows")
    kind = _BY_SUFFIX.get(suffix)
    if kind is None:
        what = f"is in a format that is not read ({suffix})" if suffix else "has no ending that tells its format"
        raise DocumentError(what + (f": {_INSTEAD[suffix]}" if suffix in _INSTEAD else ""))
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if kind == PLAIN and start.startswith(b"%pdf-"):
        return "pdf"
    if kind == PLAIN and start.startswith((b"<!doctype html", b"<html")):
        return "web"
    return kind
