"""Works that tell the same text, in groups, twenty a page."""

from __future__ import annotations

from flask import render_template, request, url_for

from fabula.search.duplicates.min_share import DEFAULT_MIN_SHARE
from fabula.search.syntax import MAX_QUERY
from fabula.web.duplicates.request import requested_duplicates
from fabula.web.duplicates.wording import GROUP_NAMES, comparison
from fabula.web.wording import percent
from .paging import requested_page
from .works import Order

_GROUPS_PER_PAGE = 20
_SHARES = (DEFAULT_MIN_SHARE, 0.7, 0.9, 1.0)


def duplicates() -> str:
    words = request.args.get("q", "").strip()[:MAX_QUERY]
    found = requested_duplicates({**request.args, "q": words})

    def url(page: int = 1, endpoint: str = "pages.duplicates", share: float = found.min_share) -> str:
        return url_for(endpoint, q=words or None, min_share=_stated(share) or None, page=None if page == 1 else page)

    spare = found.spare
    paging = requested_page(len(found.groups), _GROUPS_PER_PAGE, url)
    return render_template(
        "duplicates.html",
        words=words,
        found=found,
        spare=spare,
        spare_size=sum(work.size for work in spare),
        groups=list(enumerate(found.groups[paging.items], paging.items.start + 1)),
        names=GROUP_NAMES,
        comparison=comparison,
        min_share=_stated(found.min_share),
        share=percent(found.min_share),
        shares=[Order(percent(share), url(share=share)) for share in _SHARES],
        table_url=url(endpoint="api.duplicates-csv"),
        paging=paging,
    )


def _stated(share: float) -> str:
    """The share as an address has it: "" for the usual one."""
    return "" if share == DEFAULT_MIN_SHARE else f"{share:g}"
