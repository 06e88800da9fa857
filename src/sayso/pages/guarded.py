"""A way into the network that connects only to the address it has checked.

Checking a host's name first and connecting to the name after would ask the resolver twice, and it could answer with
another address the second time. Here the name is resolved once, all that it stands for is checked, and the connection
goes to the checked number; TLS still checks the certificate against the name.
"""

import socket
from collections.abc import AsyncIterator, Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import anyio
import httpcore
import httpx

Resolver = Callable[[str, int], list[str]]

_CONNECT_S = 10.0
_TRANSLATED = IPv6Network("64:ff9b::/96")
"""NAT64: an IPv4 address in its last 32 bits."""


class PrivateAddress(Exception):
    """The host stands in a private network, on this machine, or nowhere on the public internet."""


class UnknownHost(Exception):
    """Nobody knows this host."""


def is_public(address: str) -> bool:
    """Whether packets to this number go out to the public internet."""
    number = ip_address(address.partition("%")[0])
    if isinstance(number, IPv6Address):
        inner = _inner(number)
        if inner is not None:
            return is_public(str(inner))
    return number.is_global and not number.is_multicast


def _inner(number: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one carries and leads to."""
    if number in _TRANSLATED:
        return IPv4Address(int(number) & 0xFFFFFFFF)
    teredo = number.teredo
    return number.ipv4_mapped or number.sixtofour or (teredo[1] if teredo else None)


def resolved(host: str, port: int) -> list[str]:
    """The numbers of a host, as the system's resolver gives them. Raises UnknownHost."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnknownHost(host) from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Connects to a host only where every number that its name stands for is public.

    Every one and not only the one taken: a name that stands for a public and a private number is a trick, and which of
    the two answers must not be left to chance.
    """

    def __init__(self, *, allow_private: bool, resolve: Resolver = resolved) -> None:
        self._allow_private = allow_private
        self._resolve = resolve
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first of the host's numbers that answers. Raises PrivateAddress, UnknownHost."""
        numbers = await anyio.to_thread.run_sync(self._resolve, host, port, abandon_on_cancel=True)
        if not self._allow_private and (private := [number for number in numbers if not is_public(number)]):
            raise PrivateAddress(private[0])
        failed: Exception = UnknownHost(host)
        for number in numbers:
            try:
                return await self._network.connect_tcp(number, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - httpcore's signature
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """No link leads to a socket of this machine."""
        raise PrivateAddress(path)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._network.sleep(seconds)


class CheckedTransport(httpx.AsyncBaseTransport):
    """httpx over the checked network: no proxy, no socket file, nothing that the environment could bend."""

    def __init__(self, *, allow_private: bool, resolve: Resolver = resolved) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            network_backend=CheckedNetwork(allow_private=allow_private, resolve=resolve),
            max_connections=20,
            keepalive_expiry=30.0,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One exchange. Raises httpcore's errors, PrivateAddress and UnknownHost."""
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions={"timeout": {"connect": _CONNECT_S, "pool": None}},
        )
        answer = await self._pool.handle_async_request(asked)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
