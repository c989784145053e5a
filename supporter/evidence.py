"""What the advice rests on: claims with their strength, and the sources they were read in."""

from typing import Annotated

from markupsafe import Markup

from supporter.pieces import Text
from supporter.records import Record, Within


class Evidence(Record):
    """One claim; the Markdown below it says where it stops."""

    id: str
    lang: str
    html: Markup = Markup("")
    title: Text
    strength: Text
    fit: Text
    sources: tuple[Text, ...]
    says: Text


class Source(Record):
    """One thing that was read."""

    id: str
    lang: str
    html: Markup = Markup("")
    title: Text
    who: Text
    year: Text
    url: Annotated[str, Within(pattern=r"^https?://\S+$")] | None
    kind: Text
