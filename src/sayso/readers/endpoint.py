"""A language model behind any endpoint that speaks OpenAI's chat completions: on this machine, or far away.

It proposes claims by the report's words; what it makes up is rejected, because the words do not stand there. The text
of each report is sent to the endpoint that the person named, and nowhere else.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, get_args
from urllib.parse import urlsplit

from sayso.model.canonical import from_plain, sha256_of
from sayso.model.claim import Stance
from sayso.model.errors import NotOfThisKind, ReaderFault
from sayso.model.event import EventType
from sayso.model.problem import Problem
from sayso.model.reader import Proposed
from sayso.model.report import Report

PATIENCE_S = 180.0
"""Seconds for one report: a model on a laptop's processor needs minutes."""

ASKED = f"""You read war reporting and list every claim about what happened. Copy words from the text letter by letter.
Answer with one JSON object {{"claims": [...]}}. Each claim has:
"quote": the words that make the claim, without who says so; "speaker": the words that name who says so, null where the
outlet itself does; "stance": one of {", ".join(get_args(Stance))}; "type": one of {", ".join(get_args(EventType))};
"actors", "targets", "places": lists of words; "when", "killed", "injured": words or null.
Leave out what the text does not say. Never change or translate a word."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """url: up to and with /v1; key: sent as a bearer token, None for none."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The model with a hash of all that decides what it answers, the key left out."""
        return f"{self.model}-{sha256_of([self.url, self.model, ASKED])[:12]}"

    def read(self, report: Report) -> Iterator[Proposed | Problem]:
        """As `Reader`. Raises ReaderFault where the endpoint does not answer, or answers with no claims at all."""
        told = "\n\n".join(report.text[slice(*paragraph.span)] for paragraph in report.paragraphs)
        for claim in self._claims(told or report.text):
            try:
                yield from_plain(Proposed, {**_LEFT_OUT, **claim})
            except (NotOfThisKind, TypeError) as error:
                yield Problem("not_in_text", f"rejected: it is no claim ({error})")

    def _claims(self, text: str) -> list[Any]:
        import httpx

        asked = {
            "model": self.model,
            "temperature": 0,
            "response_format": {"type": "json_object"},
            "messages": [{"role": "system", "content": ASKED}, {"role": "user", "content": text}],
        }
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        try:
            answer = httpx.post(
                f"{self.url.rstrip('/')}/chat/completions", json=asked, headers=headers, timeout=PATIENCE_S
            )
            answer.raise_for_status()
            claims = json.loads(answer.json()["choices"][0]["message"]["content"])["claims"]
        except httpx.HTTPStatusError as error:
            raise ReaderFault(
                f"{self._shown} answered {error.response.status_code}: look at its model and key"
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ReaderFault(f"{self._shown} does not answer ({error}): is it running?") from error
        except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
            raise ReaderFault(f"{self._shown} answered with no claims in JSON: another model may") from error
        if not isinstance(claims, list):
            raise ReaderFault(f"{self._shown} answered with no list of claims: another model may")
        return claims

    @property
    def _shown(self) -> str:
        return f"{self.model} at {urlsplit(self.url).hostname or self.url}"


_LEFT_OUT = {each.name: each.default for each in fields(Proposed) if each.default is not MISSING}


def from_environment() -> Endpoint:
    """The endpoint that $SAYSO_OPENAI_URL, $SAYSO_OPENAI_MODEL and, if it needs one, $SAYSO_OPENAI_KEY name.

    Raises NotOfThisKind where they name none.
    """
    url, model = os.environ.get("SAYSO_OPENAI_URL", ""), os.environ.get("SAYSO_OPENAI_MODEL", "")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise NotOfThisKind("SAYSO_OPENAI_URL names no endpoint: set it, such as to http://127.0.0.1:11434/v1")
    if not model:
        raise NotOfThisKind("SAYSO_OPENAI_MODEL names no model: set it to one that the endpoint has")
    return Endpoint(url, model, os.environ.get("SAYSO_OPENAI_KEY") or None)
