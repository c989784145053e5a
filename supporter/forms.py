"""The questions as Flask-WTF forms, and the token that shows a form was ours."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import Field, RadioField, SelectMultipleField
from wtforms.csrf.core import CSRF
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # stubs are of 3.2
from wtforms.form import BaseForm
from wtforms.validators import Optional, ValidationError

from supporter.answers import Chosen
from supporter.checkin import LONGEST
from supporter.questions import Question
from supporter.sealing import derive


class PageToken(CSRF):
    """A signed token tied to the check-in, kept out of the host's session.

    Before the first answer there is no check-in to tie it to; such a token counts while the browser says that the
    request came from our own pages (Sec-Fetch-Site, W3C Fetch Metadata).
    """

    def generate_csrf_token(self, csrf_token_field: Field) -> str:
        """The token for the page now being made."""
        return str(g.supporter_visit.signer.dumps(g.supporter_visit.key))

    def validate_csrf_token(self, form: BaseForm, field: Field) -> None:
        """Raise ValidationError unless the form was ours, fresh, and of this check-in."""
        if sent_from_elsewhere():
            raise ValidationError("elsewhere")
        try:
            key = g.supporter_visit.signer.loads(field.data or "", max_age=LONGEST)
        except BadData as error:
            raise ValidationError("stale") from error
        if key != g.supporter_visit.key and not (key == "" and request.headers.get("Sec-Fetch-Site") == "same-origin"):
            raise ValidationError("stale")


def sent_from_elsewhere() -> bool:
    """Whether another site sent the form; a browser says so by one header or the other (Fetch Metadata, Origin)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    # Our pages send no referrer, and then a browser calls itself "null" to our own forms too (Fetch, "append a request
    # `Origin` header"): that tells nothing, and the token decides.
    # Split by hand: urlsplit raises for some that are none, such as "http://[".
    return origin not in (None, "null") and origin.partition("://")[2] != request.host


def page_signer(secrets: Sequence[str | bytes], purpose: str) -> URLSafeTimedSerializer:
    """Signs the tokens of one mount's pages by the first secret, and takes those that any of them signed."""
    keys = [derive(secret, f"within-reach page {purpose}") for secret in reversed(secrets)]
    return URLSafeTimedSerializer(keys, signer_kwargs={"digest_method": sha256, "key_derivation": "hmac"})


class PageForm(FlaskForm):
    """A form of ours; with no fields it is a button that changes something."""

    class Meta(FlaskForm.Meta):
        """Our token in place of Flask-WTF's, which would need the host's session; no setting of the host changes it."""

        csrf = True
        csrf_class = PageToken  # type: ignore[assignment]  # Flask-WTF's own would use the host's session
        csrf_field_name = "csrf_token"

        def wrap_formdata(self, form: BaseForm, formdata: Any) -> Any:
            """What was sent as a form; Flask-WTF would take JSON too, which our pages never send."""
            return request.form if formdata is not None and request.method == "POST" else None

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)  # type: ignore[no-untyped-call]

    @property
    def was_ours(self) -> bool:
        """Whether the token was good; ask after validate()."""
        return "csrf_token" not in self.errors


def question_form(question: Question, beside: Question | None) -> type[PageForm]:
    """The form of one question page: a field named by the question's id, in a grid one for each row (`signs.quiet`)."""
    fields: dict[str, Any] = {}
    if question.kind == "one":
        fields[question.id] = RadioField(choices=_choices(question), validators=[Optional()])
    elif question.kind == "many":
        fields[question.id] = SelectMultipleField(choices=_choices(question), validators=[Optional()])
    else:
        columns = [SelectChoice(column.id, column.label) for column in question.columns]
        for row in question.choices:
            fields[f"{question.id}.{row.id}"] = RadioField(choices=columns, validators=[Optional()])
    if beside is not None:
        fields[beside.id] = SelectMultipleField(choices=_choices(beside), validators=[Optional()])
    return type("QuestionForm", (PageForm,), fields)


def read_form(form: PageForm, question: Question, beside: Question | None) -> dict[str, Chosen]:
    """The tokens that were sent for the question and the one beside it; values that are not ours are left out."""
    chosen: dict[str, Chosen] = {}
    if question.kind == "grid":
        columns = {column.id for column in question.columns}
        sent = ((row.id, form[f"{question.id}.{row.id}"].data) for row in question.choices)
        chosen[question.id] = tuple(f"{row}.{column}" for row, column in sent if column in columns)
    else:
        chosen[question.id] = _sent(form, question)
    if beside is not None:
        chosen[beside.id] = _sent(form, beside)
    return chosen


def _choices(question: Question) -> list[SelectChoice]:
    return [SelectChoice(choice.id, choice.label) for choice in question.choices]


def _sent(form: PageForm, question: Question) -> Chosen:
    data = form[question.id].data or []
    values = [data] if isinstance(data, str) else data
    return tuple(choice.id for choice in question.choices if choice.id in values)
