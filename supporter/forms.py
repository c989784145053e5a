"""What was sent for a question, and the token that shows a form was ours."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from itsdangerous import BadData, URLSafeTimedSerializer
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.csrf.core import CSRF
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from supporter.answers import Chosen
from supporter.checkin import LONGEST
from supporter.questions import Question
from supporter.sealing import derive


def new_token() -> str:
    """The token for the page now being made."""
    return str(g.supporter_visit.signer.dumps(g.supporter_visit.key))


def token_field() -> Markup:
    """The same as a page sends it back."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(new_token())


class PageToken(CSRF):
    """A signed token tied to the check-in, kept out of the host's session.

    Before the first answer there is no check-in to tie it to; such a token counts while the browser says that the
    request came from our own pages (Sec-Fetch-Site, W3C Fetch Metadata).
    """

    def generate_csrf_token(self, csrf_token_field: Field) -> str:
        """None: our templates draw the field themselves (`token_field`), and what was sent is only read."""
        return ""

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
    # Each key is for this purpose alone (HKDF), so that nothing is left to derive for a token.
    keys = [derive(secret, f"within-reach page {purpose}") for secret in reversed(secrets)]
    return URLSafeTimedSerializer(keys, signer_kwargs={"digest_method": sha256, "key_derivation": "none"})


class PageForm(FlaskForm):
    """A form of ours that was sent; its fields are drawn and read by the question's own data."""

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
