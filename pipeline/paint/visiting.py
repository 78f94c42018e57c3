"""Fetches pictures from where servers say they lie: from the server itself or the open internet, never from inside."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from pipeline.paint.guides import MAX_BYTES

HOPS = 4
"""How many addresses are asked for one picture: the first, and where it leads."""
_LEADS_ON = frozenset({301, 302, 303, 307, 308})


class Useless(Exception):
    """What came is no picture; the message says why."""


class Visitor:
    """Takes pictures from the addresses that an answer names."""

    def __init__(self, at_home: aiohttp.ClientSession, abroad: aiohttp.ClientSession) -> None:
        """`at_home` asks anybody, `abroad` connects to nothing but public addresses."""
        self._at_home, self._abroad = at_home, abroad

    async def fetch(self, address: str, base_url: str, seconds: float) -> bytes:
        """What lies at an address that the server of `base_url` has named.

        Raises:
            Useless: It may not be asked, leads on and on, or has no end.
            aiohttp.ClientError: It cannot be had.
            TimeoutError: It took longer than that.
        """
        async with asyncio.timeout(seconds):
            try:
                return await self._followed(address, base_url)
            except aiohttp.ClientConnectorError as error:
                if error.os_error.errno != errno.EACCES:
                    raise
                raise Useless("a picture at an address inside the network") from error

    async def _followed(self, address: str, base_url: str) -> bytes:
        for _ in range(HOPS):
            url, session = self._way(address, base_url)
            # Every step is looked at: a redirect may lead where the first address may not.
            async with session.get(url, allow_redirects=False) as response:
                if response.status not in _LEADS_ON:
                    response.raise_for_status()
                    return await _whole(response)
                address = str(url.join(_url(response.headers.get("Location", ""))))
        raise Useless("a picture whose address leads on and on")

    def _way(self, address: str, base_url: str) -> tuple[URL, aiohttp.ClientSession]:
        """The address as it is asked, and through which session."""
        url = _url(address)
        if url.scheme and url.raw_host and url.origin() == URL(base_url).origin():
            return url, self._at_home
        if url.scheme != "https" or not url.raw_host or (_is_number(url.raw_host) and not is_public(url.raw_host)):
            raise Useless("a picture at an address that is not asked")
        # Behind a proxy nothing is connected to from here, and the proxy says what it reaches.
        is_proxied = "https" in getproxies() and not proxy_bypass(url.raw_host)
        return url, self._at_home if is_proxied else self._abroad


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: not private, loopback, link-local, shared or a group's."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        # Addresses in which another one is written are as public as that.
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        return is_public(str(inner)) if inner else found.is_global and not found.is_multicast
    return found.is_global and not found.is_multicast


def _is_number(host: str) -> bool:
    """Whether a host stands for an address without being looked up."""
    return ":" in host or host.replace(".", "").isdigit()


def _url(address: str) -> URL:
    try:
        return URL(address)
    except ValueError as error:
        raise Useless("a picture at no address") from error


async def _whole(response: aiohttp.ClientResponse) -> bytes:
    content = bytearray()
    async for piece in response.content.iter_chunked(2**16):
        content += piece
        if len(content) > MAX_BYTES:
            raise Useless("a picture without end")
    return bytes(content)


def _outside(found: tuple[Any, ...]) -> socket.socket:
    """A socket for an address that was found for a name: looked at as late as this, it is the one connected to."""
    family, kind, protocol, _, where = found
    if not is_public(str(where[0])):
        raise PermissionError(errno.EACCES, "an address inside the network is not asked")
    return socket.socket(family=family, type=kind, proto=protocol)


@asynccontextmanager
async def open_visitor() -> AsyncIterator[Visitor]:
    """Open the sessions; nothing is asked yet."""
    guarded = aiohttp.TCPConnector(socket_factory=_outside)
    async with (
        aiohttp.ClientSession(trust_env=True) as at_home,
        aiohttp.ClientSession(connector=guarded) as abroad,
    ):
        yield Visitor(at_home, abroad)
