"""A saved web page becomes its text, with the title, date and publisher that it declares."""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from communique.errors import DocumentError
from communique.formats.cleaning import without_residue, without_specials
from communique.formats.content import Content
from communique.formats.encodings import decode

__all__ = ["read_web"]

# Below so many words the measures by which trafilatura tells text from page frame have too little to go by:
# it gives up, or runs all paragraphs together.
FEW_WORDS = 120
_INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|hi|i|ins|kbd|label|mark|q|ref|s|samp|small|span|strike|"
    "strong|sub|sup|time|tt|u|var|wbr"
)
_FRAME = re.compile(
    "aside|button|canvas|footer|form|iframe|nav|noscript|object|script|select|style|svg|template|textarea"
)
_NO_FRAME = re.compile("(?!)")
_CLOSE = {"item", "li", "row", "tr", "lb", "br"}  # a line, where other blocks are paragraphs
_CELLS = {"cell", "td", "th"}
_PUBLISHED = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@name='DC.date' or @name='dc.date' or @name='DC.date.issued' or @name='dcterms.date' or @name='date' or "
    "@name='pubdate' or @name='publish-date' or @name='publication_date']/@content",
    "//time[@pubdate]/@datetime",
    "//article//time/@datetime | //main//time/@datetime",
    "//time/@datetime",
)
_ISO = re.compile(r"\s*((?:19|20)\d{2}-\d{2}(?:-\d{2})?)(?!\d)")


def read_web(data: bytes) -> Content:
    """Return the text of a page without its frame, and what the page declares of itself.

    The text is what trafilatura finds (A. Barbaresi, ACL 2021), or on a short page all that stands outside
    navigation, forms and footers. A headline that is not in it comes first.

    Raises
    ------
    DocumentError
        When the bytes are no text, or hold no page.
    """
    page = decode(data, markup=True)
    tree = _parsed(page)
    headline = _first(tree, "//h1[normalize-space()]")
    text = _main_text(page)
    if len(text.split()) < FEW_WORDS:
        text = _everything(tree) or text
    if headline and _words(headline) not in _words(text):
        text = f"{headline}\n\n{text}"
    text, special = without_specials(text)
    text, removed = without_residue(text)
    date = _published(tree)
    return Content(
        text,
        title=_title(tree, headline),
        date=date,
        date_source="page" if date else None,
        source=_first(tree, "//meta[@property='og:site_name']/@content"),
        notes=(*special, *removed),
    )


def _parsed(page: str) -> Any:
    # A page that declares an encoding may not be parsed from text that is decoded already; it is nobody's any more.
    page = re.sub(r"^\s*<\?xml[^>]*\?>", "", page)
    parser = html.HTMLParser()
    try:
        tree = html.document_fromstring(page, parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise DocumentError("is empty") from error
    # The parser drops what lies too deep and says so in its log only.
    if any("depth" in entry.message for entry in parser.error_log):
        raise DocumentError("is nested too deeply to be read: save its text as .txt")
    return tree


def _main_text(page: str) -> str:
    import trafilatura  # a third of a second, for pages alone

    found: Any = trafilatura.bare_extraction(page, favor_recall=True, include_comments=False, include_tables=True)
    return "" if found is None else "".join(_blocks(found.body))


def _everything(tree: Any) -> str:
    """Return the text of the page but for navigation, forms, scripts, footers."""
    place = next(iter(tree.xpath("//article | //main")), None)
    if place is None or len(place.text_content().split()) * 2 < len(tree.text_content().split()):
        place = next(iter(tree.xpath("//body")), tree)
    return "".join(_blocks(place, skip=_FRAME))


def _blocks(root: Any, *, skip: re.Pattern[str] = _NO_FRAME) -> Iterator[str]:
    """Yield the text of each block and the break after it. Walks without recursion: pages may be nested deeply."""
    line: list[str] = []

    def block(end: str) -> Iterator[str]:
        cells = "".join(line).split("\t")
        text = "\t".join(" ".join(cell.split()) for cell in cells).strip()
        line.clear()
        if text:
            yield text + end

    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start" and not skip.fullmatch(tag):
            if tag in _CELLS:
                line.append("\t")
            elif not _INLINE.fullmatch(tag):
                yield from block("\n" if tag in _CLOSE else "\n\n")
            line.append(_plain(element.text))
            continue
        if event == "start":
            walk.skip_subtree()
            continue
        if event == "end" and not skip.fullmatch(tag) and not _INLINE.fullmatch(tag) and tag not in _CELLS:
            yield from block("\n" if tag in _CLOSE else "\n\n")
        if element is not root:
            line.append(_plain(element.tail))
    yield from block("")


def _plain(text: str | None) -> str:
    return (text or "").replace("\t", " ")


def _title(tree: Any, headline: str | None) -> str | None:
    declared = _first(tree, "//meta[@property='og:title']/@content") or _first(tree, "//title")
    return headline or declared


def _published(tree: Any) -> str | None:
    """Return the ISO date of publication: from meta elements, JSON-LD, or `time` elements if these agree."""
    for path in _PUBLISHED[:4]:
        for value in tree.xpath(path):
            if match := _ISO.match(value):
                return match.group(1)
    for script in tree.xpath("//script[@type='application/ld+json']"):
        if date := _from_linked_data(script.text_content()):
            return date
    for path in _PUBLISHED[4:]:
        # Other days stand beside other stories, or tell of events: only one that stands alone is the page's own.
        dates = {match.group(1) for value in tree.xpath(path) if (match := _ISO.match(value))}
        if len(dates) == 1:
            return dates.pop()
    return None


def _from_linked_data(script: str) -> str | None:
    try:
        todo = [json.loads(script)]
    except (ValueError, RecursionError):
        return None
    while todo:
        value = todo.pop(0)
        if isinstance(value, dict):
            match = _ISO.match(str(value.get("datePublished", "")))
            if match:
                return match.group(1)
        if isinstance(value, dict | list):
            todo.extend(value.values() if isinstance(value, dict) else value)
    return None


def _first(tree: Any, path: str) -> str | None:
    """Return the text of the first element or attribute that an XPath finds, on one line."""
    for found in tree.xpath(path):
        text = " ".join((found if isinstance(found, str) else found.text_content()).split())
        if text:
            return text[:300]
    return None


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
