"""Compares speech in several languages with annotated quotations: `python -m benchmarks.speech_languages`."""
