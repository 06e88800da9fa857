"""Which place a report's words mean. Each story is a sentence or two, and what must be made of its names."""

import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sayso.model import GazetteerError, NotOfThisKind, Words
from sayso.model.place import ResolvedPlace
from sayso.registers.places.gazetteer import SHIPPED, Gazetteer
from sayso.registers.places.imports import add
from sayso.registers.places.outright import named_outright
from sayso.registers.places.resolve import ReportContext, resolve
from sayso.registers.places.shelf import Row, write

Read = Callable[..., list[ResolvedPlace]]


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    """The shipped gazetteer without what this machine's user added."""
    with Gazetteer.open(also=tmp_path_factory.mktemp("none")) as opened:
        yield opened


@pytest.fixture(scope="module")
def read(gazetteer: Gazetteer) -> Read:
    """Resolve these names of a text; a name stands where it first occurs behind the one before."""

    def resolved(
        text: str, *names: str, homes: tuple[str, ...] = (), dateline: str | None = None
    ) -> list[ResolvedPlace]:
        mentions, at = [], 0
        for name in names:
            at = text.index(name, at)
            mentions.append(Words(name, (at, at + len(name))))
            at += len(name)
        return list(resolve(mentions, ReportContext(text, dateline, homes), gazetteer))

    return resolved


def ids(answers: list[ResolvedPlace]) -> list[str | None]:
    return [answer.entry.id if answer.entry else None for answer in answers]


@pytest.mark.parametrize(
    ("name", "country", "town"),
    [
        ("al-Qaryatayn", "SY", 173361),
        ("Al-Qaryatain", "SY", 173361),
        ("Qaryatein", "SY", 173361),
        ("القريتين", "SY", 173361),
        ("Mahin", "SY", 167488),
        ("Palmyra", "SY", 163808),
        ("Tadmur", "SY", 163808),
        ("Tadmur/Palmyra", "SY", 163808),
        ("Deir al-Zour", "SY", 170794),
        ("Deir Ezzor", "SY", 170794),
        ("Khan Sheikhoun", "SY", 168325),
        ("Khan Shaykhun", "SY", 168325),
        ("Bakhmut", "UA", 713174),
        ("Artemivsk", "UA", 713174),
        ("Бахмут", "UA", 713174),
        ("El Fasher", "SD", 379555),
        ("al-Fashir", "SD", 379555),
        ("Goma", "CD", 216281),
    ],
)
def test_a_town_in_its_usual_spellings(read: Read, name: str, country: str, town: int) -> None:
    land = {"SY": "Syria", "UA": "Ukraine", "SD": "Sudan", "CD": "the Democratic Republic of Congo"}[country]
    answer = read(f"Fighting was reported in {name} on Sunday, a monitor in {land} wrote.", name, land)[0]
    assert answer.entry is not None
    assert (answer.entry.id, answer.entry.country) == (f"geonames:{town}", country)
    assert answer.precision == 1


def test_the_consonants_find_a_town_only_where_the_report_is_about_its_country(read: Read) -> None:
    names = ("Karjatain", "Homs", "Syria")
    assert ids(read("ISIS took Karjatain near Homs, Syria.", *names))[0] == "geonames:173361"
    assert ids(read("ISIS took Karjatain near Lagos, Nigeria.", "Karjatain", "Lagos", "Nigeria"))[0] is None


@pytest.mark.parametrize("name", ["al-Tanf", "Deir ez-Zor", "Rafah", "al-Qaryatayn", "Bakhmut", "El Fasher", "Goma"])
def test_a_name_alone_lies_in_the_right_country(read: Read, name: str) -> None:
    answer = read(f"Fighting was reported in {name}.", name)[0]
    wanted = {"Rafah": "PS", "Bakhmut": "UA", "El Fasher": "SD", "Goma": "CD"}
    assert answer.entry is not None
    assert answer.entry.country == wanted.get(name, "SY")


def test_the_same_name_means_the_place_that_the_report_is_about(read: Read) -> None:
    in_america = read("Palmyra, New York, held its fair.", "Palmyra", "New York")
    assert in_america[0].entry is not None
    assert in_america[0].entry.country == "US"
    in_syria = read("Jets bombed Palmyra and Homs in Syria.", "Palmyra", "Homs", "Syria")
    assert ids(in_syria)[0] == "geonames:163808"
    assert in_syria[0].refused[0].entry.country == "US"
    assert in_syria[0].refused[0].reason


def test_what_holds_a_place_decides_between_namesakes(read: Read) -> None:
    """Two Tripolis: the one in Libya is larger."""
    assert read("Clashes broke out in Tripoli, Lebanon.", "Tripoli", "Lebanon")[0].entry.country == "LB"  # type: ignore[union-attr]
    assert read("Clashes broke out in Tripoli, Libya.", "Tripoli", "Libya")[0].entry.country == "LY"  # type: ignore[union-attr]


