"""One key for the many ways in which a name is spelt.

`plain` forgets case, marks and punctuation; `fold` also what transliterations differ in; `consonants` all vowels, so
that it may be asked only within a country or a province.
"""

import re
import unicodedata
from functools import lru_cache

_ARTICLES = frozenset("al el ul il as ash ad adh ar at ath az an ez es esh er ed en et the".split())
_TOKENS = {
    "st": "saint", "ste": "saint", "mt": "mount", "ft": "fort", "tel": "tal", "tell": "tal", "tall": "tal",
    "til": "tal", "kfar": "kafr", "kafar": "kafr", "kefr": "kafr", "kufr": "kafr", "kfr": "kafr", "jebel": "jabal",
    "jabel": "jabal", "djebel": "jabal", "gebel": "jabal", "ben": "bin", "ibn": "bin", "abou": "abu", "abo": "abu",
    "bou": "abu", "khirbet": "khirbat", "kherbet": "khirbat", "nahiya": "", "i": "",
}  # fmt: skip
"""Words that names are made of, in the spelling under which they are filed."""

_LATIN = [
    (re.compile(pattern), reply)
    for pattern, reply in (
        ("sch|tch|sh|ch", "x"),
        ("kh|ck|q", "k"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("gh", "g"),
        ("dh", "d"),
        ("th", "t"),
        ("ph", "f"),
        ("dj", "j"),
        ("eee*|ie(?=[^aeiouy])", "i"),
        ("(?:ay|ai|ei|ey|ae)(?![aeiou])", "e"),
        ("aw(?![aeiou])|au|ow(?![aeiou])|ou|oo|u", "o"),
        ("iyy?|yi?", "i"),
        (r"(.)\1+", r"\1"),
        ("(?:ieh|iah?)$", "ia"),
        ("(?<=[^aeiou])(?:ah|eh|at|et)$", "a"),
        ("iah$", "ia"),
    )
]
"""What transliterations of one sound differ in, applied in this order to a word without marks."""

_CYRILLIC = dict(
    zip(
        "абвгґдеёжзийклмнопрстуфхцчшщыэюяіїєјљњђћџў",
        "a b v g g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch y e yu ya i i e j lj nj dj c dz u".split(),
        strict=True,
    )
) | {"ъ": "", "ь": ""}
_ARABIC = dict(zip("أإآٱىؤئةکیگ", "ااااايايهكيك", strict=False)) | {"ـ": "", "ء": "", "ؤ": "و", "ئ": "ي", "ة": "ه"}
_ARABIC_SOUNDS = dict(
    zip("بتثجحخدذرزسشصضطظغفقكلمنهپچڤ", "b t t j h k d d r z s x s d t d g f k k l m n h b x f".split(), strict=True)
)
_PLAIN = str.maketrans(
    dict.fromkeys("'’‘`´ʻʼʿʾ‛“”\"ʹʺ′", "")
    | {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a", "þ": "th", "ħ": "h"}
    | _ARABIC
)
_SOUNDS = str.maketrans(_CYRILLIC)
_VOWELS = re.compile("[aeiouyw]")
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670]")
"""Combining marks of the scripts that are read: Latin and Cyrillic accents, Hebrew points, Arabic vowels."""
_OTHER = re.compile(r"[^\w]+|_")
_IS_ARABIC = re.compile("[؀-ۿ]")


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Lower case, no marks, no apostrophes, one space between words. Any script."""
    bare = name.casefold()
    if not bare.isascii():
        # Taken apart, a sign like "㎐" has capitals again.
        bare = _MARKS.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", bare).casefold()))
    return " ".join(_OTHER.sub(" ", bare.translate(_PLAIN)).split())


def fold(name: str) -> str:
    """The key under which every usual spelling of a name is filed; "" where no letter is left."""
    words = plain(name).translate(_SOUNDS).split()
    kept = [w for w in words if w not in _ARTICLES] or words
    return "".join(_word(w) for w in kept)


def without_article(name: str) -> str | None:
    """The key of a name whose article was written as one word with it ("Alqaryatayn"), else None."""
    words = plain(name).split()
    if len(words) == 1 and len(words[0]) > 5 and words[0].startswith(("al", "el")):
        return fold(words[0][2:])
    return None


@lru_cache(maxsize=65536)
def _word(word: str) -> str:
    word = _TOKENS.get(word, word)
    if _IS_ARABIC.search(word):
        return word.removeprefix("ال") or word
    for pattern, reply in _LATIN:
        word = pattern.sub(reply, word)
    return word


def consonants(name: str) -> str:
    """The consonants of `fold(name)`, Arabic letters as the Latin ones they are written with; j and g are one sound."""
    key = "".join(_ARABIC_SOUNDS.get(c, "" if _IS_ARABIC.match(c) else c) for c in fold(name)).replace("j", "g")
    return re.sub(r"(.)\1+", r"\1", _VOWELS.sub("", key))


_QUALIFIERS = {
    "eastern": "sharqi", "east": "sharqi", "western": "gharbi", "west": "gharbi", "northern": "shamali",
    "north": "shamali", "southern": "janubi", "south": "janubi", "upper": "fawqani", "lower": "tahtani",
    "greater": "kabir", "little": "saghir",
}  # fmt: skip
"""English words before a name for the Arabic ones behind it: "Eastern Ghariyah" is Ghariyah ash Sharqiyah."""
_SECOND = re.compile(
    " (?:al |el |at |ash |as )?(?:tahtani|fawqani|fouqani|foqani|sharqi|gharbi|kabir|saghir)(?:yah?|ah?)?$"
)


def readings(name: str) -> tuple[str, ...]:
    """A plain name, and other ways to read it: a German j as y, its bearing in Arabic, without a second name."""
    words = name.split()
    bearing = _QUALIFIERS.get(words[0]) if len(words) > 1 else None
    found = (
        name,
        name.replace("j", "y"),
        " ".join([*words[1:], bearing]) if bearing else name,
        _SECOND.sub("", name),
    )
    return tuple(dict.fromkeys(found))
