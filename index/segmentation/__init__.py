"""Where does a scene end? A work's blocks to scenes, with notes and sign-offs kept apart."""

from .scenes import segment

__all__ = ["segment"]
