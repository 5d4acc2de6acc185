"""Which work is it? Permanent ids, the one spelling of an address, and whether two texts are one story."""

from .address import canonical_address
from .ids import is_named, numbered, scene_id, work_id

__all__ = ["canonical_address", "is_named", "numbered", "scene_id", "work_id"]
