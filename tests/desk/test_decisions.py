"""What is done at the desk becomes a review, shows at once, and can be undone."""

import time

import pytest
from starlette.testclient import TestClient

from sayso import api
from sayso.ledger.catalogue import Asked, Catalogue


def catalogue(ledger: api.Ledger) -> Catalogue:
    found = ledger.catalogue()
    found.catch_up()
    return found


def a_claim(ledger: api.Ledger, about: str) -> str:
    (line,) = catalogue(ledger).chosen(Asked(about=about))
    return line.id


@pytest.mark.parametrize(("decision", "name"), [("accept", "accepted"), ("refuse", "refused"), ("unsure", "unsure")])
def test_a_decision_shows_and_is_undone(client: TestClient, ledger: api.Ledger, decision: str, name: str) -> None:
    claim = a_claim(ledger, "mortars")
    assert client.post("/decide", data={"on": claim, "decision": decision, "reason": "checked"}).status_code == 303
    assert f">{name}<" in client.get("/claims?about=mortars").text
    assert "checked" in client.get("/history").text
    (review,) = catalogue(ledger).decided.reviews
    client.post("/undo", data={"review": review})
    assert catalogue(ledger).decided.standing(claim).verdict is None
    undo = catalogue(ledger).decided.newest("Lena") or list(catalogue(ledger).decided.reviews.values())
    client.post("/undo", data={"review": undo[-1].id})
    assert catalogue(ledger).decided.standing(claim).verdict == decision
    assert ledger.verify().faults == ()


def test_the_queue_goes_on_after_a_decision_and_comes_round(client: TestClient) -> None:
    seen = []
    address = "/queue"
    while "Nothing is open" not in (shown := client.get(address).text):
        claim = shown.split('data-claim="')[1].split('"')[0]
        seen.append(claim)
        answer = client.post("/decide", data={"on": claim, "decision": "accept", "back": f"/queue?after={claim}"})
        address = answer.headers["location"]
    assert len(seen) == len(set(seen)) == 7


def test_words_written_as_they_stand_correct_a_slot(client: TestClient, ledger: api.Ledger) -> None:
    claim = a_claim(ledger, "mortars")
    answer = client.post("/correct", data={"on": claim, "slot": "killed", "words": "at  least twelve"})
    assert answer.status_code == 303
    client.post("/correct", data={"on": claim, "slot": "actor", "words": "the River Monitor"})
    client.post("/correct", data={"on": claim, "slot": "stance", "chosen_stance": "denied"})
    client.post("/correct", data={"on": claim, "slot": "target", "empty": "yes"})
    found = catalogue(ledger)
    line = found.line(claim)
    assert line is not None
    assert (line.stance, line.actors, line.targets) == ("denied", ("the River Monitor",), ())
    (whole,) = found.claims([line])
    assert whole.event.toll
    assert whole.event.toll.killed
    assert (whole.event.toll.killed.text, whole.event.toll.killed.low) == ("at least twelve", 12)
    first = next(iter(found.decided.reviews.values()))
    client.post("/undo", data={"review": first.id})
    line = catalogue(ledger).line(claim)
    assert line is not None
    assert line.stance == "denied", "undoing one correction leaves the others"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"slot": "killed", "words": "forty"}, "does not stand in the text"),
        ({"slot": "killed"}, "select the words"),
        ({"slot": "nose", "words": "Qasr"}, "is no slot"),
        ({"slot": "place", "spans": "3-99999"}, "ends at"),
        ({"slot": "place", "spans": "ten"}, "no spans"),
        ({"slot": "place", "spans": "9-3"}, "forwards"),
        ({"slot": "type", "chosen_type": "siege"}, "is no type"),
    ],
)
def test_a_wrong_correction_is_told_in_a_line(
    client: TestClient, ledger: api.Ledger, sent: dict[str, str], told: str
) -> None:
    before = ledger.verify().head
    answer = client.post("/correct", data={"on": a_claim(ledger, "mortars"), **sent})
    assert answer.status_code == 400
    assert told in answer.text
    assert ledger.verify().head == before


def test_a_claim_by_hand_stands_like_any_other(client: TestClient, ledger: api.Ledger) -> None:
    report = next(page.report_id for page in ledger.pages() if page.path.endswith("qasr.txt"))
    sent = {
        "report": report,
        "quote_words": "the mayor said",
        "speaker_words": "The ministry",
        "place_words": "Qasr",
        "stance": "doubted",
    }
    answer = client.post("/claims", data=sent)
    assert answer.status_code == 303
    (line,) = catalogue(ledger).chosen(Asked(state="by_hand"))
    assert (line.speaker, line.stance, line.places, line.quote) == (
        "The ministry",
        "doubted",
        ("Qasr",),
        "the mayor said",
    )
    assert "by hand" in client.get(f"/reports/{report}").text
    client.post("/decide", data={"on": line.id, "decision": "accept"})
    client.post("/correct", data={"on": line.id, "slot": "place", "empty": "yes"})
    (line,) = catalogue(ledger).chosen(Asked(about="mayor", state="accept"))
    assert line.places == ()
    assert ledger.verify().faults == ()


