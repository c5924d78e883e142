"""One colour and one shape for each type of entity, in every picture and every exported graph."""

__all__ = ["COLOURS", "MARKERS", "TYPE_WORDS"]

# Okabe and Ito (2008), "Color universal design", darkened where white paper asks for it: the colours of
# templates/style.css. The shapes say the same to who sees no colour.
COLOURS = {
    "PERSON": "#a56900",
    "STATE": "#0068a8",
    "ORG": "#00805c",
    "FORUM": "#c75000",
    "INSTRUMENT": "#ac5082",
    "PLACE": "#646464",
}
MARKERS = {"PERSON": "o", "STATE": "s", "ORG": "D", "FORUM": "^", "INSTRUMENT": "P", "PLACE": "v"}
TYPE_WORDS = {type_: type_.lower() for type_ in COLOURS} | {"ORG": "organisation"}
