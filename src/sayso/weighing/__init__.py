"""Claims into incidents, and how the claims of one stand to each other. Pure: nouns in, nouns out.

    names.telling_words(text) -> tuple[str, ...]                   what api.py puts into a Setting
    candidates.pairs(told) -> Iterator[tuple[int, int]]            positions of claims worth comparing
    features.scores(a, b), features.reasons(a, b)                  what every comparator found: in numbers, in words
    incidents.incidents(told, reviews=()) -> tuple[Incident, ...]  every claim in one incident, some alone in theirs
    incidents.Weighed.of(told, reviews).with_more(told)            the same, when reports are added one at a time
    relations.relations(told, incidents) -> tuple[Relation, ...]   within each incident, and within each report

`told` is a sequence of `Told` in any order; the order changes nothing. `reviews` are the decisions "same", "different"
and "unsure" that stand (undone ones left out), on two or more claim ids.
"""
