"""The beginning of a new library.toml: what is left out by default, as comments that a person can make settings of."""

from __future__ import annotations

import json
import textwrap

from fabula.index.files.left_out import NameRules

_WIDTH = 110


def settings_head() -> str:
    """Comments only: while nobody changes the list, a newer Fabula's list counts."""
    # Lines end between patterns, not at a blank in one.
    patterns = ", ".join(json.dumps(pattern).replace(" ", "\0") for pattern in NameRules().defaults)
    lines = textwrap.wrap(patterns, _WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    defaults = "\n".join(f"#   {line}" for line in lines).replace("\0", " ")
    return f"""\
# What this library is made from. Fabula adds and removes sources here; you may, too: your comments stay.
# docs/operations.md describes every setting.

# Characters who are one, are called otherwise, or are a woman or a man. `fabula names` shows and writes these:
# [[names]]
# fandom = "The 100"                   # or work = "id, title or path"; without either in all works
# name = "Clarke Griffin"              # how she is called
# also = ["Clarke", "Wanheda"]         # her other names
# gender = "f"                         # or "m"

# Works with these ratings are not shown until they are asked for (--hidden, or by their rating):
# [hide]
# ratings = ["Explicit", "Mature"]

# Names that are no stories are left out. `fabula sources --patterns` says why; this is where to change it:
# [files]
# exclude = ["drafts", "*.bak"]        # names that are left out as well
# include = ["#recycle/keep/**"]       # what is read all the same
# default_exclude = [                  # instead of the list that Fabula has
{defaults}
# ]
"""
