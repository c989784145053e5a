"""What was sent for a question, and the token that shows a form was ours."""

from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from supporter.answers import Chosen
from supporter.questions import Question
from supporter.visit import Visit


def new_token(visit: Visit) -> str:
    """The token for a page of this visit."""
    return str(visit.signer.sign(visit.key).decode())


def token_field(visit: Visit) -> Markup:
    """The same as a page sends it back."""
    return Markup(f'<input type="hidden" name="csrf_token" value="{escape(new_token(visit))}">')  # noqa: S704 - escaped


def is_ours(visit: Visit) -> bool:
    """Whether the form that was sent in this visit is one of ours, fresh, and of this check-in."""
    # Not before: many a page is read without a form, and WTForms takes longer to import than a page to make.
    from supporter.page_form import PageForm

    return bool(PageForm(visit).validate())


def read_form(sent: MultiDict[str, str], question: Question, beside: Question | None) -> tuple[dict[str, Chosen], bool]:
    """The tokens that were sent for the question and the one beside it, and whether anything is not on the form.

    A field is named by its question's id, in a grid one for each row (`signs.quiet`).
    """
    chosen: dict[str, Chosen] = {}
    strange = False
    if question.kind == "grid":
        columns = {column.id for column in question.columns}
        rows = {row.id: sent.get(f"{question.id}.{row.id}") for row in question.choices}
        chosen[question.id] = tuple(f"{row}.{column}" for row, column in rows.items() if column in columns)
        strange = any(column not in columns for column in rows.values() if column)
    for one in (None if question.kind == "grid" else question, beside):
        if one is not None:
            values = sent.getlist(one.id)[: 1 if one.kind == "one" else None]
            chosen[one.id] = tuple(choice.id for choice in one.choices if choice.id in values)
            strange |= any(value not in chosen[one.id] for value in values if value)
    return chosen, strange
