"""What is no part of a text is taken out of it, before there are offsets; what was taken is noted."""

import re
import unicodedata
from collections import Counter

__all__ = ["normalised", "residue", "without_residue", "without_specials"]

_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # soft hyphen, zero-width space, word joiner, stray byte order mark
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|[\ud800-\udfff]")
_RESIDUE = re.compile(
    r"(?:advanced (?:settings|search)|incorrect dates|share(?: (?:this|on|via|it)\b.{0,30})?|tweet(?: this)?|"
    r"print(?: this)?(?: page| article| version)?|(?:e-?mail|send)(?: this)?(?: page| article| to a friend)?|"
    r"copy(?: the)? link|read more|show more|load more|back to (?:the )?top|skip to (?:the )?(?:main )?content|"
    r"(?:accept|reject|allow|manage)(?: all)?(?: cookies)?|cookie (?:policy|settings|preferences|notice)|"
    r"privacy policy|terms of (?:use|service)|all rights reserved|advertisement|menu|search|home|log ?in|sign ?in|"
    r"subscribe(?: to (?:our )?newsletter)?|follow us(?: on\b.{0,30})?|related (?:articles|news|posts|stories|links)|"
    r"(?:previous|next)(?: article| page| post| news)?|facebook|twitter|linkedin|whatsapp|telegram|instagram|youtube|"
    r"loading)[\s.…:|»>]*",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"(?:we use|(?:this|our|the) (?:web)?site uses|by (?:continuing|using|browsing|clicking)\b.{0,80})"
    r"[^.!?]{0,80}\bcookies?\b.{0,300}",
    re.IGNORECASE,
)
LONGEST_SHOWN = 40


def normalised(text: str) -> tuple[str, list[str]]:
    r"""Return a plain text in Unicode normal form C without characters that nobody sees, and the notes.

    Everything else in a plain text stays where it is, no-break spaces too.

    Examples
    --------
    >>> normalised("co\u00adoperation in Tu\u0308rkiye")
    ('cooperation in Türkiye', ['removed 1 unseen character'])
    """
    text, n_unseen = _UNSEEN.subn("", text)
    text, n_controls = _CONTROLS.subn("", text)
    # Taking a character out may bring others together, so the normal form is made last.
    notes = []
    if n_unseen + n_controls:
        notes.append(f"removed {_counted(n_unseen + n_controls, 'unseen character')}")
    return unicodedata.normalize("NFC", text), notes


def without_specials(text: str) -> tuple[str, list[str]]:
    r"""Return the text of a page or print file: `normalised`, with plain spaces, no space at line ends.

    Examples
    --------
    >>> without_specials("on\u00a07\u2009July \n\n\n\nin Jakarta")[0]
    'on 7 July\n\nin Jakarta'
    """
    text, notes = normalised(text)
    text, n_spaces = _SPACES.subn(" ", text)
    if n_spaces:
        notes.append(f"made {_counted(n_spaces, 'special space')} plain")
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n"), notes


def residue(text: str) -> list[str]:
    r"""Return the lines that are left over from a web page: buttons, menus, notices on cookies.

    Examples
    --------
    >>> residue("We share the view of Peru.\nShare\nAdvanced settings")
    ['Share', 'Advanced settings']
    """
    return [line for line in text.split("\n") if _is_residue(line)]


def without_residue(text: str) -> tuple[str, list[str]]:
    """Return the text without the lines that `residue` finds, and a note that shows them."""
    found = residue(text)
    if not found:
        return text, []
    kept = "\n".join(line for line in text.split("\n") if not _is_residue(line))
    return re.sub(r"\n{3,}", "\n\n", kept).strip("\n"), [f"removed residue of a web page: {shown(found)}"]


def shown(lines: list[str]) -> str:
    """Return lines for a note, each once, cut where it is long."""
    cut = [line.strip() if len(line.strip()) <= LONGEST_SHOWN else line.strip()[:LONGEST_SHOWN] + "…" for line in lines]
    return ", ".join(f"“{line}”" for line in Counter(cut))


def _is_residue(line: str) -> bool:
    line = line.strip(" \t-–•*|")
    return bool(line) and bool(_RESIDUE.fullmatch(line) or (len(line) < 600 and _COOKIES.fullmatch(line)))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