def test_a_claim_taken_out_of_its_incident_is_one_decision_and_one_undo(client: TestClient, ledger: api.Ledger) -> None:
    one, *others = [line.id for line in catalogue(ledger).lines[:4]]
    ledger.same("Omar", one, *others)
    assert len(ledger.compare(one).matrix.incident.claims) == 4
    answer = client.post("/apart", data={"claim": one, "reason": "another village", "back": f"/incidents/{others[0]}"})
    assert answer.headers["location"] == f"/incidents/{others[0]}"
    assert ledger.compare(one).matrix.incident.claims == (one,)
    assert ledger.compare(others[0]).matrix.incident.claims == tuple(sorted(others)), "the others stay together"
    shown = client.get("/history").text
    assert shown.count("<time") == 2
    assert "and each of 3 other claims" in shown
    assert client.post("/apart", data={"claim": one}).status_code == 400, "it stands alone already"
    ledger.undo("Lena")
    assert len(ledger.compare(one).matrix.incident.claims) == 4
    client.post("/apart", data={"claim": one, "unsure": "yes"})
    client.post("/same", data={"claim": [one, others[0]]})
    assert one in ledger.compare(others[0]).matrix.incident.claims, "the last word holds: nothing keeps them apart"
    assert client.post("/same", data={"claim": [one, others[0]]}).status_code == 400
    ledger.undo("Lena")
    assert ledger.compare(one).matrix.incident.claims == (one,)
    assert ledger.verify().faults == ()


def test_every_decision_is_told_in_the_history(client: TestClient, ledger: api.Ledger) -> None:
    claim = a_claim(ledger, "mortars")
    ledger.grade("Lena", "The River Monitor", "B")
    ledger.grade("Lena", claim, "2")
    shown = client.get("/history").text
    assert "the source “river monitor”: B" in shown
    assert "”: 2</bdi>" in shown


def test_a_pattern_is_accepted_after_a_sample_as_one_decision(client: TestClient, ledger: api.Ledger) -> None:
    assert client.post("/decide-all", data={"stance": "asserted", "expected": "9"}).status_code == 400
    number = len(catalogue(ledger).chosen(Asked(stance="asserted")))
    assert client.post("/decide-all", data={"stance": "asserted", "expected": str(number)}).status_code == 303
    assert len(catalogue(ledger).chosen(Asked(state="accept"))) == number
    (review,) = catalogue(ledger).decided.reviews
    client.post("/undo", data={"review": review})
    assert catalogue(ledger).chosen(Asked(state="accept")) == []


def test_read_to_the_end(client: TestClient, ledger: api.Ledger) -> None:
    report = next(page.report_id for page in ledger.pages() if page.path.endswith("qasr.txt"))
    client.post("/read-to-end", data={"report": report})
    assert "read to the end by Lena" in client.get(f"/reports/{report}").text
    assert "to the end" in client.get("/reports").text


def test_filters_stand_in_the_address(client: TestClient) -> None:
    assert "1 claim<" in client.get("/claims?stance=denied&speaker=army").text
    assert "No claim fits" in client.get("/claims?stance=denied&speaker=mayor").text
    assert client.get("/claims?stance=sure").status_code == 400
    assert "is no day" in client.get("/claims?from=soon").text
    assert "1 claim<" in client.get("/claims?from=2024-05-16&to=2024-05-16").text
    assert "2 claims<" in client.get("/claims?from=2024&to=2024").text
    assert "7 claims<" in client.get("/claims?state=unreviewed&page=99").text


def test_files_and_pasted_text_are_read(client: TestClient, ledger: api.Ledger) -> None:
    told = "Rebels captured the village of Qasr on 3 May 2024, the River Monitor said.\n"
    sent = {"text": told, "outlet": "The Herald"}
    files = [("files", ("empty.html", b"")), ("files", ("../up.txt", told.replace("Qasr", "Hazm").encode()))]
    answer = client.post("/add", data=sent, files=files)
    assert answer.status_code == 303
    for _ in range(600):
        shown = client.get(answer.headers["location"]).text
        if "Reading" not in shown:
            break
        time.sleep(0.1)
    assert "Read: 3 files" in shown
    assert "empty.html: nothing in it" in shown
    assert any(page.path == "../up.txt" for page in ledger.pages())
    assert "The Herald" in client.get("/reports").text
    assert client.post("/add", data={"text": "  "}).status_code == 400


def test_what_is_not_there_is_told(client: TestClient) -> None:
    assert client.get("/reports/nothing").status_code == 404
    assert client.get("/nowhere").status_code == 404
    assert client.get("/add/77").status_code == 404
    assert client.post("/decide", data={"on": "abc", "decision": "accept"}).status_code == 404
    assert client.post("/undo", data={"review": "abc"}).status_code == 404


def test_what_could_not_be_read_is_listed(client: TestClient) -> None:
    assert "no article in it" in client.get("/reports").text
