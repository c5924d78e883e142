"""Verbs and turns that tell what a date beside a forum's name dates."""

import re

__all__ = ["CLOSING", "MEETING_VERB", "NO_OCCASION", "OTHER_DEED", "UNTIL"]

_DEED = (
    r"signed|adopted|establish\w*|found(?:ed|ing)|created?|set up|launched|join(?:ed|s|ing)?|acceded|accession|"
    r"ratified|elected|appointed|entered|visit(?:ed|s)?|telephoned?|called on|wrote|published|issued|arrived|died|"
    r"became|lodged|"
    r"withdrew|invited|announced|approved|endorsed|agreed|decided|assum\w+|take over|took over"
)
# What is dated by these is no meeting.
OTHER_DEED = re.compile(rf"\b(?:{_DEED})\b", re.IGNORECASE)
NO_OCCASION = re.compile(
    rf"\b(?:since|resolution|decision|agreement|declaration|statement|born|force|target|by|{_DEED})\b[^.;,]{{0,12}}$",
    re.IGNORECASE,
)
MEETING_VERB = re.compile(
    r"\b(?:held|hold|holds|take place|takes place|took place|conven\w+|hosted?|hosts|met|meets?|scheduled|organi[sz]ed|"
    r"opened|opens|attend\w*|concluded?|postponed|moved|gathers?|chaired)\b",
    re.IGNORECASE,
)
CLOSING = r"conclud\w+|ended|wound up|wrapped up|came to an end|drew to a close"
# Before a date: it is the last day.
UNTIL = re.compile(
    rf"\b(?:until|till|up to|through|ends|closed|to close|conclude|came to a close|to run to|will last to|{CLOSING})"
    r"\s(?:on\s)?(?:the\s)?(?:\w{3,9}day,?\s)?$",
    re.IGNORECASE,
)
