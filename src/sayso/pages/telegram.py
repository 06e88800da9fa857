"""A channel's JSON export of Telegram Desktop to Pages. Public channels only: a chat between people is no source."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from sayso.model import Page, Problem, Stated
from sayso.pages.taken import How, Taken, now

Found = tuple[str, Taken | str]

_PUBLIC = "public_channel"
_KINDS = {
    "private_channel": "a private channel",
    "personal_chat": "a private chat",
    "bot_chat": "a chat with a bot",
    "saved_messages": "somebody's saved messages",
    "private_group": "a private group",
    "private_supergroup": "a private group",
    "public_supergroup": "a group, in which private persons write",
}


def is_export(head: bytes, _path: str, _how: How) -> bool:
    """The export of one chat (its kind stands at the top), or of a whole account."""
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and any(mark in head for mark in _MARKS)


_MARKS = (*(f'"{kind}"'.encode() for kind in (_PUBLIC, *_KINDS)), b'"personal_information"')
_CHATS = ("", "chats.list.item", "left_chats.list.item")
"""Where a chat stands in an export: alone, or in the list of an account's."""


def messages(path: Path, after: str | None, how: How) -> Iterator[Found]:
    """One page a message of a public channel; a place is the number of the message in the file.

    Other chats are one problem each, and of them nothing is taken but their kind.
    """
    import ijson

    number = 0
    with path.open("rb") as file:
        try:
            for chat, message in _streamed(file):
                number += 1
                if number <= int(after or 0):
                    continue
                if message is None:
                    yield str(number), Taken(str(path), _refused(path, chat))
                else:
                    yield str(number), _message(path, chat, message, how)
        except (ijson.JSONError, UnicodeDecodeError) as error:
            raise OSError(str(error)) from error


def _streamed(file: IO[bytes]) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Each message of a public channel with what stands above it in its chat; a refused chat once, without one.

    Read as a stream, because an export can be larger than memory. Telegram Desktop writes a chat's name, kind and id
    above its messages.
    """
    import ijson

    chat: dict[str, Any] = {}
    refused = False
    message: Any = None
    prefix = ""
    for where, event, value in ijson.parse(file, use_float=True):
        if message is not None:
            message.event(event, value)
            if where == prefix and event == "end_map":
                yield chat, message.value
                message = None
        elif where.endswith("messages.item") and event == "start_map":
            if chat.get("type") == _PUBLIC:
                message, prefix = ijson.ObjectBuilder(), where
                message.event(event, value)
            elif not refused:
                refused = True
                yield chat, None
        elif where in _CHATS and event == "start_map":
            chat, refused = {}, False
        elif event in ("string", "number") and where.rpartition(".")[0] in _CHATS:
            chat[where.rpartition(".")[2]] = value


def _refused(path: Path, chat: dict[str, Any]) -> Problem:
    what = _KINDS.get(str(chat.get("type")), "a chat of an unknown kind")
    return Problem("not_allowed", f"{path}: it holds {what}, which is not read: only public channels are publications")


def _message(path: Path, chat: dict[str, Any], message: dict[str, Any], how: How) -> Taken | str:
    if message.get("type") != "message":
        return "notice of the channel"
    text = _text(message.get("text"))
    if not text.strip():
        return "message without text"
    shown = f"{path}#{message.get('id')}"
    content = text.encode("utf-8", "replace")
    if len(content) > how.limit:
        return Taken(shown, Problem("too_large", f"{shown}: more than {how.limit:,} bytes; leave it out"))
    forwarded = message.get("forwarded_from")
    stated = Stated(
        _when(message), str(chat.get("name") or "") or None, str(forwarded) if isinstance(forwarded, str) else None
    )
    at = now()
    address = f"https://t.me/c/{chat.get('id')}/{message.get('id')}"
    return Taken(shown, Page(address, at, "text/plain", content), stated)


def _text(parts: Any) -> str:
    """A message is a string, or a list of strings and of objects that carry a string and how it is set."""
    if isinstance(parts, str):
        return parts
    pieces = parts if isinstance(parts, list) else []
    return "".join(piece if isinstance(piece, str) else str(piece.get("text", "")) for piece in pieces)


def _when(message: dict[str, Any]) -> str | None:
    """`date` is in the clock of whoever exported; the seconds since 1970 are everybody's."""
    try:
        return datetime.fromtimestamp(int(message["date_unixtime"]), UTC).isoformat()
    except (KeyError, ValueError, TypeError, OverflowError, OSError):
        return str(message["date"])[:10] if message.get("date") else None
