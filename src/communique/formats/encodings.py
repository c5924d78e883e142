"""Bytes become text: in the encoding that they declare, in UTF-8, or in the likeliest one."""

import codecs
import re

from charset_normalizer import CharsetMatch, from_bytes

from communique.errors import DocumentError

__all__ = ["declared_encoding", "decode", "encoding_of"]

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
DECLARED_WITHIN = 4_096
# Browsers read these names as supersets of what they say, and pages are written for browsers
# (WHATWG Encoding Standard, section 4.2).
_AS_BROWSERS_DO = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
# What texts in English and its neighbours on a page come in when they are not UTF-8. The longer list of
# guesses takes a Cyrillic headline over an English text for Japanese.
_GUESSED = ["utf_16", "utf_32", "cp1252", "cp1251", "koi8_r", "cp1250", "cp1254", "cp1256", "gb18030"]
_NO_TEXT = "is not text, or in an encoding that could not be told: save it as UTF-8"


def decode(data: bytes, *, markup: bool = False) -> str:
    r"""Return the text with plain line ends.

    A byte order mark decides; then, in markup, what the page declares, unless its bytes are UTF-8 all the same;
    then UTF-8; then what charset-normalizer finds likeliest.

    Raises
    ------
    DocumentError
        When the bytes are no text.

    Examples
    --------
    >>> decode("Türkiye\r\n".encode("utf-16"))
    'Türkiye\n'
    >>> decode(b'<meta charset="windows-1251"><p>\xcc\xe8\xf0', markup=True)[-3:]
    'Мир'
    """
    text = _decoded(data, markup)
    if "\x00" in text:
        raise DocumentError(_NO_TEXT)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def declared_encoding(data: bytes, *, markup: bool = False) -> str | None:
    """Return the codec that a byte order mark or the markup names, or None."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec
    match = _XML.search(data[:DECLARED_WITHIN]) or _META.search(data[:DECLARED_WITHIN]) if markup else None
    if not match:
        return None
    try:
        codec = codecs.lookup(match.group(1).decode("ascii", "replace")).name
    except LookupError:
        return None
    return _AS_BROWSERS_DO.get(codec, codec)


def encoding_of(sample: bytes) -> str:
    """Return the codec of a file that begins with `sample`, which may end within a character.

    Raises
    ------
    DocumentError
        When the bytes are no text.
    """
    marked = declared_encoding(sample)
    if marked:
        return marked
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return _guess(sample).encoding
    return "utf-8"


def _decoded(data: bytes, markup: bool) -> str:
    declared = declared_encoding(data, markup=markup)
    marked = declared is not None and any(data.startswith(mark) for mark, _ in _MARKS)
    # A page that was saved again is often UTF-8 under its old declaration; text in another encoding is hardly ever
    # valid UTF-8 by chance.
    for codec in (declared, "utf-8") if marked else ("utf-8", declared):
        if codec is not None:
            try:
                return data.decode(codec)
            except (UnicodeError, LookupError):  # a LookupError: `declared` names a codec that makes no text
                continue
    return str(_guess(data))


def _guess(data: bytes) -> CharsetMatch:
    guess = from_bytes(data, cp_isolation=_GUESSED).best()
    if guess is None:
        raise DocumentError(_NO_TEXT)
    return guess
