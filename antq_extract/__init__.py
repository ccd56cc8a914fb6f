"""Fact extractor for Vietnamese news and report text."""

__version__ = "0.1.0"
