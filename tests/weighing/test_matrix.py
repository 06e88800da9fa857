"""An incident laid out, and as a row by each policy."""

from dataclasses import replace

import pytest
from tests.weighing.telling import told

from sayso.model import Incident, Kin, Matrix, NotOfThisKind, Relation, Told
from sayso.weighing.grades import graded, interest
from sayso.weighing.matrix import matrix, representatives
from sayso.weighing.origins import origins
from sayso.weighing.policies import FIELDS, POLICIES, row

MONITOR = told(
    "Courier",
    "Raiders took Qasr on 2017-10-01, killing at least 12, the River Monitor said.",
    quote="Raiders took Qasr",
    by=("the River Monitor",),
    actor=("Raiders",),
    place="Qasr",
    killed=("at least 12", 12, None),
    published="2017-10-01",
)
ARMY = told(
    "Herald",
    "The Hill Front took Qasr and not Raiders; 20 died, the Defence Ministry said.",
    quote="The Hill Front took Qasr",
    by=("the Defence Ministry",),
    actor=("The Hill Front",),
    place="Qasr",
    killed=("20", 20, 20),
    published="2017-10-02",
)
DENIAL = told(
    "Herald",
    "The Hill Front took Qasr and not Raiders; 20 died, the Defence Ministry said.",
    quote="not Raiders",
    by=("the Defence Ministry",),
    actor=("Raiders",),
    stance="denied",
    published="2017-10-02",
)
COPY = told(
    "Beacon",
    "Raiders took the town, 15 people died, said the River Monitor.",
    quote="Raiders took the town",
    by=("the River Monitor",),
    actor=("Raiders",),
    place="the town",
    killed=("15", 15, 15),
    published="2017-10-03",
)
ALL = (MONITOR, ARMY, DENIAL, COPY)


def incident(*claims: Told) -> Incident:
    return Incident(tuple(sorted(each.id for each in claims)))


def laid(*claims: Told, relations: tuple[Relation, ...] = ()) -> Matrix:
    return matrix(incident(*claims), claims, relations, origins(claims))


def values(matrix: Matrix, slot: str) -> list[str | None]:
    cells = matrix.cells[matrix.slots.index(slot)]  # type: ignore[arg-type]
    return [cell.value if cell else None for cell in cells]


def test_slots_down_origins_across_with_every_value_as_told() -> None:
    found = laid(*ALL)
    assert [column.speaker for column in found.columns] == ["the River Monitor", "the Defence Ministry"]
    assert [column.outlets for column in found.columns] == [("Courier", "Beacon"), ("Herald",)]
    assert found.reports == 3
    assert values(found, "actor") == ["Raiders", "The Hill Front; not Raiders"]
    assert values(found, "place") == ["Qasr", "Qasr"]
    assert values(found, "killed") == ["12 or more; 15", "20"]
    assert values(found, "stance") == ["asserted", "asserted; denied"]
    assert "injured" not in found.slots


def test_every_cell_stands_on_words_of_its_claims() -> None:
    texts = {each.id: each.setting.text or "" for each in ALL}
    for cells in laid(*ALL).cells:
        for cell in filter(None, cells):
            assert cell.claims
            assert all(words.stand_in(texts[claim]) and claim in cell.claims for claim, words in cell.words)


def test_a_denied_value_and_a_relation_dispute_a_slot_but_a_speaker_with_himself_does_not() -> None:
    assert laid(*ALL).disputed == ("actor",)
    toll = Relation(MONITOR.id, ARMY.id, "contradicts", "killed", "12 is not 20")
    assert laid(*ALL, relations=(toll,)).disputed == ("actor", "killed")
    own = Relation(COPY.id, MONITOR.id, "contradicts", "killed", "15 is not 12")
    assert laid(*ALL, relations=(own,)).disputed == ("actor",)
    assert laid(MONITOR, ARMY, COPY).disputed == ()


def test_what_one_origin_says_again_is_held_against_others_once() -> None:
    again = [told(f"Paper {n}", f"Raiders took Qasr, the River Monitor said ({n}).", quote="Raiders took Qasr",
                  by=("the River Monitor",), actor=("Raiders",), place="Qasr") for n in range(5)]  # fmt: skip
    claims = (*again, ARMY, DENIAL)
    assert representatives(claims, origins(claims)) == [ARMY, DENIAL, min(again, key=lambda each: each.setting.report)]


def test_pronouns_name_nobody_and_stay_out() -> None:
    text = "They took Qasr, the River Monitor said."
    claim = told("Courier", text, quote="They took Qasr", by=("the River Monitor",), actor=("They",))
    assert "actor" not in laid(claim, MONITOR).slots or values(laid(claim, MONITOR), "actor") == ["Raiders"]


@pytest.mark.parametrize(
    ("policy", "killed"),
    [
        ("lowest", [12, 12, 12]),
        ("low-best-high", [12, 12, 20]),
        ("majority-of-origins", [None, None, None]),
        ("order-of-sources", [20, 20, 20]),
    ],
)
def test_each_policy_takes_its_figures(policy: str, killed: list[int | None]) -> None:
    found = row(policy, incident(*ALL), ALL, origins(ALL), ["Defence Ministry"])
    assert [found.cell(f"killed_{figure}").value for figure in ("low", "best", "high")] == killed  # type: ignore[union-attr]


