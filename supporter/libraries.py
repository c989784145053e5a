"""The libraries that are imported when they are first needed; that they are there is seen at the start."""

from importlib.util import find_spec

from supporter.errors import SupporterError

LATER = (
    "babel", "bleach", "flask_babel", "flask_wtf", "icalendar", "markdown", "pydantic_core", "segno",
    "typst", "wtforms", "yaml",
)  # fmt: skip


def check_libraries() -> None:
    """Raises SupporterError for one that is missing: a reader's request would be the first to find out."""
    missing = [name for name in LATER if find_spec(name) is None]
    if missing:
        text = f"{' and '.join(missing)} cannot be imported, and within-reach needs it; install within-reach again"
        raise SupporterError(text)
