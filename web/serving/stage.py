"""How far a request has come, and what the application and the server tell each other about it in the environment."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Any

# The Stage of a request.
STAGE = "fabula.stage"
# What is asked for: path and query.
ADDRESS = "fabula.address"
# A function that takes a function without parameters, which is called once the client has gone.
ON_GONE = "fabula.on_gone"
# A FabulaError that the application answers with, before it does anything else.
REFUSAL = "fabula.refusal"
# A dict that belongs to the request, however often it is begun; what is done once is noted there.
ONCE = "fabula.once"
# A function that gives numbers of all processes of the server, by name.
GAUGES = "fabula.gauges"
# True if the application may raise HandOver.
MAY_HAND_OVER = "fabula.may_hand_over"
# It raises it if it foresees that the answer takes more processor seconds than this.
HAND_OVER_ABOVE = "fabula.hand_over_above"

Environment = dict[str, Any]
OnGone = Callable[[Callable[[], object]], None]


class Stage(Enum):
    """Each request begins with FIRST. Dear ones go on to DEAR, or to REFUSED if as many as may are there already."""

    FIRST = auto()
    DEAR = auto()
    REFUSED = auto()