def test_a_row_has_all_fields_and_each_cell_its_claims_and_reason() -> None:
    for policy in POLICIES:
        found = row(policy, incident(*ALL), ALL, origins(ALL), ["the River Monitor", "Herald"])
        assert tuple(cell.name for cell in found.cells) == FIELDS
        for cell in found.cells:
            assert cell.reason
            assert bool(cell.claims) == (cell.value is not None)
            assert set(cell.claims) <= set(found_ids())
        derived = {cell.name for cell in found.cells if cell.derived and cell.value is not None}
        assert {"origins", "reports"} <= derived
        assert not derived & {"actor", "place", "killed_low"}


def test_of_the_words_for_one_place_a_name_is_shown_and_not_the_shorter_the_town() -> None:
    def at(told: Told) -> Told:
        (place,) = told.claim.event.places
        event = replace(told.claim.event, places=(replace(place, entry="geonames:1"),))
        return replace(told, claim=replace(told.claim, event=event))

    monitor = at(told("Gazette", "Raiders took far Qasr-on-the-Hill.", actor=("Raiders",), place="Qasr-on-the-Hill"))
    found = row("lowest", incident(monitor, at(COPY)), (monitor, at(COPY)), origins((monitor, at(COPY))))
    assert found.cell("place").value == "Qasr-on-the-Hill"  # type: ignore[union-attr]


def found_ids() -> list[str]:
    return [each.id for each in ALL]


def test_a_tie_between_origins_leaves_the_cell_empty_and_says_so() -> None:
    cell = row("majority-of-origins", incident(*ALL), ALL, origins(ALL)).cell("actor")
    assert cell
    assert cell.value is None
    assert "evenly divided between Raiders and The Hill Front" in (cell.reason or "")


def test_a_denial_gives_no_value() -> None:
    cell = row("lowest", incident(MONITOR, DENIAL), (MONITOR, DENIAL), origins((MONITOR, DENIAL))).cell("actor")
    assert cell
    assert (cell.value, cell.claims) == ("Raiders", (MONITOR.id,))


def test_no_such_policy_is_named_with_those_there_are() -> None:
    with pytest.raises(NotOfThisKind, match="lowest, low-best-high, majority-of-origins, order-of-sources"):
        row("average", incident(*ALL), ALL, origins(ALL))
    with pytest.raises(NotOfThisKind, match="needs an order"):
        row("order-of-sources", incident(*ALL), ALL, origins(ALL))


def test_the_two_axes_stay_apart_and_nobody_s_grade_is_f_and_6() -> None:
    found = laid(*ALL)
    by_id = {each.id: each for each in ALL}
    assert [each.mark for each in graded("admiralty", found, by_id)] == ["F6", "F6"]
    given = graded("admiralty", found, by_id, {"River Monitor": "B"}, {ARMY.id: "4"})
    assert [each.mark for each in given] == ["B6", "F4"]
    assert [each.mark for each in graded("none", found, by_id)] == [None, None]
    with pytest.raises(NotOfThisKind, match="'G' is no grade"):
        graded("admiralty", found, by_id, {"River Monitor": "G"})
    with pytest.raises(NotOfThisKind, match="no scheme"):
        graded("stars", found, by_id)  # type: ignore[arg-type]


def test_airwars_words_follow_from_what_is_counted() -> None:
    def word(*claims: Told) -> str | None:
        return graded("airwars", laid(*claims), {each.id: each for each in claims})[0].mark

    owned = told(
        "Site", "Raiders said they took Qasr.", by=("Raiders",), actor=("Raiders",), stance="claimed_responsibility"
    )
    trader = told(
        "Site", "Raiders took Qasr, a trader said.", quote="Raiders took Qasr", by=("a trader",), actor=("Raiders",)
    )
    assert word(MONITOR) == word(MONITOR, COPY) == "weak"
    assert word(MONITOR, trader) == "fair"
    assert word(MONITOR, owned) == "confirmed"
    assert word(*ALL) == "contested"


@pytest.mark.parametrize(
    ("speaker", "actor", "type_", "stance", "expected"),
    [
        ("the Army", "the Army", "territory_gained", "asserted", "gains"),
        ("the Army", "the Army", "shelling_or_strike", "asserted", "against_its_own"),
        ("the Army", "the Army", "shelling_or_strike", "denied", "gains"),
        ("the Army", "Raiders", "shelling_or_strike", "asserted", None),
        ("the Militia", "the Army", "territory_gained", "asserted", "gains"),
        ("a trader", "the Army", "territory_gained", "asserted", None),
    ],
)
def test_interest_is_told_only_by_the_register(
    speaker: str, actor: str, type_: str, stance: str, expected: str | None
) -> None:
    entries = {"the Army": "party:army", "Raiders": "party:raiders", "the Militia": "party:militia"}
    claim = told(
        "Courier", f"{actor} did it, {speaker} said, and {speaker} said more.", quote=f"{actor} did it", by=(speaker,),
        actor=(actor,), type=type_, stance=stance, entries=entries,
    )  # fmt: skip
    kin = (
        Kin("party:army", "Army"),
        Kin("party:raiders", "Raiders"),
        Kin("party:militia", "Militia", (), ("party:army",)),
    )
    assert interest(Told(claim.id, claim.claim, claim.setting, (), kin)) == expected
