"""The form of a page of ours that was sent: the only room that knows WTForms, imported when the first one comes."""

from typing import Any

from flask_wtf import FlaskForm
from itsdangerous import BadSignature
from wtforms.form import BaseForm

from supporter.checkin import LONGEST
from supporter.origins import sent_from_elsewhere
from supporter.visit import Visit


class PageForm(FlaskForm):
    """A form of ours that was sent.

    It has no field: what it asks is drawn and read by the question's own data, its token by `validate`.
    """

    class Meta(FlaskForm.Meta):
        """Our token in place of Flask-WTF's, which would need the host's session; no setting of the host changes it."""

        csrf = False  # A field for the token, made anew for each form, took twice as long as to check it.

        def wrap_formdata(self, form: BaseForm, formdata: Any) -> Any:
            """Nothing, as there is no field to take it; Flask-WTF would read JSON too, which our pages never send."""
            return None

    def __init__(self, visit: Visit, **given: Any) -> None:
        super().__init__(**given)  # type: ignore[no-untyped-call]
        self._visit = visit

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the form was ours, fresh, and of this check-in: by its token, and by what the browser says of it."""
        # Without a field nothing is left for WTForms to look at.
        return not sent_from_elsewhere(self._visit.request) and _fits(self._visit)


def _fits(visit: Visit) -> bool:
    """Whether we signed the token that came for this check-in, two hours ago at most.

    Before the first answer there is no check-in to tie it to; such a token counts while the browser says that the
    request came from our own pages (Sec-Fetch-Site, W3C Fetch Metadata).
    """
    try:
        key = visit.signer.unsign(visit.request.form.get("csrf_token", ""), max_age=LONGEST).decode()
    except BadSignature:
        return False
    return bool(key == visit.key or (key == "" and visit.request.headers.get("Sec-Fetch-Site") == "same-origin"))
