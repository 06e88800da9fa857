"""How many origins stand behind the claims of an incident: "7 reports, 2 origins", each step kept to be shown.

Claims are one origin where they go back to one speaker, where the words of one stand in the text of the other, where
one publisher prints both in its own voice, and where a person said so. What a person parted stays apart. Each rule is a
function that gives steps; all steps are taken, and the order in which claims come changes nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise, permutations, product

from sayso.model.copy import Copy
from sayso.model.incident import CollapseStep, Origin, Told
from sayso.model.review import OF_ORIGINS, Review
from sayso.model.words import Span
from sayso.weighing.copies import Wording, copies
from sayso.weighing.voices import Voice, folded, is_institution, name_key, name_of, one_name, voice

LEAST_COVERED = 0.6
"""Of a claim's quote that must stand in a shared passage: as much of a sentence as an editor leaves."""

Heard = tuple[Told, Voice]
Rule = Callable[[Sequence[Heard]], Iterable[CollapseStep]]


def origins(told: Iterable[Told], reviews: Sequence[Review] = ()) -> tuple[Origin, ...]:
    """The origins behind the claims of one incident, those of the most claims first; every claim is in one of them.

    reviews: decisions that stand; of these only "same" and "different" on origins and on names count. The texts of the
    settings are compared where they are at hand.
    """
    heard = [(each, voice(each)) for each in sorted(told, key=_order)]
    groups = _Groups([each.id for each, _ in heard], [*reviews, *_on_names(heard, reviews)])
    for rule in RULES:
        for step in rule(heard):
            groups.join(step)
    named = {each.id: heard_voice for each, heard_voice in heard}
    found = [Origin(_title(ids, named), tuple(sorted(ids)), steps) for ids, steps in groups.whole()]
    return tuple(sorted(found, key=lambda origin: (-len(origin.claims), origin.name or "", origin.claims)))


def _on_names(heard: Sequence[Heard], reviews: Iterable[Review]) -> Iterator[Review]:
    """What persons said of names, as if they had said it of the origins of the claims that come from these voices."""
    decided = [review for review in reviews if review.names]
    by_name: dict[str, list[str]] = defaultdict(list)
    for told, speaker in heard if decided else ():
        if folded(speaker.label) and not speaker.points:
            by_name[name_key(speaker.label)].append(told.id)
    for review in decided:
        for pair in product(*(by_name.get(key, ()) for key in review.on)):
            yield replace(review, on=pair, value=OF_ORIGINS)


def _order(told: Told) -> tuple[str, str, Span, str]:
    """The earliest report first, so that a step runs from the earlier to the later telling."""
    return told.setting.published or "9", told.setting.report, told.claim.quote[0].span, told.id


def same_speaker(heard: Sequence[Heard]) -> Iterator[CollapseStep]:
    """Voices with one name or one entry, in whatever outlet; one voice of a report by the same words or by pointing."""
    first: dict[object, str] = {}
    distinct: dict[Voice, str] = {}
    for told, speaker in heard:
        if speaker.points:
            continue
        known = [first.setdefault(key, told.id) for key in _keys(told, speaker)]
        if earlier := next((each for each in known if each != told.id), None):
            yield CollapseStep(earlier, told.id, "chain", _same_words(speaker))
        else:
            distinct[speaker] = told.id
    named = [(speaker, claim) for speaker, claim in distinct.items() if speaker.named]
    for (a, first_claim), (b, second) in combinations(named, 2):
        if why := one_name(a, b):
            yield CollapseStep(first_claim, second, "chain", f"“{a.label}” and “{b.label}”: {why}")


def shortened(heard: Sequence[Heard]) -> Iterator[CollapseStep]:
    """ "The Observatory" in a report that also gives the whole name."""
    reports: dict[str, list[Heard]] = defaultdict(list)
    for pair in heard:
        if pair[1].named and not pair[1].own:
            reports[pair[0].setting.report].append(pair)
    for of_report in reports.values():
        for (told, less), (other, more) in permutations(of_report, 2):
            if less.name < more.name and not (less.entry and more.entry):
                reason = f"“{less.label}” is short for “{more.label}” in the same report"
                yield CollapseStep(other.id, told.id, "chain", reason)


def _keys(told: Told, speaker: Voice) -> tuple[object, ...]:
    """What is the same for one voice told twice; of one without a name, the words in one report or behind one relay."""
    if speaker.named:
        return (speaker.entry or speaker.name,)
    return (speaker.name, speaker.through), (speaker.name, told.setting.report)


def _same_words(speaker: Voice) -> str:
    if speaker.own:
        return f"both are {speaker.label}’s own word" if speaker.label else "neither report names its outlet"
    return f"both go back to “{speaker.label}”"


def pointed_back(heard: Sequence[Heard]) -> Iterator[CollapseStep]:
    """“It”, “the source”, “the agency”: the voice told of before in the same report, by preference of a shared word."""
    for told, speaker in heard:
        if not speaker.points:
            continue
        earlier = [
            (other, voiced)
            for other, voiced in heard
            if other.setting.report == told.setting.report and not voiced.points and not voiced.own
        ]
        spoken_at = told.claim.chain[0].speaker.span[0]
        before = [
            pair for pair in earlier if is_institution(speaker) and pair[0].claim.chain[0].speaker.span[0] < spoken_at
        ]
        sharing = [pair for pair in earlier if (pair[1].name | pair[1].through) & speaker.name]
        meant = max(sharing or before, key=lambda pair: pair[0].claim.chain[0].speaker.span[0], default=None)
        if meant:
            relay = next((hop.speaker.text for hop in meant[0].claim.relays if speaker.name & name_of(hop)), None)
            through = f", who spoke through “{relay}”," if relay and not meant[1].name & speaker.name else ""
            reason = f"“{speaker.label}” points back to “{meant[1].label}”{through} in the same report"
            yield CollapseStep(meant[0].id, told.id, "chain", reason)


