"""Files that people have and files that nobody should have, written when a test needs them.

`nasty_files` gives some eighty of them by name, each with what must become of it under `LIMITS`.
"""

import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from communique.formats import Limits

LIMITS = Limits(max_bytes=1_000_000, max_pages=100, max_seconds=20)  # small, so that bombs may be small too
NOTE = "The ministers met at the Lakes Forum and agreed to meet again in the spring."
OTHER = "The delegations talked about trade and energy, and the chair thanked the hosts."
FRENCH = "Les ministres se sont réunis à Genève et ont décidé de se retrouver au printemps prochain."
RUSSIAN = (
    "Совещание министров иностранных дел прошло в Москве. Министры обсудили подготовку к саммиту "
    "и договорились о дальнейших шагах."
)
JAPANESE = "外務大臣会合は東京で開催され、各国の大臣は地域の安全保障について意見を交換した。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + bytes(range(256)) * 4


def sentences(number: int, about: str) -> str:
    """Return sentences that no other call gives."""
    return " ".join(
        f"On {about} the delegations settled point {about} {n} of the {about} agenda." for n in range(number)
    )


def pdf(pages: Iterable[Iterable[str]], *, title: str = "") -> bytes:
    """Return a PDF with these lines on its pages, each shown at its own place."""
    pages = [list(lines) for lines in pages]
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = "\n".join(f"({line.replace('(', '').replace(')', '')}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 11 Tf 72 760 Td\n{shown}\nET" if lines else ""
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252"))
    begin = out.tell()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{begin}\n%%EOF\n".encode())
    return out.getvalue()


def encrypted_pdf(text: str) -> bytes:
    """Return a PDF that needs a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([[text]]))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def endless_pdf() -> bytes:
    """Return a PDF whose tree of pages leads back to itself."""
    return pdf([[NOTE]]).replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")


def bomb_pdf(size: int = 100_000_000) -> bytes:
    """Return a small PDF with a page that unpacks to `size` bytes."""
    import zlib

    packer = zlib.compressobj(9)
    block = b" " * 1_000_000
    packed = b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()
    whole = pdf([["X"]])
    begin, end = whole.index(b"4 0 obj"), whole.index(b"5 0 obj")
    stream = f"4 0 obj\n<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed
    return whole[:begin] + stream + b"\nendstream\nendobj\n" + whole[end:]


_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARTS = {
    "[Content_Types].xml": (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="bin" ContentType="application/octet-stream"/>'
        '<Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>'
    ),
}


def paragraph(text: str) -> str:
    """Return a paragraph of a Word file."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(body: str, *, doctype: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """Return a Word file with this XML in its body."""
    document = f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{_WORDS}"><w:body>{body}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**_PARTS, "word/document.xml": document}.items():
            archive.writestr(name, part)
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def page(body: str, *, head: str = "", charset: str = "utf-8") -> str:
    """Return a web page with a frame around its text."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}">{head}</head><body>'
        "<nav><a href='/'>Home</a> <a href='/news'>All our news</a></nav>"
        f"<main>{body}</main><footer>Imprint of the ministry</footer></body></html>"
    )


LAUGHS = (
    '<!DOCTYPE w:document [<!ENTITY a "' + "ha" * 50 + '">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 50}">' for before, name in zip("abcdef", "bcdefg", strict=True))
    + "]>"
)  # fmt: skip


@dataclass(frozen=True)
class Nasty:
    """A file, and what must become of it: its status, and words of the reason (or of the text, if it is read)."""

    data: bytes
    status: str
    says: str


def _read(data: bytes | str, says: str) -> Nasty:
    return Nasty(data if isinstance(data, bytes) else data.encode(), "read", says)


def _skipped(data: bytes | str, says: str) -> Nasty:
    return Nasty(data if isinstance(data, bytes) else data.encode(), "skipped", says)


