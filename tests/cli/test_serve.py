"""`sayso serve` where it cannot begin."""

import socket

import pytest
from tests.cli.conftest import Sayso


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("token", ["short", "with spaces in the middle", "ünicode-ünicode-ünicode"])
def test_a_token_that_is_none(sayso: Sayso, monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("SAYSO_TOKEN", token)
    status, _, err = sayso("serve")
    assert (status, err.count("\n")) == (2, 1)
    assert "16 characters or more" in err
    assert token not in err


@pytest.mark.usefixtures("kept")
def test_a_port_that_is_taken(sayso: Sayso) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        status, _, err = sayso("serve", "--port", str(taken.getsockname()[1]))
    assert (status, err.count("\n")) == (1, 1)
    assert "--port N takes another" in err


def test_no_ledger(sayso: Sayso) -> None:
    status, _, err = sayso("serve", "nowhere.db")
    assert (status, "there is no ledger at nowhere.db" in err) == (1, True)


def test_help_has_an_example(sayso: Sayso) -> None:
    status, out, _ = sayso("serve", "--help")
    assert (status, "curl 'http://127.0.0.1:8018/api/v1/claims?stance=denied'" in out) == (0, True)
