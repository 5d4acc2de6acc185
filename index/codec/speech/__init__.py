"""The speech of a segment: a file beside it, written after it, so that the segment itself never changes."""

from .cast_member import CastMember, cast_from_json, cast_to_json
from .columns import MAX_SPEAKERS, Speech, write_speech
from .layer import SpeechLayer
from .methods import NEVER, WorkRules, method_of

__all__ = [
    "MAX_SPEAKERS",
    "NEVER",
    "CastMember",
    "Speech",
    "SpeechLayer",
    "WorkRules",
    "cast_from_json",
    "cast_to_json",
    "method_of",
    "write_speech",
]
