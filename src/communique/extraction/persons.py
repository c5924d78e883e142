"""How persons are named again after their full name: `Sergey Lavrov`, `Lavrov`, `S. Lavrov`."""

import re

from communique.extraction.vocabulary import words
from communique.names import flat, slug

__all__ = ["PARTICLES", "family_name", "fits_full_name", "name_words"]

PARTICLES = words(
    "al el bin ibn bint binti ben de da do dos das del della di du la le van von der den ten ter zu zur af av ap"
)
_SUFFIXES = words("jr sr ii iii iv phd md")
# Families that are named before the person: Chinese, Korean and Vietnamese. Letters as `slug` writes them.
_FAMILY_FIRST = words(
    """
    wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng
    han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren shen yao xi qin hua qian
    dai tan lai jin kim lee park choi jung cho kang yoon chang lim oh shin seo kwon hwang ahn moon bae hong ri
    nguyen tran le pham hoang phan vu vo dang bui do ho ngo duong truong dinh doan trinh luong mai cao to
    """
)
_SON_OF = {"bin", "ibn", "ben", "bint", "binti"}
_NICKNAME = re.compile(r"[\"“”'‘’()]")


def name_words(name: str) -> list[str]:
    """Return the words of a person's name as they are compared: no accents, dots, hyphens, suffixes.

    Examples
    --------
    >>> name_words("Gilberto C. Teodoro, Jr."), name_words("Mohammed Al-Sudani")
    (['gilberto', 'c', 'teodoro'], ['mohammed', 'al', 'sudani'])
    """
    plain = _NICKNAME.sub(" ", flat(name)).replace("-", " ").replace(".", " ").replace(",", " ")
    words = [slug(word) for word in plain.split()]
    words = [word for word in words if word != "unnamed"]
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return words


def family_name(name: str) -> str:
    """Return the word of a full name, as it is written, by which the person is most likely called later.

    Examples
    --------
    >>> family_name("Sergey Lavrov"), family_name("Wang Yi"), family_name("Teodoro Locsin Jr.")
    ('Lavrov', 'Wang', 'Locsin')
    """
    parts = flat(name).replace(",", " ").split()
    while len(parts) > 1 and slug(parts[-1]) in _SUFFIXES:
        parts.pop()
    family_first = slug(parts[0]) in _FAMILY_FIRST and not (len(parts) == 2 and slug(parts[1]) in _FAMILY_FIRST)
    return parts[0] if family_first else parts[-1]


def fits_full_name(short: str, full: str) -> bool:
    """Tell whether `short` can name the person whose fuller name is `full`.

    Its words stand in the full name in the same order, an initial for any word that it begins; one
    word at least is written out and no particle.

    Examples
    --------
    >>> [fits_full_name(s, "Andrés Manuel López Obrador") for s in ("López Obrador", "A. López", "Manuela", "de")]
    [True, True, False, False]
    """
    few, many = name_words(short), name_words(full)
    if not any(len(word) > 1 and word not in PARTICLES for word in few):
        return False
    # Fewer words, or as many with more initials.
    if len(few) > len(many) or sum(map(len, few)) >= sum(map(len, many)):
        return False
    place = -1
    for word in few:
        place = next(
            (n for n in range(place + 1, len(many)) if many[n] == word or (len(word) == 1 and many[n][0] == word)), -1
        )
        if place < 0:
            return False
        # `Salman bin Abdulaziz` is the father of `Mohammed bin Salman bin Abdulaziz`.
        if word == few[0] and len(few) > 1 and place and many[place - 1] in _SON_OF:
            return False
    return True
