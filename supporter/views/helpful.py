"""'Was this helpful?': one tap, counted, and a word of thanks whatever became of it."""

from datetime import UTC, datetime

from flask import Blueprint, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from supporter.faults import log_fault
from supporter.origins import sent_from_elsewhere
from supporter.views.current import current_advice, guide, mount, visit
from supporter.views.own import is_asked, page_address

ADDRESS = "/helpful"
"""Below the mount; a server gives it threads that may wait, as a database is asked there."""
GUIDE = "guide"
"""What the advice is counted as, whatever advice it was."""
_LONGEST = 40
"""Characters in the number of a page; ours have fewer."""


def add_views(blueprint: Blueprint) -> None:
    """Where the tap is sent to."""
    blueprint.add_url_rule(ADDRESS, "helpful", take_tap, methods=["POST"])


def take_tap() -> ResponseReturnValue:
    """Count it and go back to the page; where the database is down the reader is thanked as kindly."""
    taps = mount().counting.taps
    if taps is None:
        abort(405)
    name, said, once = (request.form.get(field, "") for field in ("page", "said", "once"))
    page = guide().pages.get(name)
    if name != GUIDE and (page is None or not is_asked(page)):
        abort(400)
    # It changes a number and nothing of the reader's, so that no token is needed, and it works without cookies.
    if said in ("yes", "no") and 0 < len(once) <= _LONGEST and not sent_from_elsewhere(request):
        try:
            taps.add(mount().name, name, said, datetime.fromtimestamp(visit().now, UTC).date(), once)  # type: ignore[arg-type]
        except Exception as error:
            # Whatever a database or its driver does, the reader did well.
            log_fault(current_app.logger, error)
    address = page_address(page, current_advice()) if page else url_for(".guide")
    return redirect(f"{address}?thanked=yes#helpful", 303)
