"""Stories of parties: a report, the words in it that name somebody, and who that is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import sayso
from sayso.cli.main import main
from sayso.model.errors import NotOfThisKind
from sayso.model.party import ResolvedParty, standing
from sayso.model.words import Words
from sayso.registers.actors.imports import add
from sayso.registers.actors.register import Register, check
from sayso.registers.actors.resolve import Mention, ReportContext, Role, resolve


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """Ours alone."""
    return Register.open(tmp_path_factory.mktemp("actors"))


def who(
    text: str, words: str, register: Register, role: Role = "speaker", day: str | None = None, homes: str = ""
) -> str | None:
    """The id of whom the last such words of a text name, without "party:"."""
    answer = resolved(text, words, register, role, day, homes)
    return answer.entry.id.removeprefix("party:") if answer.entry else None


def resolved(
    text: str, words: str, register: Register, role: Role = "speaker", day: str | None = None, homes: str = ""
) -> ResolvedParty:
    """What was made of the last such words of a text."""
    start = text.rindex(words)
    mention = Mention(Words(words, (start, start + len(words))), role)
    return resolve([mention], ReportContext(text, day, tuple(homes.split())), register)[0]


STORY = """Syrian government forces and their allies took Tolva from Islamic State on Monday, the Syrian Observatory for
Human Rights said. Russian warplanes struck the hills, Rami Abdel Rahman, head of the Observatory, told AFP. The army
said that the group had lost the dam. Russian Defence Ministry spokesman Igor Konashenkov denied it. Konashenkov spoke
of militants. A source in the SDF told Reuters otherwise; the source gave no number. Damascus kept silent. A US-backed
militia, Liwa Ahrar Tolva, withdrew, its allies said."""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Syrian government forces", "sy.military"),
        ("their allies", "sy.military+allies"),
        ("Islamic State", "islamic-state"),
        ("the Syrian Observatory for\nHuman Rights", "sohr"),
        ("Russian warplanes", "ru.air-force"),
        ("Rami Abdel Rahman, head of the Observatory", "sohr"),
        ("Rami Abdel Rahman", "sohr"),
        ("AFP", "afp"),
        ("The army", "sy.military"),
        ("the group", "islamic-state"),
        ("Russian Defence Ministry spokesman Igor Konashenkov", "ru.defence-ministry"),
        ("Konashenkov", "ru.defence-ministry"),
        ("militants", None),
        ("A source in the SDF", "sdf"),
        ("the source", "sdf"),
        ("Damascus", "sy.government"),
        ("A US-backed\nmilitia", None),
        ("Liwa Ahrar Tolva", None),
    ],
)
def test_a_report_names_parties_in_many_ways(words: str, expected: str | None, register: Register) -> None:
    assert who(STORY, words, register) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Washington said so.", "Washington", "us.government"),
        ("The Kremlin said so.", "The Kremlin", "ru.presidency"),
        ("It told us.", "It", None),
        ("US and Iraq met.", "US", "us"),
        ("Fighters of the Hezbollah movement fled.", "Fighters of the Hezbollah movement", "hezbollah"),
        (
            "Israeli Prime Minister Benjamin Netanyahu spoke.",
            "Israeli Prime Minister Benjamin Netanyahu",
            "il.government",
        ),
        ("The foreign minister of Turkey spoke.", "The foreign minister of Turkey", "tr.foreign-ministry"),
        ("The US Federal Aviation Administration spoke.", "The US Federal Aviation Administration", None),
        ("Syrians fled.", "Syrians", None),
        ("The Russians fled.", "The Russians", "ru"),
        ("Troops loyal to President Bashar al-Assad fled.", "Troops", "sy.military"),
        ("Unknown gunmen fled.", "Unknown gunmen", None),
        ("Pro-government militias fled in Syria.", "Pro-government militias", "sy.government+allies"),
        ("The police fled in Quito, Ecuador.", "The police", "ec.police"),
        ("The Syrian Obervatory for Human Rights spoke.", "The Syrian Obervatory for Human Rights", "sohr"),
    ],
)
def test_phrases(text: str, words: str, expected: str | None, register: Register) -> None:
    assert who(text, words, register) == expected


def test_a_capital_that_is_struck_is_a_town(register: Register) -> None:
    answer = resolved("Rockets hit Damascus.", "Damascus", register, "target")
    assert answer.entry is None
    assert [r.entry.id for r in answer.refused] == ["party:sy.government"]


def test_letters_are_told_apart_by_the_country(register: Register) -> None:
    assert who("In Sudan the RSF took the town from the Sudanese army.", "the RSF", register) == "rsf"
    assert who("In France, a French court heard RSF on press freedom.", "RSF", register) == "rsf-press"


def test_letters_that_the_report_explains_mean_what_it_says(register: Register) -> None:
    text = "The Sahel Defence Front (SDF) spoke in Tolva. The SDF said more."
    assert who(text, "The SDF", register) is None
    assert who("Hezbollah, also known as the Party of God, spoke. Party of God denied.", "Party of God", register) == (
        "hezbollah"
    )


def test_the_group_is_not_the_last_one_known_but_the_last_one_named(register: Register) -> None:
    text = "The Free Syrian Army withdrew. Liwa Ahrar Tolva stayed. The group is small."
    assert who(text, "The group", register) is None


def test_a_name_is_refused_before_it_was_borne(register: Register) -> None:
    assert who("Hayat Tahrir al-Sham spoke.", "Hayat Tahrir al-Sham", register, day="2018-01-01") == "nusra"
    answer = resolved("Jabhat Fateh al-Sham spoke.", "Jabhat Fateh al-Sham", register, day="2015-01-01")
    assert answer.entry is None
    assert "since 2016-07-28" in answer.refused[0].reason


def test_whose_army_is_the_last_army_named_else_the_country_of_the_places(register: Register) -> None:
    assert who("The Turkish army shelled Syria, Syria said. The army denied it.", "The army", register) == "tr.military"
    assert who("The army denied it.", "The army", register, homes="IQ IQ") == "iq.military"
    assert who("The army denied it.", "The army", register) is None


def test_every_row_has_a_source_and_ties_to_known_parties(register: Register) -> None:
    assert len(register) > 800
    for row in register.rows():
        check(row, register, "parties.toml")
        assert row.source
    for id_ in register.ids():
        entry = register.entry(id_)
        assert entry and entry.name and entry.source
        assert all(side.party in register for side in entry.sides)


def test_parts_inherit_sides(register: Register) -> None:
    ypg, state, army = (register.entry(i) for i in ("ypg", "islamic-state", "sy.military"))
    assert ypg and state and army
    assert standing(ypg, state, "2017-01-01") == "against"
    assert standing(army, state, "2017-01-01") == "against"
    assert standing(ypg, ypg) == "same"


# --- a user's own ----------------------------------------------------------------------------------------------------

OWN = """[armed_group.ahrar-tolva]
name = "Liwa Ahrar Tolva"
homes = "SY"
part_of = "fsa"
sides = ["against islamic-state [2014..] | our desk"]
source = "our desk"
"""


def test_a_party_of_ones_own_is_known_afterwards(tmp_path: Path, register: Register) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    done = add(file, tmp_path / "kept")
    assert (done.parties, done.path) == (1, tmp_path / "kept" / "own.toml")
    add(file, tmp_path / "kept")
    with_own = Register.open(tmp_path / "kept")
    assert len(with_own) == len(register) + 1
    assert who(STORY, "Liwa Ahrar Tolva", with_own) == "ahrar-tolva"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('part_of = "fsa"', 'part_of = "fsaa"', "no row has that id"),
        ("[2014..]", "[2014-]", "write \\[2016-07-28"),
        ("[2014..]", "[2014..2013]", "ends before it begins"),
        ("against islamic", "hates islamic", "write one as"),
        ('source = "our desk"', "", "say where the row was read"),
        ('name = "Liwa', 'nam = "Liwa', "line 1: armed_group.ahrar-tolva has a key 'nam'"),
        ("[armed_group.", "[gang.", "the kinds are"),
        ('homes = "SY"', "homes = 3", "a text between quotes"),
        ("[armed_group", "[armed_group", None),
        (OWN, "", "holds no party"),
        (OWN, "[", "is no TOML"),
    ],
)
def test_a_file_that_is_wrong_is_told_and_nothing_is_kept(tmp_path: Path, old: str, new: str, told: str | None) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN.replace(old, new), encoding="utf-8")
    if told is None:
        assert add(file, tmp_path / "kept").parties == 1
        return
    with pytest.raises(NotOfThisKind, match=told):
        add(file, tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def test_the_command_adds_and_complains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SAYSO_ACTORS", str(tmp_path / "kept"))
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    assert main(["actors", "add", str(file)]) == 0
    assert "1 party added" in capsys.readouterr().out
    assert main(["actors", "add", str(tmp_path / "missing.toml")]) != 0
    assert "cannot be read" in capsys.readouterr().err


def test_a_report_read_again_with_a_new_party_knows_it(tmp_path: Path) -> None:
    """A process each, for a register is read once."""
    page, ledger = tmp_path / "page.txt", tmp_path / "l.db"
    page.write_text(
        "Liwa Ahrar Tolva captured the town of Palmyra on Monday, the Syrian army said.\n", encoding="utf-8"
    )
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    env = {**os.environ, "SAYSO_ACTORS": str(tmp_path / "kept"), "SAYSO_LEDGER": str(ledger)}
    for arguments in (["read", str(page)], ["actors", "add", str(file)], ["read", str(page)]):
        subprocess.run([sys.executable, "-m", "sayso", *arguments], env=env, check=True, capture_output=True)
    found = sayso.open(ledger).claims()
    (claim,) = {kept.claim.id: kept.claim for kept in found.claims}.values()
    assert claim.event.actors[0].entry == "party:ahrar-tolva"
    assert claim.chain[0].entry == "party:sy.military"


def test_words_that_point_back_are_whom_they_stand_for(register: Register) -> None:
    text = "Fighters of the SDF left. He spoke."
    start = text.index("He")
    mention = Mention(Words("He", (start, start + 2)), "speaker", Words("the SDF", (12, 19)))
    (answer,) = resolve([mention], ReportContext(text), register)
    assert answer.entry is not None and answer.entry.id == "party:sdf"
    assert answer.words.text == "He" and "the SDF" in answer.reason
