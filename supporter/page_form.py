"""The form of a page of ours that was sent: the only room that knows WTForms, imported when the first one comes."""

from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from itsdangerous import BadData
from wtforms import Field
from wtforms.csrf.core import CSRF
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from supporter.checkin import LONGEST
from supporter.origins import sent_from_elsewhere


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
