"""A small corpus whose editions, gaps, absences, plans and instruments are known; nobody issued these texts."""

from pathlib import Path

import pandas as pd

from communique import Tables, extract, read_corpus

# Name, date, source, text.
NOTES = [
    ("a", "2016-05-20", "Ministry of Foreign Affairs of Oman",
     "Oman, Peru, Chad and Kenya took part in the 14th Lakes Summit in Muscat on 18 May 2016. The 14th Lakes Summit "
     "was hosted by Oman."),
    ("b", "2017-05-20", "Ministry of Foreign Affairs of Oman",
     "Oman, Peru, Chad and Kenya took part in the 15th Lakes Summit in Lima on 17 May 2017. The 15th Lakes Summit was "
     "hosted by Peru. On 17 May 2017 Oman and Peru signed the Lakes Charter."),
    ("c", "2018-05-20", "Lakes News Agency",
     "Oman, Peru, Chad and Kenya took part in the 16th Lakes Summit in Nairobi on 16 May 2018. The 18th Lakes Summit "
     "will be held in Muscat on 20 May 2020. The Lakes Charter entered into force on 1 May 2018."),
    ("d", "2020-05-24", "Lakes News Agency",
     "Oman, Peru and Kenya took part in the 18th Lakes Summit in Muscat on 20 May 2020. The 4th Hills Conference will "
     "be held in Quito on 3 September 2020. Ministers are expected to adopt the Lakes Action Plan."),
    ("e", "2021-06-01", "Ministry of Foreign Affairs of Peru",
     "The 19th Lakes Summit was held in Lima on 25 April 2019. Peru recalled the Lakes Charter."),
    ("f", "2020-05-25", "Ministry of Foreign Affairs of Oman",
     "The 18th Lakes Summit in Muscat on 20 May 2020 was hosted by Oman. Japan and Peru took part in "
     "the 18th Lakes Summit."),
]  # fmt: skip


def lakes(folder: Path) -> Tables:
    """Return the tables of NOTES, extracted from files in `folder`."""
    rows = [{"id": name, "date": date, "source": source, "text": text} for name, date, source, text in NOTES]
    pd.DataFrame(rows).to_csv(folder / "lakes.csv", index=False)
    return extract(read_corpus(folder / "lakes.csv"))
