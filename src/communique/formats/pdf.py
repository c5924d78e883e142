"""A PDF becomes its text: pages joined, their headers taken out, lines and hyphenated words put together."""

import io
import re
from collections import Counter
from typing import Any

from communique.errors import DocumentError
from communique.formats.cleaning import shown, without_specials
from communique.formats.content import Content
from communique.formats.limits import Limits

__all__ = ["flowing", "read_pdf", "without_page_frames"]

FRAME_LINES = 3  # a header or footer lies among so many lines at the top or bottom of a page
PAGES_ALIKE = 3  # fewer pages that begin alike may do so by chance
# A hyphen after these belongs to the word, wherever the line ends.
_KEEPS_HYPHEN = re.compile("all|anti|ex|far|high|long|low|mid|multi|near|non|post|pre|pro|self|short|so|vice|well")
_BROKEN = re.compile(r"([^\W\d_]+)-\n[ \t]*(\w+)")
_BULLET = re.compile(r"\s*(?:[•▪–—*·]|\(?[a-z0-9]{1,3}[.)])\s")
_PAGE_LABEL = r"(?:[-–—\s]*|page\s+)#?(?:\s*(?:of|/|\|)\s*(?:#|\d+))?[-–—\s]*"


def read_pdf(data: bytes, limits: Limits) -> Content:
    """Return the text layer of a PDF.

    Raises
    ------
    DocumentError
        When it is encrypted, broken, has more pages than `limits` allow, or no text layer.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PdfReadError

    if b"%PDF-" not in data[:1024]:
        raise DocumentError("is broken: it does not begin as a PDF does")
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("is encrypted: save it without a password")
        n_pages = len(reader.pages)
    except (DependencyError, FileNotDecryptedError, NotImplementedError) as error:
        raise DocumentError("is encrypted: save it without a password") from error
    except PdfReadError as error:
        raise DocumentError(f"is broken: {_one_line(error)}") from error
    if not n_pages:
        raise DocumentError("is broken: it has no pages")
    if n_pages > limits.max_pages:
        raise DocumentError(f"has {n_pages:,} pages, more than {limits.max_pages:,}: raise --max-pages")
    texts, notes = _page_texts(reader)
    if not any(text.strip() for text in texts):
        raise DocumentError("has no text layer: it needs OCR first")
    pages, removed = without_page_frames([text.splitlines() for text in texts])
    text, special = without_specials(flowing([line for page in pages for line in page]))
    return Content(text, notes=(*notes, *removed, *special))


def _page_texts(reader: Any) -> tuple[list[str], list[str]]:
    texts, broken, bare = [], [], []
    for number, page in enumerate(reader.pages, start=1):
        try:
            texts.append(page.extract_text())
        except MemoryError:
            raise
        except Exception:  # pypdf raises whatever a malformed object makes of its code; other pages may be whole
            texts.append("")
            broken.append(number)
            continue
        if not texts[-1].strip():
            bare.append(number)
    if len(broken) == len(texts):
        raise DocumentError("is broken: none of its pages can be read")
    notes = [f"could not read {_listed(broken)}"] if broken else []
    if bare and len(bare) + len(broken) < len(texts):
        notes.append(f"found no text on {_listed(bare)}")
    return texts, notes


def without_page_frames(pages: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    """Return the lines of each page without page numbers and without headers and footers after the first.

    A line near the top or bottom is a header or footer where at least three pages, and more than half of them, have
    it there, the page's own number before or behind it aside. The first of them stays: it may be the title.

    Examples
    --------
    >>> pages = [[f"Lakes Forum, page {n}", f"This is text {n}."] for n in (1, 2, 3)]
    >>> without_page_frames(pages)[0]
    [['Lakes Forum, page 1', 'This is text 1.'], ['This is text 2.'], ['This is text 3.']]
    """
    frames: list[set[int]] = []
    counts: Counter[str] = Counter()
    for number, lines in enumerate(pages, start=1):
        filled = [at for at, line in enumerate(lines) if line.strip()]
        near = set(filled[:FRAME_LINES]) | set(filled[-FRAME_LINES:])
        frames.append(near)
        counts.update({_masked(lines[at], number) for at in near})
    least = max(PAGES_ALIKE, len(pages) // 2 + 1)
    seen: set[str] = set()
    removed: list[str] = []
    kept: list[list[str]] = []
    for number, (lines, near) in enumerate(zip(pages, frames, strict=True), start=1):
        page = []
        for at, line in enumerate(lines):
            form = _masked(line, number)
            is_number = len(pages) > 1 and "#" in form and bool(re.fullmatch(_PAGE_LABEL, form))
            if at in near and (is_number or (counts[form] >= least and form in seen)):
                removed.append(line)
                continue
            seen.add(form)
            page.append(line)
        kept.append(page)
    return kept, [f"removed headers, footers and numbers of pages: {shown(removed[:5])}"] if removed else []


def flowing(lines: list[str]) -> str:
    r"""Return lines of print as paragraphs: a line that runs on is joined to the next, a word cut by a hyphen too.

    Examples
    --------
    >>> flowing(["The ministers spoke of long-", "term and close coop-", "eration with the Russia-", "ASEAN group."])
    'The ministers spoke of long-term and close cooperation with the Russia-ASEAN group.'
    """
    lines = [line.strip() for line in lines]
    text = "\n".join(lines)
    known = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()))
    text = _BROKEN.sub(lambda match: _rejoined(match, known), text)
    lines = text.split("\n")
    lengths = sorted(len(line) for line in lines if line)
    full = 0.75 * lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    out: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        joins = line and following and not _BULLET.match(following)
        runs_on = following[:1].islower() or (len(line) >= full and len(line) > 40)
        out.append(line + (" " if joins and runs_on else "\n"))
    return "".join(out).strip("\n")


def _rejoined(match: re.Match[str], known: set[str]) -> str:
    first, second = match.groups()
    whole, hyphened = first + second, f"{first}-{second}"
    if whole.lower() in known and hyphened.lower() not in known:
        return whole
    keeps = not second[0].islower() or bool(_KEEPS_HYPHEN.fullmatch(first.lower())) or hyphened.lower() in known
    return hyphened if keeps else whole


def _masked(line: str, number: int) -> str:
    """Return a line with its own page's number as `#`, where it begins or ends the line or stands behind `page`."""
    line = " ".join(line.split()).lower()
    if line.endswith((".", "!", "?", ";", ":")):
        return line  # a sentence goes only where it was word for word before
    own = rf"^(\W*){number}(?!\w)|(?<!\w){number}(\W*)$|(?<=page ){number}(?!\w)"
    return re.sub(own, r"\g<1>#\g<2>", line)


def _listed(numbers: list[int]) -> str:
    some = ", ".join(map(str, numbers[:10])) + (" and more" if len(numbers) > 10 else "")
    return f"page{'' if len(numbers) == 1 else 's'} {some}"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
