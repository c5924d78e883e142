"""The language of a text, and which are read."""

import re
from collections import Counter

__all__ = ["LANGUAGES_READ", "language_of", "said_language"]

LANGUAGES_READ = {"en"}
LONG_LINE, ENOUGH, LONGEST_LINE = 60, 20_000, 2_000
_NAMES = {"english": "en", "eng": "en"}


def language_of(text: str) -> str:
    r"""Return the ISO 639-1 code of the language that most of a text is in.

    Each long line is told by itself (py3langid, after M. Lui and T. Baldwin, ACL 2012) and weighs as it is long; a
    headline in another language or script does not decide. A text without long lines is told as a whole.

    Examples
    --------
    >>> language_of("Новости\nThe ministers met at the Lakes Forum and agreed to meet again in the spring.")
    'en'
    """
    # Imported here: it takes a second, and a corpus whose sources tell the language does without.
    import py3langid

    weights: Counter[str] = Counter()
    for line in text.split("\n"):
        if len(line.strip()) >= LONG_LINE:
            weights[str(py3langid.classify(line[:LONGEST_LINE])[0])] += min(len(line), LONGEST_LINE)
        if weights.total() >= ENOUGH:
            break
    if weights:
        # Of two languages that weigh the same, the one that comes first.
        return weights.most_common(1)[0][0]
    return str(py3langid.classify(text[:ENOUGH])[0])


def said_language(said: str) -> str:
    """Return the code of a language that somebody wrote down.

    Examples
    --------
    >>> said_language("en-GB"), said_language("English"), said_language(" FR ")
    ('en', 'en', 'fr')
    """
    code = re.split(r"[-_]", said.strip().lower())[0]
    return _NAMES.get(code, code)
