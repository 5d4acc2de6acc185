"""Refuses clients that ask too often: WSGI middleware around everything else."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

from fabula.index.errors import RateLimited
from .shared.token_buckets import TokenBuckets
from .stage import ONCE, REFUSAL, Environment

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

# What a page loads beside itself, and what watches the server.
_FREE_PATHS = ("/static/", "/healthz", "/readyz")
_IS_ADMITTED = "fabula.is_admitted"
# A household or a machine has a network of this size, and may take any address in it.
_NETWORK_BITS = 64


class RateLimit:
    """Has `application` answer the requests of a client that asks too often with RateLimited.

    A request that comes by here several times, as it is handed over from one thread to another, counts once.
    """

    def __init__(self, application: WSGIApplication, buckets: TokenBuckets) -> None:
        self._application = application
        self._buckets = buckets

    def __call__(self, environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        once = environ.get(ONCE, {})
        if not once.get(_IS_ADMITTED) and not environ["PATH_INFO"].startswith(_FREE_PATHS):
            once[_IS_ADMITTED] = True
            seconds = self._buckets.take(client_of(environ.get("REMOTE_ADDR", "")))
            if seconds:
                environ[REFUSAL] = RateLimited(
                    f"This server answers {self._buckets.rate} for each client.",
                    hint=f"Ask again in {max(1, round(seconds)):,} s.",
                    seconds=seconds,
                )
        return self._application(environ, start_response)


def client_of(address: str) -> str:
    """Who counts as one client: an IPv4 address, or an IPv6 network.

    >>> client_of("2001:db8:1:2:3::4"), client_of("::ffff:192.0.2.1"), client_of("192.0.2.1")
    ('2001:db8:1:2::', '192.0.2.1', '192.0.2.1')
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:  # a socket of Unix, or what a proxy made up
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Address(int(found) >> _NETWORK_BITS << _NETWORK_BITS))