def test_the_homes_of_the_actors_and_the_dateline_count(read: Read) -> None:
    alone = read("Clashes broke out in Tripoli.", "Tripoli")[0]
    homes = read("Clashes broke out in Tripoli.", "Tripoli", homes=("LB", "LB", "LB"))[0]
    dated = read("Clashes broke out in Tripoli.", "Tripoli", dateline="Beirut")[0]
    chance = {"LB": 0.0} | {r.entry.country: r.chance for r in alone.refused if r.entry.kind == "settlement"}
    for told in (homes, dated):
        lebanese = [told.chance] if told.entry and told.entry.country == "LB" else []
        lebanese += [r.chance for r in told.refused if r.entry.country == "LB"]
        assert max(lebanese) > chance["LB"]


def test_washington_said_is_no_town(read: Read) -> None:
    said, visited = read("Washington said it was sorry. He flew to Washington.", "Washington", "Washington")
    assert said.entry is None
    assert "government" in said.reason
    assert said.precision is None
    assert visited.entry is not None


@pytest.mark.parametrize("name", ["European", "the town", "here"])
def test_what_is_no_name_of_a_place_has_no_entry(read: Read, name: str) -> None:
    answer = read(f"It was {name} after all.", name)[0]
    assert answer.entry is None
    assert answer.reason


def test_africa_is_the_continent_and_has_no_precision(read: Read) -> None:
    answer = read("Wars in Africa go on.", "Africa")[0]
    assert answer.entry is not None
    assert (answer.entry.kind, answer.precision, answer.entry.point) == ("continent", None, None)


def test_a_people_is_its_country_and_said_to_be_a_people(read: Read) -> None:
    answer = read("Syrian jets struck.", "Syrian")[0]
    assert answer.entry is not None
    assert (answer.entry.country, answer.entry.kind, answer.demonym) == ("SY", "country", True)


@pytest.mark.parametrize(
    ("text", "name", "precision", "radius"),
    [
        ("A strike hit Palmyra in Syria.", "Palmyra", 1, None),
        ("A strike hit 10 km east of Palmyra in Syria.", "10 km east of Palmyra", 2, 10.0),
        ("A strike hit a convoy 10 miles east of Palmyra in Syria.", "Palmyra", 2, 16.1),
        ("They shelled the outskirts of Aleppo.", "the outskirts of Aleppo", 2, 5.0),
        ("Troops entered Homs province.", "Homs", 4, None),
        ("Troops entered the southern Homs countryside.", "southern Homs countryside", 4, None),
        ("They closed the road between Homs and Palmyra.", "the road between Homs and Palmyra", 5, None),
        ("Troops entered northern Mali.", "northern Mali", 5, None),
        ("Troops entered Mali.", "Mali", 6, None),
        ("A ship burnt in the Black Sea.", "Black Sea", 7, None),
        ("Jets crossed the airspace of Syria.", "airspace of Syria", 7, None),
    ],
)
def test_precision_is_what_the_words_leave(
    read: Read, text: str, name: str, precision: int, radius: float | None
) -> None:
    answer = read(text, name)[0]
    assert (answer.precision, answer.radius_km) == (precision, radius)


def test_a_province_is_never_a_point(read: Read) -> None:
    answer = read("Troops entered Homs province.", "Homs")[0]
    assert answer.entry is not None
    assert answer.entry.kind == "province"
    assert answer.entry.point is None
    assert answer.entry.extent is not None


def test_a_line_has_two_ends(read: Read) -> None:
    answer = read("They closed the road between Homs and Palmyra.", "the road between Homs and Palmyra")[0]
    assert answer.entry is not None
    assert answer.to is not None
    assert (answer.entry.name, answer.to.name) == ("Homs", "Palmyra")


def test_bases_and_dams_are_entries_with_a_point(read: Read) -> None:
    answers = read(
        "From Shayrat airbase and T4 airbase they flew to Tishrin Dam in Syria.",
        "Shayrat airbase", "T4 airbase", "Tishrin Dam", "Syria",
    )  # fmt: skip
    assert [a.entry and a.entry.kind for a in answers] == ["facility", "facility", "facility", "country"]
    assert all(a.entry and a.entry.point for a in answers[:3])


def test_chances_of_chosen_and_refused_never_exceed_one(read: Read) -> None:
    for answer in read("Jets bombed Palmyra, Homs and Tripoli.", "Palmyra", "Homs", "Tripoli"):
        assert 0 <= answer.chance + sum(r.chance for r in answer.refused) <= 1.001


def test_lands_and_peoples_are_found_outright(gazetteer: Gazetteer) -> None:
    text = "Turkey's minister met the Syrian army and the Democratic Republic of Congo, said Bob."
    found = named_outright(text, gazetteer)
    assert [words.text for words in found] == ["Turkey", "Syrian", "Democratic Republic of Congo"]
    assert all(words.stand_in(text) for words in found)


