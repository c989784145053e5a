"""Within Reach: a guide for the friends and partners of someone who is pulling away."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

_ROOMS = {
    "Advice": "advice",
    "AnswersError": "errors",
    "ConfigurationError": "errors",
    "ContentError": "errors",
    "Guide": "guide",
    "Supporter": "extension",
    "SupporterError": "errors",
    "advise": "advice",
    "create_app": "app",
    "load_guide": "loading",
}


def __getattr__(name: str) -> object:
    """Import a name when it is first asked for: a program that only prints paper needs no web server."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'supporter' has no attribute '{name}'")
    found = globals()[name] = getattr(import_module(f"supporter.{_ROOMS[name]}"), name)
    return found