def nasty_files() -> dict[str, Nasty]:
    """Return files by name; no two that are read have the same text."""

    def own(name: str) -> str:
        return f"{sentences(4, name)} {NOTE}"

    good_pdf, good_docx = pdf([[own("whole")]]), docx(paragraph(own("word")))
    return {
        # nothing in them
        "empty.txt": _skipped("", "is empty"),
        "blank.md": _skipped(" \n\t\n", "is empty"),
        "mark.txt": _skipped(b"\xef\xbb\xbf", "is empty"),
        "empty.html": _skipped("", "is empty"),
        "empty.pdf": _skipped("", "is empty"),
        "empty.docx": _skipped("", "is empty"),
        "no-text.html": _skipped("<!DOCTYPE html><html><body><script>x()</script></body></html>", "is empty"),
        "no-text.docx": _skipped(docx(""), "is empty"),
        "only-front.md": _skipped("---\ntitle: Nothing\n---\n", "is empty"),
        # no text
        "picture.txt": _skipped(PNG, "is not text"),
        "bytes.txt": _skipped(bytes(range(256)) * 8, "is not text"),
        "nul.txt": _skipped(b"The ministers\0 met." * 5, "is not text"),
        "bytes.html": _skipped(PNG * 3, "is not text"),
        # formats that are not read
        "old.doc": _skipped(OLE, "save it as .docx"),
        "letter.rtf": _skipped("{\\rtf1 The ministers met.}", "save it as .docx"),
        "letter.odt": _skipped(good_docx, "save it as .docx"),
        "scan.jpg": _skipped(b"\xff\xd8\xff\xe0" + bytes(300), "needs OCR"),
        "scan.tiff": _skipped(b"II*\0", "needs OCR"),
        "all.zip": _skipped(good_docx, "unpack it"),
        "sheet.xlsx": _skipped(good_docx, "save it as .csv"),
        "table.csv": _skipped("id,text\n1,The ministers met.\n", "name it as the corpus"),
        "rows.jsonl": _skipped('{"id": 1, "text": "x"}\n', "name it as the corpus"),
        "rows.parquet": _skipped(b"PAR1", "name it as the corpus"),
        "README": _skipped("Read me.", "no ending"),
        "program.exe": _skipped(b"MZ\0\0", "is in a format that is not read (.exe)"),
        "saved.mhtml": _skipped("MIME-Version: 1.0", "save the page as .html"),
        # languages
        "french.txt": _skipped(FRENCH, "(fr)"),
        "russian.html": _skipped(page(f"<p>{RUSSIAN}</p>"), "(ru)"),
        "japanese.txt": _skipped(JAPANESE * 3, "(ja)"),
        "headline.txt": _read(f"Новости Представительства\n{own('headline')}", "Новости"),
        # encodings
        "utf-16.txt": _read(own("utf16").encode("utf-16"), "Lakes Forum"),
        "utf-16-be.txt": _read(b"\xfe\xff" + own("utf16be").encode("utf-16-be"), "Lakes Forum"),
        "utf-32.txt": _read(own("utf32").encode("utf-32"), "Lakes Forum"),
        "cp1251.txt": _read(f"Новости Представительства\n{own('cyrillic')}".encode("cp1251"), "Новости"),
        "cp1252.txt": _read(f"The “retreat” – {own('quotes')}".encode("cp1252"), "“retreat” –"),
        "declared.html": _read(
            page(f"<h1>Говорит Москва</h1><p>{own('declared')}</p>", charset="windows-1251").encode("cp1251"), "Говорит"
        ),
        "falsely.html": _read(page(f"<p>Türkiye: {own('falsely')}</p>", charset="windows-1251"), "Türkiye"),
        "unknown.html": _read(page(f"<p>{own('unknown')}</p>", charset="klingon"), "Lakes Forum"),
        "code.html": _read(page(f"<p>{own('codec')}</p>", charset="rot13"), "Lakes Forum"),
        "declared.xhtml": _read(
            f'<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>Côte: {own("xml")}</p></body></html>'.encode(
                "latin-1"
            ),
            "Côte",
        ),
        # pages
        "disguised.txt": _read(page(f"<p>{own('disguised')}</p>"), "Lakes Forum"),
        "deep.html": _skipped("<div>" * 50_000 + own("deep") + "</div>" * 50_000, "is nested too deeply"),
        "nested.html": _read("<div>" * 200 + own("nested") + "</div>" * 200, "Lakes Forum"),
        "unclosed.html": _read("<html><body><table><tr><td><p>" + own("unclosed"), "Lakes Forum"),
        "bare.html": _read(own("bare"), "Lakes Forum"),
        "entities.html": _read(
            LAUGHS.replace("w:document", "html") + page(f"<p>{own('laughing')} &g;</p>"), "Lakes Forum"
        ),
        "attributes.html": _read(f"<p {'a=1 ' * 50_000}>{own('attributes')}</p>", "Lakes Forum"),
        "scripts.html": _read(page(f"<script>{'x();' * 100_000}</script><p>{own('scripts')}</p>"), "Lakes Forum"),
        # PDF
        "whole.pdf": _read(good_pdf, "Lakes Forum"),
        "named.txt": _read(pdf([[own("named")]]), "Lakes Forum"),
        "encrypted.pdf": _skipped(encrypted_pdf(NOTE), "is encrypted: save it without a password"),
        "scanned.pdf": _skipped(pdf([[], []]), "has no text layer: it needs OCR first"),
        "cut.pdf": _skipped(good_pdf[:80], "is broken"),
        "headless.pdf": _skipped("The ministers met.", "is broken"),
        "only-head.pdf": _skipped("%PDF-1.7\n", "is broken"),
        "no-end.pdf": _skipped(good_pdf.partition(b"xref")[0], "is broken"),
        "mended.pdf": _read(pdf([[own("mended")]]).replace(b"startxref\n", b"startxref\n9"), "Lakes Forum"),
        "endless.pdf": _skipped(endless_pdf(), "is broken"),
        "long.pdf": _skipped(pdf([["x"]] * 101), "has 101 pages, more than 100"),
        "bomb.pdf": _skipped(bomb_pdf(), ""),
        # Word
        "word.docx": _read(good_docx, "Lakes Forum"),
        "encrypted.docx": _skipped(OLE, "is encrypted or an old Word file"),
        "cut.docx": _skipped(good_docx[:-200], "is broken"),
        "no-archive.docx": _skipped("The ministers met.", "is broken"),
        "archive.docx": _skipped(archive({"a.txt": b"The ministers met."}), "is broken"),
        "no-xml.docx": _skipped(docx("</w:p>"), "is broken"),
        "laughs.docx": _skipped(docx(paragraph("&g;"), doctype=LAUGHS), ""),
        "outside.docx": _read(
            docx(
                paragraph(own("outside") + "&x;"),
                doctype='<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
            ),
            "Lakes Forum",
        ),
        "bomb.docx": _skipped(docx(paragraph(NOTE), more={"word/media/x.bin": b"\0" * 12_000_000}), "is too large"),
        "many.docx": _skipped(docx(paragraph(NOTE), more={f"m/{n}.bin": b"" for n in range(5_001)}), "is too large"),
        "nested.docx": _skipped(docx("<w:tbl><w:tr><w:tc>" * 3_000 + "</w:tc></w:tr></w:tbl>" * 3_000), "is broken"),
        # plain texts of a strange make
        "one-line.txt": _read(own("line").replace("\n", " ") * 200, "Lakes Forum"),
        "old-mac.txt": _read(own("mac").replace(". ", ".\r"), "\n"),
        "controls.txt": _read(f"\x1b[1m{own('controls')}\x07\x0c", "Lakes Forum"),
        "zero-width.txt": _read(own("zero").replace("ministers", "minis\u200bters\u00ad"), "ministers"),
        "decomposed.txt": _read(f"Tu\u0308rkiye: {own('decomposed')}", "Türkiye"),
        "brackets.txt": _read(f"{own('brackets')} {'(' * 20_000}", "Lakes Forum"),
        "dates.txt": _read(f"{own('dates')} {'3 May 2021, ' * 3_000}", "Lakes Forum"),
        "=cmd.txt": _read(own("formula"), "Lakes Forum"),
        "a <b>bold name & more.txt": _read(own("markup"), "Lakes Forum"),
        "new\nline.txt": _read(own("newline"), "Lakes Forum"),
        "ministers' 'note'.md": _read(f"---\ntitle: 'Quoted'\n---\n{own('apostrophe')}", "Lakes Forum"),
        "x" * 200 + ".txt": _read(own("long"), "Lakes Forum"),
        "文書.txt": _read(own("name"), "Lakes Forum"),
    }


def archive(files: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def jsonl(rows: list[dict[str, object]]) -> str:
    """Return rows as lines of JSON."""
    return "".join(json.dumps(row) + "\n" for row in rows)
