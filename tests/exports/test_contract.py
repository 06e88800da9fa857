"""The JSON of `sayso read`: its keys are a promise to programs outside."""

import json

from hypothesis import given
from hypothesis import strategies as st
from tests.cli import made
from tests.conftest import Golden

from sayso.exports import contract
from sayso.model import Problem, Relation


def whole() -> contract.JSON:
    """The hand-made account as the contract has it."""
    account = made.account()
    assert account.page
    return contract.file(
        account.path, account.page.sha256, account.report, account.claims, account.notes, account.problems
    )


def test_one_file(golden: Golden) -> None:
    golden("file.json", json.dumps(whole(), ensure_ascii=False, indent=1) + "\n")


def test_every_span_holds_its_words() -> None:
    told = whole()
    text = told["report"]["text"]

    def check(value: object) -> int:
        if isinstance(value, list):
            return sum(map(check, value))
        if not isinstance(value, dict):
            return 0
        words = value.get("quote", value.get("text"))
        if words is not None and value.get("span"):
            assert text[slice(*value["span"])] == words
        return 1 + sum(map(check, value.values()))

    assert check(told["claims"]) > 20
    for claim in told["claims"]:
        assert claim["span"] in claim["spans"]
        assert max(end - start for start, end in claim["spans"]) == claim["span"][1] - claim["span"][0]


def test_source_is_the_origin_and_via_the_relays() -> None:
    relayed, *_, outlets_own = whole()["claims"]
    assert relayed["source"]["text"] == "a commander"
    assert relayed["medium"]["text"] == "on Telegram"
    assert [hop["text"] for hop in relayed["via"]] == ["the Example Agency", "the River Monitor"]
    assert outlets_own["source"] is None
    assert outlets_own["via"] == []


def test_open_ends_of_a_toll_are_null_and_what_is_not_told_is_no_zero() -> None:
    relayed, other, *_ = whole()["claims"]
    assert relayed["event"]["casualties"] == {"killed": [12, None], "injured": None}
    assert other["event"]["casualties"] == {"killed": None, "injured": None}


def test_a_file_that_could_not_be_read_has_its_line_too() -> None:
    failed = made.failed_account()
    assert contract.file(failed.path, None, None, problems=failed.problems) == {
        "path": "gone.html",
        "page_sha256": None,
        "problems": [{"code": "not_found", "span": None, "message": "gone.html: no such file; check the path"}],
        "notes": [],
        "report": None,
        "claims": [],
        "relations": [],
    }


def test_relations_carry_the_contracts_word_and_ours() -> None:
    told = contract.relation_of(Relation("a", "b", "repeats", "actor", "same words"))
    assert (told["relation"], told["kind"], told["slot"]) == ("supports", "repeats", "actor")


@given(st.text())
def test_a_line_is_one_line_that_reads_back(text: str) -> None:
    data = contract.file(text, None, None, problems=(Problem("empty", text),))
    line = contract.line(data)
    assert len(line.splitlines()) == 1
    assert json.loads(line.encode()) == data