def own_voice(heard: Sequence[Heard]) -> Iterator[CollapseStep]:
    """What an outlet says itself in a report that names one voice only for the same stance: it has it from there."""
    reports: dict[str, list[Heard]] = defaultdict(list)
    for pair in heard:
        reports[pair[0].setting.report].append(pair)
    for of_report in reports.values():
        for told, speaker in of_report:
            if not speaker.own:
                continue
            said = [pair for pair in of_report if not pair[1].own and pair[0].claim.stance == told.claim.stance]
            if len({pair[1].name for pair in said if not pair[1].points}) == 1:
                ground = next(pair for pair in said if not pair[1].points)
                whose = speaker.label or "the outlet"
                reason = f"{whose} names no other ground for it in this report than “{ground[1].label}”"
                yield CollapseStep(ground[0].id, told.id, "chain", reason)


def copied(heard: Sequence[Heard]) -> Iterator[CollapseStep]:
    """Claims whose words stand in a passage that two reports share."""
    by_report: dict[str, list[Told]] = defaultdict(list)
    for told, _ in heard:
        by_report[told.setting.report].append(told)
    wordings = [
        Wording.of(report, text, [(0, len(text))])
        for report, claims in by_report.items()
        if (text := claims[0].setting.text)
    ]
    for copy in copies(wordings):
        for a in by_report[copy.a]:
            for b in by_report[copy.b]:
                if words := _in_one_passage(copy, a, b):
                    reason = f"{words} words around them stand in both reports, {copy.share:.0%} of the shorter one"
                    yield CollapseStep(a.id, b.id, "copy", reason)


def _in_one_passage(copy: Copy, a: Told, b: Told) -> int | None:
    """How many words the passage shares that holds both quotes."""
    return next(
        (p.words for p in copy.passages if _holds(p.a, a) and _holds(p.b, b) and _side_by_side(p.a, a, p.b, b)), None
    )


def _holds(passage: Span, told: Told) -> bool:
    start, end = told.claim.longest.span
    return min(end, passage[1]) - max(start, passage[0]) >= LEAST_COVERED * (end - start)


def _side_by_side(first: Span, a: Told, second: Span, b: Told) -> bool:
    """Whether the quotes lie at about one place of a passage, which may be a whole report with many claims."""
    at, length = a.claim.longest.span, max(first[1] - first[0], 1)
    scale = (second[1] - second[0]) / length
    start, end = (second[0] + scale * (edge - first[0]) for edge in at)
    other = b.claim.longest.span
    return min(end, other[1]) - max(start, other[0]) > 0


def one_publisher(heard: Sequence[Heard]) -> Iterator[CollapseStep]:
    """What one publisher prints in its own voice under several titles."""
    first: dict[frozenset[str], Told] = {}
    for told, speaker in heard:
        if speaker.own and speaker.name:
            earlier = first.setdefault(speaker.name, told)
            outlets = earlier.setting.outlet or earlier.setting.host, told.setting.outlet or told.setting.host
            if outlets[0] != outlets[1]:
                reason = f"{outlets[0]} and {outlets[1]} are one publisher, {speaker.label}"
                yield CollapseStep(earlier.id, told.id, "family", reason)


RULES: tuple[Rule, ...] = (one_publisher, same_speaker, shortened, pointed_back, copied, own_voice)
"""In the order of what a reader would first name as the reason."""


class _Groups:
    """Claims joined by steps; what a person parted is never in one group."""

    def __init__(self, ids: Sequence[str], reviews: Iterable[Review]) -> None:
        self._group = {each: frozenset({each}) for each in ids}
        self._steps: list[CollapseStep] = []
        decided = [review for review in reviews if review.value == OF_ORIGINS]
        self._apart = [
            (a, b) for review in decided if review.decision == "different" for a, b in combinations(review.on, 2)
        ]
        for review in decided:
            if review.decision == "same":
                known = [each for each in review.on if each in self._group]
                for a, b in pairwise(known):
                    self.join(CollapseStep(a, b, "review", _told_by(review)))

    def join(self, step: CollapseStep) -> None:
        together = self._group[step.a] | self._group[step.b]
        if self._group[step.a] is self._group[step.b] or any(a in together and b in together for a, b in self._apart):
            return
        self._steps.append(step)
        for each in together:
            self._group[each] = together

    def whole(self) -> Iterator[tuple[frozenset[str], tuple[CollapseStep, ...]]]:
        for ids in dict.fromkeys(self._group.values()):
            yield ids, tuple(step for step in self._steps if step.a in ids)


def _told_by(review: Review) -> str:
    return f"{review.who} says so: {review.reason}" if review.reason else f"{review.who} says so"


def _title(ids: Iterable[str], voices: dict[str, Voice]) -> str | None:
    """The fullest name among the claims; of those without one, the words of the voice."""
    best = max((voices[each] for each in ids), key=_rank_of_name)
    return best.label or None


def _rank_of_name(voice: Voice) -> tuple[bool, bool, bool, int, str]:
    return voice.named and not voice.own, not voice.points, not voice.own, len(voice.name), voice.label