def test_opening_reads_nothing_into_memory(tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        with Gazetteer.open(also=tmp_path):
            _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # The gazetteer itself is about thirty megabytes.
    assert peak < 1_000_000


def test_a_missing_gazetteer_says_how_to_mend_it(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"missing: .*make gazetteer"):
        Gazetteer.open(tmp_path / "none.db")


@pytest.mark.parametrize("damage", [lambda b: b[: len(b) // 2], lambda _: b"not a database at all", lambda _: b""])
def test_a_damaged_gazetteer_says_how_to_mend_it(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    whole = tmp_path / "whole.db"
    write(whole, [Row(1, "Qasr", "settlement", "SY", ("Qasr",))], {})
    broken = tmp_path / "broken.db"
    broken.write_bytes(damage(whole.read_bytes()))
    with pytest.raises(GazetteerError, match=r"damaged .*make gazetteer"):
        Gazetteer.open(broken)


def test_a_page_damaged_inside_is_an_error_and_no_empty_answer(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    write(path, [Row(n, f"Qasr {n}", "settlement", "SY", ()) for n in range(1, 400)], {})
    kept = bytearray(path.read_bytes())
    kept[4096:] = b"\xff" * len(kept[4096:])
    path.write_bytes(kept)
    with pytest.raises(GazetteerError, match="damaged"):
        Gazetteer.open(path, also=tmp_path / "none").find("Qasr 7")


def test_a_gazetteer_of_another_version_is_refused(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "old.db"
    write(path, [Row(1, "Qasr", "settlement", "SY", ())], {})
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(GazetteerError, match="another version"):
        Gazetteer.open(path)


def test_the_shipped_file_tells_whose_data_it_holds(gazetteer: Gazetteer) -> None:
    about = gazetteer.about()
    assert "GeoNames" in about["attribution"]
    assert "CC BY 4.0" in about["attribution"]
    assert int(about["places"]) > 300_000
    assert SHIPPED.stat().st_size < 45_000_000


def _geonames(number: int, name: str, others: str, where: str, code: str, people: int) -> str:
    """A line of a country dump: 19 columns."""
    first = (str(number), name, name, others, *where.split(), *code.split(), "SY", "", "77", "", "", "")
    return "\t".join((*first, str(people), "", "", "", ""))


GEONAMES = "\n".join(
    (
        _geonames(900001, "Markaz", "", "35.0 37.0", "A ADM1", 0),
        _geonames(900002, "Tall Qasr", "Tell Kasr,تل قصر", "35.1 37.1", "P PPL", 120),
        _geonames(900003, "Hill", "", "35.1 37.1", "T HLL", 0),
    )
)
WOF = (
    "wof_id\tplacetype\tname\tlat\tlon\tgeonames_id\tpopulation\tregion\tcounty\tdeprecated\tother_names(|)\n"
    "7\tregion\tMarkaz\t35.0\t37.0\t900001\t\t\t\t\t\n"
    "8\tlocality\tTall Qasr\t35.1\t37.1\t\t120\tMarkaz\t\t\tTell Kasr|تل قصر\n"
    "9\tlocality\tGone\t35.1\t37.1\t\t\tMarkaz\t\t2019-01-01\t\n"
)


@pytest.mark.parametrize(("text", "name", "entry"), [(GEONAMES, "SY.txt", "geonames:900002"), (WOF, "sy.tsv", "wof:8")])
def test_a_country_is_added(tmp_path: Path, text: str, name: str, entry: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    heard: list[int] = []
    done = add(tmp_path / name, tmp_path / "added", heard.append)
    assert done.places == 2
    assert heard[-1] == 2
    with Gazetteer.open(also=tmp_path / "added") as gazetteer:
        for spelling in ("Tall Qasr", "Tel Kasr", "تل قصر"):
            found = {c.entry.id: c.entry for c in gazetteer.find(spelling)}
            assert found[entry].province == "geonames:900001"
        assert gazetteer.entry(entry) == found[entry]
        assert not any(c.entry.name in ("Hill", "Gone") and c.entry.country == "SY" for c in gazetteer.find("Gone"))
        assert any(c.entry.id == entry for c in gazetteer.find_within("Tull Kasir", "SY"))


def test_adding_again_replaces(tmp_path: Path) -> None:
    (tmp_path / "sy.tsv").write_text(WOF, encoding="utf-8")
    first = add(tmp_path / "sy.tsv", tmp_path / "added")
    assert add(tmp_path / "sy.tsv", tmp_path / "added") == first
    assert [p.name for p in (tmp_path / "added").iterdir()] == ["sy.db"]


def test_a_file_of_neither_layout_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sy.tsv").write_text("name\tlat\nQasr\t1\n", encoding="utf-8")
    with pytest.raises(NotOfThisKind, match="neither"):
        add(tmp_path / "sy.tsv", tmp_path / "added")
    assert not (tmp_path / "added").exists()


def test_the_command_adds_a_country(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sayso.cli.main import main

    monkeypatch.setenv("SAYSO_PLACES", str(tmp_path / "added"))
    (tmp_path / "sy.tsv").write_text(WOF, encoding="utf-8")
    assert main(["places", "add", str(tmp_path / "sy.tsv")]) == 0
    assert "2 places added" in capsys.readouterr().out
    assert main(["places", "add", str(tmp_path / "missing.tsv")]) == 1
    assert "cannot be read" in capsys.readouterr().err
