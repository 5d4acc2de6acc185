"""Is the library whole? Every byte is read, and everything that is stored twice is compared."""

from .report import CheckReport, Damage, RepairReport

__all__ = ["CheckReport", "Damage", "RepairReport"]
