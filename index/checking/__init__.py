"""Is the library whole? Every byte is read, and everything that is stored twice is compared."""

from .report import CheckReport, Damage, RepairReport
from .sources_report import LostText, SourceNote, SourcesReport

__all__ = ["CheckReport", "Damage", "LostText", "RepairReport", "SourceNote", "SourcesReport"]
