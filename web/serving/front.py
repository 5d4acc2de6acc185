"""What a request passes before anything works for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .answering import Answering
from .options import ServingOptions
from .rate_limit import RateLimit
from .shared.token_buckets import TokenBuckets

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def make_buckets(options: ServingOptions) -> TokenBuckets | None:
    """The counts of all clients, for all processes: made before they are; None without a limit."""
    return None if options.rate is None else TokenBuckets(options.rate)


def behind_front(answering: Answering, options: ServingOptions, buckets: TokenBuckets | None) -> WSGIApplication:
    """`answering` behind the limit of requests, and that behind what knows the clients of a proxy."""
    application: WSGIApplication = answering
    if buckets is not None:
        application = RateLimit(application, buckets)
    if options.trust_proxy:
        from werkzeug.middleware.proxy_fix import ProxyFix

        # Only who asks: the names that a server answers to are no matter of a header.
        application = ProxyFix(application, x_for=1, x_proto=0, x_host=0)
    return application
