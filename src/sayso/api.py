"""The hall where the stages meet: what a person can ask of sayso.

A page's own way stands in `account.py`, what weighing is given and gives in `weighed.py`, and how words come to the
registers' entries in `resolving.py`: these four files alone know several stages.

Heavy stages are imported by the functions that need them: asking a ledger must not load what reads pages.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from sayso.account import Account, Step, accounts, read_all
from sayso.ledger.found import Found
from sayso.ledger.location import Location, beside, located
from sayso.model.canonical import sha256_of, to_json
from sayso.model.claim import Claim
from sayso.model.errors import NotHeld, NotOfThisKind
from sayso.model.page import Page
from sayso.model.reader import Reader
from sayso.model.report import Report
from sayso.model.words import Span, Words
from sayso.resolving import (
    at_entry,
    found_places,
    is_party,
    open_gazetteer,
    open_register,
    places_named,
    reader_with,
    times_of,
)
from sayso.weighed import (
    LAID_AT_ONCE,
    Incidents,
    SideBySide,
    basis_of,
    claims_around,
    each_incident,
    in_batches,
    incident_of,
    laid_among,
    laid_out,
    questions,
    related_among,
    together,
    told,
    weighed_in,
)

if TYPE_CHECKING:
    from threading import Event

    import pandas
    import polars
    import pyarrow

    from sayso.exports.datasets import Brought
    from sayso.exports.formats import Manifest
    from sayso.exports.judgements import Judgement
    from sayso.exports.outgoing import Outgoing
    from sayso.ledger.catalogue import Catalogue
    from sayso.ledger.find import Counts, FoundPages, KeptPage, Named, Shown
    from sayso.ledger.history import Fate, Version
    from sayso.ledger.ledger import Ledger as Writer
    from sayso.ledger.merging import Merged
    from sayso.ledger.opened import Opened
    from sayso.ledger.redaction import Plan
    from sayso.ledger.verify import Verified
    from sayso.model.incident import EventRow, Question, Relation, Told
    from sayso.model.party import PartyEntry
    from sayso.model.review import Answer, CorrectedSlot, Correction, Decision, Review
    from sayso.pages.following import FeedList, Visit
    from sayso.pages.taken import How
    from sayso.weighing.grades import Scheme

__all__ = ["Account", "Claims", "Incidents", "Ledger", "Reader", "SideBySide", "compare", "open", "read"]

PathLike = str | os.PathLike[str]
Hiding = Literal["claim", "report", "name"]
"""What can be redacted."""

ON_A_CLAIM: "tuple[Decision, ...]" = ("accept", "refuse", "unsure", "comment")
"""What can be decided on one claim without changing it."""


@dataclass(frozen=True, slots=True)
class Related:
    """Relations between claims. incidents: how many happenings were gone through; more: whether any is left."""

    relations: "tuple[Relation, ...]"
    incidents: int
    more: bool


@dataclass(frozen=True, slots=True)
class PartyNamed:
    """A party of the register, and in how many claims it is named."""

    entry: "PartyEntry"
    times: "Named"


@dataclass(frozen=True, slots=True)
class Claims(Found):
    """Claims of a ledger, as `Found` has them, which a notebook shows and which become a table.

    The table's columns are those of `sayso export csv`, with nothing withheld: corrected claims as corrected, refused
    ones with their verdict. Raises ExportError where the library that is asked for is not installed.
    """

    path: Location

    def to_arrow(self) -> "pyarrow.Table":
        """A row a claim."""
        from sayso.exports.frames import arrow

        return arrow(self._outgoing())

    def to_pandas(self) -> "pandas.DataFrame":
        """A row a claim; numbers that nothing says are missing, not 0."""
        from sayso.exports.frames import pandas

        return pandas(self._outgoing())

    def to_polars(self) -> "polars.DataFrame":
        """A row a claim."""
        from sayso.exports.frames import polars

        return polars(self._outgoing())

    def _outgoing(self) -> "Iterator[Outgoing]":
        from sayso.exports.atlas import Atlas
        from sayso.exports.care import Care
        from sayso.ledger.decided import Decided
        from sayso.ledger.tellings import tellings

        ids = [kept.claim.id for kept in self.claims]
        with tellings(self.path) as view:
            care = Care("internal", Atlas(open_gazetteer(), is_party), Decided.of(view.reviews()))
            for some in in_batches(ids, LAID_AT_ONCE):
                told = {claim.id: claim for telling in view.tellings_of(some) for claim in care.whole(telling)}
                yield from (told[one] for one in some)

    def _repr_html_(self) -> str:
        """As notebooks show it."""
        from sayso.exports.notebook import claims

        return str(claims([(kept.claim, kept.outlet) for kept in self.claims], self.matching))


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger: a file, or a database of a server. Each question opens it, and never longer than that; `read` makes it.

    Every method raises LedgerError where it cannot be used as a ledger.
    """

    path: Location

    def read(
        self,
        *paths: PathLike,
        published: str | None = None,
        outlet: str | None = None,
        progress: Callable[[Step], None] | None = None,
        how: "How | None" = None,
        reader: Reader | str | None = None,
    ) -> Iterator[Account]:
        """As `sayso.read`; each account is in the ledger before it is handed out."""
        return read(*paths, ledger=self, published=published, outlet=outlet, progress=progress, how=how, reader=reader)

    def read_handed(
        self,
        files: Iterable[tuple[str, bytes]],
        *,
        published: str | None = None,
        outlet: str | None = None,
        progress: Callable[[Step], None] | None = None,
    ) -> Iterator[Account]:
        """As `read`, of files that were handed over as (name, bytes), not found on this machine's disk."""
        return read_handed(files, ledger=self, published=published, outlet=outlet, progress=progress)

    def claims(
        self,
        about: str | None = None,
        *,
        speaker: str | None = None,
        stance: str | None = None,
        type: str | None = None,  # noqa: A002 - the word of the model
        place: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
        offset: int | None = None,
    ) -> Claims:
        """The current claims that answer all that is asked, by the day of their event.

        about, speaker, place: words; since, until: days, months or years of the event itself, both included; limit: at
        most so many, after the first `offset`.
        Raises NotOfThisKind for a stance, type, day or limit that is none.
        """
        from sayso.ledger import find

        wanted = find.Wanted(about, speaker, stance, type, place, since, until, limit, offset)
        found = find.claims(self.path, wanted)
        return Claims(found.claims, found.matching, found.undated, self.path)

    def claim(self, id_prefix: str) -> "Shown":
        """The claim whose id begins so, with its report. Raises LedgerError where none or several do."""
        from sayso.ledger import find

        return find.claim(self.path, id_prefix)

    def incidents(
        self,
        about: str | None = None,
        *,
        place: str | None = None,
        type: str | None = None,  # noqa: A002 - the word of the model
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
        offset: int = 0,
        among: Collection[str] | None = None,
    ) -> Incidents:
        """Happenings that two claims or more tell of, of which one answers all that is asked, as `claims` has it.

        among: ids of claims, one of which the happening must hold.
        The first call after something was read or decided weighs all current claims: seconds for some thousand of them.
        Raises NotOfThisKind as `claims` does.
        """
        if limit is not None and limit < 1:
            raise NotOfThisKind(f"a limit starts at 1, not at {limit}")
        fitting = self._fitting(about, place, type, since, until)
        if among is not None:
            fitting = set(among) if fitting is None else fitting & set(among)
        with weighed_in(self.path) as kept:
            matching, alone = kept.counts(fitting)
            laid = laid_out(self.path, list(kept.several(fitting, limit, offset)))
            return Incidents(tuple(laid), matching, alone, kept.claims())

    def weighing(self) -> str:
        """A hash: while it is the same, no decision and no reading has changed any incident, nor how it is laid out."""
        return basis_of(self.path).key

    def questions(self) -> "tuple[Question, ...]":
        """Pairs of claims of which weighing cannot tell whether they are one happening, the most doubtful first.

        `same`, `different` and `undo` answer them. Weighs as `incidents` does.
        """
        return questions(self.path)

    def alone(self, among: Collection[str]) -> tuple[int, int]:
        """(those of these claims of whose happening no other origin tells, those of them that count: not refused)."""
        with weighed_in(self.path) as kept:
            return kept.alone(among)

    def _fitting(
        self,
        about: str | None,
        place: str | None,
        type: str | None,  # noqa: A002 - the word of the model
        since: str | None,
        until: str | None,
    ) -> set[str] | None:
        """The ids of the claims that answer all that is asked, None where nothing is."""
        from sayso.ledger.find import Wanted
        from sayso.ledger.tellings import tellings

        wanted = Wanted(about, place=place, type=type, since=since, until=until)
        if wanted == Wanted():
            return None
        with tellings(self.path) as view:
            return view.ids(wanted)

    def relations(
        self,
        about: str | None = None,
        *,
        place: str | None = None,
        type: str | None = None,  # noqa: A002 - the word of the model
        since: str | None = None,
        until: str | None = None,
        claim: str | None = None,
        kind: str | None = None,
        slot: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> Related:
        """How claims of one happening stand to each other: of the happenings that `incidents` gives, in its order.

        claim: the id of one of the two, or its first digits; kind, slot: words of their lists; limit: how many
        relations are enough; those of one happening stay together, so that there can be more; offset: happenings to
        pass over, as the answer before counted them. Raises as `incidents` does.
        """
        from sayso.ledger.current import claim_id
        from sayso.model.incident import RelationKind, Slot

        for name, value, listed in (("kind", kind, get_args(RelationKind)), ("slot", slot, get_args(Slot))):
            if value is not None and value not in listed:
                raise NotOfThisKind(f"{value!r} is no {name} of relation: it is one of {', '.join(listed)}")
        fitting = self._fitting(about, place, type, since, until)
        one = claim_id(self.path, claim) if claim is not None else None
        if one is not None:
            fitting = {one} if fitting is None else fitting & {one}
        found: list[Relation] = []
        passed = 0
        with weighed_in(self.path) as kept:
            several = kept.several(fitting, None, offset)
            for incident in several:
                (laid,) = laid_out(self.path, [incident])
                found += [
                    each
                    for each in laid.matrix.relations
                    if one in (None, each.a, each.b) and kind in (None, each.kind) and slot in (None, each.slot)
                ]
                passed += 1
                if limit is not None and len(found) >= limit:
                    break
            return Related(tuple(found), passed, next(several, None) is not None)

    def compare(self, id_prefix: str, grades: "Scheme" = "none") -> SideBySide:
        """The incident whose id, or one of whose claims' ids, begins so. Raises LedgerError for none or several."""
        from sayso.ledger.current import grades as given
        from sayso.weighing.grades import graded

        laid = laid_out(self.path, [incident_of(self.path, id_prefix)])[0]
        return replace(laid, grades=graded(grades, laid.matrix, laid.told, *given(self.path)))

    def event_row(self, laid: SideBySide, policy: str, order: Sequence[str] = ()) -> "EventRow":
        """The row that a policy makes of one incident. Raises NotOfThisKind for no such policy."""
        from sayso.weighing import policies

        return policies.row(policy, laid.matrix.incident, laid.told.values(), laid.matrix.origins, order)

    def event_rows(
        self, policy: str, order: Sequence[str] = (), among: Collection[str] | None = None
    ) -> "Iterator[EventRow]":
        """Every incident as one row by this policy (see `weighing.policies`), in the order in which they were read.

        order: of the policy "order-of-sources", names of speakers or outlets; among: only incidents that hold one of
        these claims. Raises NotOfThisKind for no such policy.
        """
        from sayso.model.incident import Origin
        from sayso.weighing import policies
        from sayso.weighing.origins import origins

        policies.check(policy, order)
        decided = together(self.path)
        for incident, claims in each_incident(self.path, among):
            heard = origins(claims, decided) if len(claims) > 1 else (Origin(None, incident.claims, ()),)
            yield policies.row(policy, incident, claims, heard, order)

    def same(self, who: str, *claims: str, reason: str | None = None, origins: bool = False) -> "Review":
        """Decide that these claims (ids, or their first digits) tell of one happening; origins: are one origin."""
        return self._together(who, "same", claims, reason, origins=origins)

    def different(
        self, who: str, *claims: str, reason: str | None = None, origins: bool = False, unsure: bool = False
    ) -> "Review":
        """Decide that they do not, or that nobody can tell (unsure): sayso then leaves them apart, and says so."""
        return self._together(who, "unsure" if unsure else "different", claims, reason, origins=origins)

    def join(self, who: str, *claims: str, reason: str | None = None) -> "Review":
        """Decide that the incidents of these claims are one happening: one decision, and the last word also on claims
        of theirs that somebody told apart, which would hold the incidents apart for ever.

        Raises LedgerError where a claim is in no incident, NotOfThisKind where all are in one already.
        """
        whole = {claim: around[0] for around in claims_around(self.path, *claims) for claim in around}
        if len(set(whole.values())) < 2:
            raise NotOfThisKind("these claims are of one incident already: choose two incidents or more")
        parted = {
            claim
            for review in together(self.path)
            if review.of_happenings and review.decision != "same"
            for pair in review.pairs()
            if whole.keys() >= set(pair) and whole[pair[0]] != whole[pair[1]]
            for claim in pair
        }
        return self.same(who, *claims, *parted, reason=reason)

    def apart(self, who: str, claim: str, *, reason: str | None = None, unsure: bool = False) -> "Review":
        """Take a claim out of its incident: it tells of another happening than all the others, or nobody can tell.

        One decision, and one undo; of the others among themselves it says nothing. Raises NotOfThisKind where the claim
        stands alone already.
        """
        from sayso.ledger.current import claim_id
        from sayso.model.review import OF_THE_FIRST

        first = claim_id(self.path, claim)
        others = [each for each in claims_around(self.path, first)[0] if each != first]
        if not others:
            raise NotOfThisKind("this claim stands alone already")
        said = OF_THE_FIRST if len(others) > 1 else None
        return self.decide(who, "unsure" if unsure else "different", [first, *others], reason, said)

    def one_voice(
        self,
        who: str,
        one: str,
        other: str,
        answer: "Answer" = "same",
        *,
        reason: str | None = None,
    ) -> "Review":
        """Decide that two names are one voice's (an alias), two voices', or that nobody can tell.

        Claims of one voice are one origin. Raises NotOfThisKind where the two are one name already.
        """
        from sayso.model.review import Names
        from sayso.weighing.voices import name_key

        keys = name_key(one), name_key(other)
        if keys[0] == keys[1]:
            raise NotOfThisKind(f"“{one}” and “{other}” are one name already: capitals, marks and “the” do not count")
        return self.decide(who, answer, keys, reason, to_json(Names(one, other)))

    def _together(
        self, who: str, decision: "Decision", claims: Sequence[str], reason: str | None, *, origins: bool
    ) -> "Review":
        from sayso.ledger.current import claim_id
        from sayso.model.review import OF_ORIGINS

        ids = sorted({claim_id(self.path, claim) for claim in claims})
        if len(ids) < 2:
            raise NotOfThisKind("one claim is always the same as itself: name two claims or more")
        return self.decide(who, decision, ids, reason, OF_ORIGINS if origins else None)

    def grade(self, who: str, of: str, grade: str, *, reason: str | None = None) -> "Review":
        """Grade a source (its name, or its entry in the register) by a letter A to F, or a claim (its id) by 1 to 6.

        Raises NotOfThisKind for another grade, LedgerError where no claim has this id.
        """
        from sayso.ledger.current import claim_id
        from sayso.weighing.grades import check_grade, source_key

        on = claim_id(self.path, of) if check_grade(grade) == "claim" else source_key(of)
        return self.decide(who, "grade", [on], reason, to_json(grade))

    def undo(self, who: str, review: str | None = None, *, reason: str | None = None) -> "tuple[Review, Review]":
        """Undo the decision whose id begins so, or else the latest that stands; (the undoing, what it undoes).

        Raises LedgerError where there is none.
        """
        from sayso.ledger.current import review_to_undo

        undone = review_to_undo(self.path, review)
        return self.decide(who, "undo", [undone.id], reason), undone

    def decide(
        self, who: str, decision: "Decision", on: Sequence[str], reason: str | None = None, value: str | None = None
    ) -> "Review":
        """Append a decision of this moment; it outlives a cut of power once this returns. See `Review`."""
        from datetime import UTC, datetime

        from sayso.model.review import Review

        when = datetime.now(UTC).isoformat(timespec="milliseconds")
        review = Review(who, when, tuple(on), decision, reason, value)
        with _writer_of(self) as writer:
            writer.review(review)
        return review

    def verdict(self, who: str, decision: str, claim: str, reason: str | None = None) -> "Review":
        """Accept, refuse, be unsure of or comment on a claim (its id, or its first digits) that still stands.

        Raises NotHeld where no current reading makes it and nobody added it, NotOfThisKind for another decision.
        """
        chosen = next((one for one in ON_A_CLAIM if one == decision), None)
        if chosen is None:
            raise NotOfThisKind(f"{decision!r} is no decision on a claim: it is one of {', '.join(ON_A_CLAIM)}")
        if chosen == "comment" and not (reason or "").strip():
            raise NotOfThisKind("a comment needs words")
        claim_id, _ = self.standing_claim(claim)
        return self.decide(who, chosen, [claim_id], reason)

    def read_to_end(self, who: str, report_id: str) -> "Review":
        """Decide that what a report claims is all there: somebody has read it to its end."""
        report = self.report(report_id).report
        return self.decide(who, "read_to_end", [report.page_sha256, report.text_sha256])

    def standing_claim(self, id_prefix: str) -> tuple[str, str]:
        """(id, id of its report) of the claim that begins so and on which something can be decided.

        It is one that a current reading makes or that a person added. Raises NotHeld where there is none.
        """
        from sayso.ledger import find
        from sayso.ledger.decided import Decided
        from sayso.ledger.tellings import tellings

        try:
            kept = find.claim(self.path, id_prefix).kept
        except NotHeld:
            with tellings(self.path) as view:
                for review, claim in Decided.of(view.reviews()).added():
                    telling = view.telling_of(claim.page_sha256, claim.text_sha256)
                    if review.on[0].startswith(id_prefix) and telling:
                        return review.on[0], telling.report_id
            raise
        if not kept.current:
            raise NotHeld(f"no current reading makes the claim {id_prefix} any more: its report shows what stands now")
        return kept.claim.id, kept.report_id

    def reviews(self, on: str | None = None) -> "tuple[tuple[Review, bool], ...]":
        """Every decision, oldest first, each with whether it stands. on: the id that it is on."""
        from sayso.ledger.decided import Decided
        from sayso.ledger.tellings import tellings

        with tellings(self.path) as view:
            decided = Decided.of(view.reviews())
        return tuple((each, decided.stands(each)) for each in decided.reviews.values() if on is None or on in each.on)

    def parties(self, about: str | None = None, *, kind: str | None = None) -> tuple[PartyNamed, ...]:
        """The register's parties that current claims name, those named most first.

        about: words that one of its names holds; kind: as in `PartyKind`. Raises NotOfThisKind for no such kind.
        """
        from sayso.ledger import find
        from sayso.model.party import PartyKind

        if kind is not None and kind not in get_args(PartyKind):
            raise NotOfThisKind(f"{kind!r} is no kind of party: it is one of {', '.join(get_args(PartyKind))}")
        register, sought = open_register(), (about or "").casefold()
        named = ((register.entry(party), times) for party, times in find.parties(self.path).items())
        found = [
            PartyNamed(entry, times)
            for entry, times in named
            if entry and kind in (None, entry.kind) and any(sought in name.casefold() for name in entry.called())
        ]
        return tuple(sorted(found, key=lambda each: (-each.times.all, each.entry.id)))

    def party(self, party_id: str) -> "PartyEntry":
        """A party of the register, whether claims name it or not. Raises NotHeld where there is none of this id."""
        entry = open_register().entry(party_id)
        if entry is None:
            raise NotHeld(f"the register holds no party {party_id!r}: `sayso actors add` adds one")
        return entry

    def head(self) -> tuple[int, str]:
        """How many entries the ledger's chain holds, and the hash of the newest."""
        from sayso.ledger import find

        return find.head(self.path)

    def answering(self) -> tuple[int, str]:
        """(entries of the chain, a hash): while the hash is the same, the same question has the same answer.

        It tells of the ledger, of this sayso and of its registers, what the user added included.
        """
        from importlib.metadata import version

        entries, head = self.head()
        return entries, sha256_of([head, reader_with(version("sayso"))])

    def some_pages(self, *, unread: bool = False, limit: int | None = None, offset: int = 0) -> "FoundPages":
        """At most `limit` pages after the first `offset`, in the order of `pages`. unread: of those nobody read."""
        from sayso.ledger import find

        return find.some_pages(self.path, unread=unread, limit=limit, offset=offset)

    def pages(self) -> "tuple[KeptPage, ...]":
        """Every page kept, read or not, in the order in which it came."""
        from sayso.ledger import find

        return find.pages(self.path)

    def troubled(self) -> "tuple[KeptPage, ...]":
        """The pages with problems, read or not."""
        from sayso.ledger import find

        return find.pages(self.path, troubled=True)

    def extents(self, entries: Iterable[str]) -> dict[str, tuple[float, float, float, float]]:
        """South, west, north and east of those of these places that are areas, by their ids in the gazetteer."""
        gazetteer = open_gazetteer()
        found = ((entry, gazetteer.entry(entry)) for entry in entries)
        return {entry: place.extent for entry, place in found if place and place.extent}

    def counts(self) -> "Counts":
        """How much the ledger holds."""
        from sayso.ledger import find

        return find.counts(self.path)

    def follow(self, feeds: "FeedList", *, once: bool, how: "How", ended: "Event") -> "Iterator[Account | Visit]":
        """Visit the feeds that are due, and read what is new in each: a Visit, then the Accounts of its items.

        once: end where nothing is due, instead of waiting for it; ended: set it to end after the page at hand. Raises
        LedgerError where the ledger or its daybook cannot be used.
        """
        from sayso.pages.daybook import Daybook
        from sayso.pages.fetch import Fetcher, user_agent
        from sayso.pages.following import Follower
        from sayso.pages.warc import Kept
        from sayso.reports.reports import Given, ReportReader

        writer = _writer(self)
        with (
            ReportReader() as reports,
            writer or nullcontext(),
            Daybook.beside(beside(self.path)) as daybook,
            Fetcher(how) as fetcher,
        ):
            follower = Follower(feeds.feeds, daybook, fetcher, Kept(daybook, how, user_agent(how.contact)))
            while not ended.is_set():
                with follower.taken() as feed:
                    if feed:
                        yield follower.visit(feed)
                        for gathering in follower.gatherings(feed):
                            yield from read_all(gathering, reports, Given(), writer, lambda _: None)
                            if ended.is_set():
                                return
                if feed is None and (once or ended.wait(follower.pause())):
                    return

    def manifest(self, paths: Sequence[str]) -> "Iterator[dict[str, str | int | None]]":
        """What was and was not read of these archives into this ledger: lines of plain data."""
        from sayso.pages.archives import manifest
        from sayso.pages.daybook import Daybook

        with Daybook.beside(beside(self.path)) as daybook:
            yield from manifest(daybook, paths)

    def create(self) -> None:
        """Make the file, empty; nothing happens where it is a ledger already. Raises LedgerError where none can be."""
        _writer_of(self).close()

    def catalogue(self) -> "Catalogue":
        """All current claims with their reviews, for whoever asks often: nothing is read before `catch_up`."""
        from sayso.ledger.catalogue import Catalogue

        return Catalogue(self.path)

    def report(self, report_id: str) -> "Opened":
        """A report with its text and what was read in it. Raises LedgerError where the ledger holds none of this id."""
        from sayso.ledger import opened

        return opened.opened(self.path, report_id)

    def page(self, sha256: str) -> Page:
        """A page as it came, byte for byte. Raises LedgerError where the ledger holds none of this hash."""
        from sayso.ledger import opened

        return opened.page(self.path, sha256)

    def correct(
        self,
        who: str,
        claim_id: str,
        report_id: str,
        slot: "CorrectedSlot",
        spans: Sequence[Span] = (),
        chosen: str | None = None,
        reason: str | None = None,
    ) -> "Review":
        """Let a slot of a claim hold the words at these spans of its report (none: empty it), or a stance or type.

        Days, numbers and places are read from the words as a reader reads them. Raises NotOfThisKind for spans that
        are none of the text and for a word that is not in its list.
        """
        report = self.report(report_id).report
        return self.decide(who, "correct", [claim_id], reason, to_json(_correction(report, slot, spans, chosen)))

    def add(
        self,
        who: str,
        report_id: str,
        quote: Sequence[Span],
        *,
        speaker: Span | None = None,
        stance: str = "asserted",
        type: str = "other",  # noqa: A002 - the word of the model
        slots: "Mapping[CorrectedSlot, Sequence[Span]] | None" = None,
        reason: str | None = None,
    ) -> "Review":
        """A claim added by hand: its words, who says so (None: the outlet itself), stance, type, and further slots."""
        from sayso.claims import by_hand

        report = self.report(report_id).report
        claim = by_hand.claim(report, quote, speaker, stance, type)
        for slot, spans in (slots or {}).items():
            claim = _correction(report, slot, spans, None).applied(claim)
        return self.decide(who, "add", [claim.id], reason, to_json(claim))

    def verify(self, expect_head: str | None = None) -> "Verified":
        """Recompute pages, offsets, ids and the chain. expect_head: the head that was written down elsewhere."""
        from sayso.ledger.verify import verify

        return verify(self.path, expect_head)

    def export(
        self,
        format: str,  # noqa: A002 - the word of the command
        out: PathLike,
        *,
        about: str | None = None,
        speaker: str | None = None,
        stance: str | None = None,
        type: str | None = None,  # noqa: A002 - the word of the model
        place: str | None = None,
        since: str | None = None,
        until: str | None = None,
        among: Collection[str] | None = None,
        told: Mapping[str, str] | None = None,
        profile: str = "public",
        policy: str = "low-best-high",
        order: Sequence[str] = (),
        delay: timedelta = timedelta(),
        excel: bool = False,
        progress: Callable[[int], None] = lambda _: None,
    ) -> "Manifest":
        """Write what is asked for, as `claims` asks, to `out` in a format of the field, with a manifest beside it.

        among: ids of claims, to leave out all others; told: by what they were chosen, for the manifest.
        profile: "public" withholds what could harm somebody, "internal" gives all; policy, order: as `event_rows` has
        them, or "each-claim" for a row a claim; delay: how long after the news a claim may leave. Raises ExportError
        where it cannot be written.
        """
        from importlib.metadata import version

        from sayso.exports.atlas import Atlas
        from sayso.exports.care import Care, check_profile
        from sayso.exports.formats import FORMATS, Order, export
        from sayso.exports.happening import EACH_CLAIM
        from sayso.ledger.decided import Decided
        from sayso.ledger.find import Wanted
        from sayso.ledger.tellings import tellings

        wanted = Wanted(about, speaker, stance, type, place, since, until)
        chosen = None if among is None else frozenset(among)
        asked = Order(format, Path(out), wanted, policy, excel, chosen, told or {})
        weighed = FORMATS[format].of == "events" and policy != EACH_CLAIM
        with tellings(self.path) as view:
            care = Care(check_profile(profile), Atlas(open_gazetteer(), is_party), Decided.of(view.reviews()), delay)
            return export(
                asked,
                view,
                care,
                version=version("sayso"),
                parties={party: entry for party in open_register().ids() if (entry := open_register().entry(party))},
                related=partial(related_among, self.path),
                event_rows=partial(self.event_rows, policy, order) if weighed else None,
                progress=progress,
            )

    def bring(self, path: PathLike, dataset: str, *, outlet: str | None = None) -> "Iterator[tuple[Brought, bool]]":
        """Keep the rows of a UCDP GED-style or ACLED-style CSV ("ucdp", "acled") as claims of that dataset.

        outlet: the dataset's name and release. Gives each row, with whether its claim is new to the ledger; a row that
        cannot be read is a fault, and the next is still read. Raises ImportFault where the file is no such table.
        """
        from sayso.exports.atlas import Atlas
        from sayso.exports.datasets import OUTLETS, rows

        kind = next((known for known in OUTLETS if known == dataset), None)
        if kind is None:
            raise NotOfThisKind(f"{dataset!r} is no dataset that can be brought in: it is one of {', '.join(OUTLETS)}")
        fetched = _now()
        found = rows(Path(path), kind, outlet, fetched, Atlas(open_gazetteer()).find)
        writer: Writer | None = None
        try:
            for row in found:
                new = False
                if row.page and row.claim:
                    # Opened with the first good row: a file that is none shall leave no empty ledger behind.
                    writer = writer or _writer(self)
                    assert writer is not None
                    kept = writer.record(row.page, row.report, [row.claim], (), (), row.claim.reader, str(path))
                    new = kept.new_claims > 0
                yield row, new
        finally:
            if writer is not None:
                writer.close()

    def judge(self, path: PathLike, who: str | None = None) -> "Iterator[tuple[Judgement, bool]]":
        """Keep the decisions of a CSV as reviews. who: for rows that do not say by whom.

        Gives each row, with whether its review is new: one that stands already, by the same person and with the same
        words, is kept once. Raises ImportFault where the file is no such table.
        """
        from sayso.exports.judgements import judgements
        from sayso.ledger import find
        from sayso.ledger.ledger import Ledger as Writer
        from sayso.ledger.tellings import tellings

        def asked(beginning: str) -> "tuple[str, Claim, Report]":
            shown = find.claim(self.path, beginning)
            return shown.kept.claim.id, shown.kept.claim, shown.report

        with tellings(self.path) as view:
            known = {(one.who, one.on, one.decision, one.reason, one.value) for one in view.reviews()}
        now = _now()
        with Writer.open(self.path) as writer:
            for row in judgements(Path(path), who, now, asked):
                review = row.review
                same = (review.who, review.on, review.decision, review.reason, review.value) if review else None
                new = review is not None and same not in known and writer.review(review)
                if same:
                    known.add(same)
                yield row, new

    def versions(self, about: str | None = None) -> "Iterator[Version]":
        """Addresses that showed another text of a report, and what each change added, dropped and altered.

        about: words of the address, path or title, or the beginning of a page's id.
        """
        from sayso.ledger.history import versions

        return versions(self.path, about)

    def fate(self, claim: Claim) -> "Fate | None":
        """What the next version of its report says of a claim; None where its page is the newest there is."""
        from sayso.ledger.history import fate

        return fate(self.path, claim)

    def merge(self, other: "Ledger", progress: Callable[[int], None] = lambda _: None) -> "Merged":
        """Take in all of another ledger that this one lacks, and keep its chain; it is itself left as it is."""
        from sayso.ledger.ledger import Ledger as Writer
        from sayso.ledger.merging import merge

        with Writer.open(self.path) as into:
            return merge(into, other.path, progress)

    def copy(self, to: "Ledger", progress: Callable[[int], None] = lambda _: None) -> tuple[int, str]:
        """All of this ledger written to an empty place, file or server: (entries, the head of both)."""
        from sayso.ledger.copying import copy

        return copy(self.path, to.path, progress)

    def roles(self) -> dict[str, tuple[str, ...]]:
        """Who has which role of a ledger on a server. The roles are made if its owner asks and they are missing."""
        from sayso.ledger.people import roles

        return roles(self.path)

    def grant(self, role: str, person: str) -> None:
        """Give a user of the server one role of this ledger, instead of any other of it. For its owner."""
        from sayso.ledger.people import grant

        grant(self.path, role, person)

    def redaction(self, kind: Hiding, what: str) -> "Plan":
        """What `redact` would remove, without removing anything."""
        from sayso.ledger import redaction
        from sayso.ledger.view import view

        with view(self.path) as seen:
            return redaction.plan(seen, redaction.HIDE[kind](seen, what))

    def redact(self, kind: Hiding, what: str, *, who: str, because: str) -> "tuple[Plan, bool]":
        """Remove the words of a claim, a report or page (by the beginning of its id), or a name, for good.

        Hashes, reason and reviewer stay, and `verify` still passes. The second value is False where old copies lie in
        the server's files until its owner sweeps them. Raises LedgerError where nothing holds it, NotOfThisKind where
        a word is missing or too short.
        """
        from sayso.ledger import redaction
        from sayso.ledger.ledger import Ledger as Writer

        with Writer.open(self.path) as ledger:
            now = _now()
            return redaction.redact(ledger, lambda seen: redaction.HIDE[kind](seen, what), who, now, because)


def open(path: PathLike | Location) -> Ledger:  # noqa: A001 - `sayso.open`, as `gzip.open`
    """The ledger at this path or postgresql:// address; nothing is touched until something is asked or read."""
    return Ledger(located(path))


def read(
    *paths: PathLike,
    ledger: Ledger | PathLike | Location | None = None,
    published: str | None = None,
    outlet: str | None = None,
    progress: Callable[[Step], None] | None = None,
    how: "How | None" = None,
    reader: Reader | str | None = None,
) -> Iterator[Account]:
    """Read files, folders, archives, links and standard input ("-"), one Account a page, in their order.

    ledger: where to keep them, None to keep nothing; published (a day, month or year), outlet: what the pages do not
    say or say wrongly; progress: called after each step of each page; how: `pages.taken.How`, what links and archives
    need; reader: another than ours, or the name under which a package offers one. An archive that an earlier call read
    into the same ledger is read on from where that one ended.

    A file that cannot be read is an account with problems, and the others are still read. Raises NotOfThisKind for a
    date that is none, LedgerError where the ledger cannot be written; both before anything is read. WeightsError,
    GazetteerError and CodebookError where what reads is itself missing or damaged.
    """
    from sayso.reports.reports import Given

    given = Given(published, outlet or None)
    if isinstance(reader, str):
        from sayso.readers import named

        reader = named(reader)
    other = reader
    writer = _writer(ledger)
    from sayso.pages.sources import gatherings
    from sayso.pages.taken import How

    def reading() -> str:
        from sayso.reading.reading import reader

        return f"{other.name if other else reader()} {given.published} {given.outlet}"

    local = beside(writer.location) if writer else None
    gathered = gatherings([os.fspath(path) for path in paths], how or How(), local, reading)
    return accounts(gathered, given, writer, progress or (lambda _: None), other)


def compare(*given: PathLike | Account, published: str | None = None, outlet: str | None = None) -> Incidents:
    """Who says what, side by side, in pages that are in no ledger: paths, which are read now, or accounts of `read`.

    published, outlet: as `read` has them, of the paths. What could not be read is left out: look at the accounts.
    """
    accounts: list[Account] = []
    for one in given:
        accounts += [one] if isinstance(one, Account) else read(one, published=published, outlet=outlet)
    return laid_among([each for account in accounts if account.report for each in _told_of(account, account.report)])


def _told_of(account: Account, report: Report) -> "Sequence[Told]":
    from urllib.parse import urlsplit

    host = urlsplit(account.page.address).hostname if account.page else None
    return told(report.id, report, [(claim.id, claim) for claim in account.claims], host)


def read_handed(
    files: Iterable[tuple[str, bytes]],
    *,
    ledger: Ledger | None = None,
    published: str | None = None,
    outlet: str | None = None,
    progress: Callable[[Step], None] | None = None,
) -> Iterator[Account]:
    """As `read`, of files that were handed over as (name, bytes), not found on this machine's disk."""
    from sayso.pages.files import handed
    from sayso.pages.taken import Gathering, Taken, gathered
    from sayso.reports.reports import Given

    given = Given(published, outlet or None)
    taken = (Taken(*handed(name, content)) for name, content in files)
    gatherings = (Gathering(batch) for batch in gathered(taken))
    return accounts(gatherings, given, _writer(ledger), progress or (lambda _: None))


def _writer(ledger: Ledger | PathLike | Location | None) -> "Writer | None":
    if ledger is None:
        return None
    return _writer_of(ledger if isinstance(ledger, Ledger) else open(ledger))


def _writer_of(ledger: Ledger) -> "Writer":
    from sayso.ledger.ledger import Ledger as Writer

    return Writer.open(ledger.path)


def _now() -> str:
    """The present second, UTC, ISO 8601."""
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds")


def _correction(report: Report, slot: "CorrectedSlot", spans: Sequence[Span], chosen: str | None) -> "Correction":
    from sayso.claims import by_hand

    found = by_hand.correction(report, slot, spans, chosen, times_of(report) if slot == "when" else ())
    if not found.places:
        return found
    entries = found_places(places_named(report.text, [Words(place.text, place.span) for place in found.places]))
    return replace(found, places=tuple(at_entry(place, entries) for place in found.places))
