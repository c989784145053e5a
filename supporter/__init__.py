"""Within Reach: a guide for the friends and partners of someone who is pulling away."""

from supporter.advice import Advice, advise
from supporter.app import create_app
from supporter.errors import AnswersError, ConfigurationError, ContentError, SupporterError
from supporter.extension import Supporter
from supporter.guide import Guide
from supporter.loading import load_guide

__all__ = [
    "Advice",
    "AnswersError",
    "ConfigurationError",
    "ContentError",
    "Guide",
    "Supporter",
    "SupporterError",
    "advise",
    "create_app",
    "load_guide",
]
