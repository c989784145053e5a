"""Files for paper: each handout, the reader's own notes, and several sheets as one booklet."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supporter.advice import Advice
from supporter.events import Event
from supporter.faults import log_fault
from supporter.handouts import Handout
from supporter.notes import fill_notes
from supporter.paper import chosen_paper
from supporter.press import PressError
from supporter.sheets import Sheet, fill_handout
from supporter.telling import told
from supporter.typesetting import typeset
from supporter.views.counting import note
from supporter.views.current import (
    about_own_life,
    country,
    current_advice,
    guide,
    mount,
    see_other,
    site,
    starts,
    visit,
)
from supporter.views.own import allowed, sheets_of

FILE = "information.pdf"
"""The name under which every sheet is saved: it tells nobody which one it was."""


def add_views(blueprint: Blueprint) -> None:
    """The PDFs, at the addresses of their pages with `.pdf`."""
    blueprint.add_url_rule("/handouts/<slug>.pdf", "handout_pdf", print_handout)
    blueprint.add_url_rule("/guide.pdf", "guide_pdf", print_guide)
    blueprint.add_url_rule("/guide/sheet-<int:number>.pdf", "own_sheet_pdf", print_own_sheet)
    blueprint.add_url_rule("/handouts/pack", "pack", choose_pack)
    # It changes nothing and tells nothing to another site, so that it asks for no token.
    blueprint.add_url_rule("/handouts/pack.pdf", "pack_pdf", print_pack, methods=["POST"])


def print_handout(slug: str) -> ResponseReturnValue:
    """One handout; one that could bring harm only when the reader asked for paper after they read why."""
    handout = guide().handouts.get(slug)
    if handout is None:
        abort(404)
    sheet = fill_handout(guide(), handout, country())
    if sheet.careful and not wants_paper():
        return see_other(".handout", slug=slug)
    return _printed([sheet], [handout], general=True, instead=url_for(".handout", slug=slug))


def print_own_sheet(number: int) -> ResponseReturnValue:
    """One handout filled with the reader's advice, as careful as the general one."""
    advice = current_advice()
    if advice is None:
        return see_other(".guide")
    handout = own_sheet(number, advice)
    sheet = fill_handout(guide(), handout, country(), advice, starts())
    if sheet.careful and not wants_paper():
        return see_other(".own_sheet", number=number)
    return _printed([sheet], [handout], general=False, instead=url_for(".own_sheet", number=number))


def print_guide() -> ResponseReturnValue:
    """The reader's own notes, with their answers where they ticked that."""
    advice = current_advice()
    check_in = visit().check_in
    if advice is None or check_in is None or about_own_life(advice, check_in):
        return see_other(".guide")
    if advice.careful and not wants_paper():
        return see_other(".guide")
    said = [one for one in told(guide(), check_in.answers) if one.said] if request.args.get("answers") == "yes" else []
    notes = fill_notes(guide(), advice, country(), starts(), said)
    return _printed([notes], [None], general=False, instead=url_for(".guide"))


def choose_pack() -> ResponseReturnValue:
    """All sheets with a box for each; those to be careful with stay on the screen."""
    advice = current_advice()
    return render_template(
        "supporter/pack.html",
        handouts=[handout for handout in allowed(advice) if not handout.careful],
        careful=[handout for handout in allowed(advice) if handout.careful],
        ticked={handout.id for handout in advice.handouts} if advice and "none" not in request.args else set(),
        filled=advice is not None and not advice.careful,
        nothing_ticked="none" in request.args,
        advice=advice,
    )


def print_pack() -> ResponseReturnValue:
    """The chosen sheets in the order of the list, with a cover and contents."""
    chosen = set(request.form.getlist("sheet"))
    advice = current_advice()
    handouts = [handout for handout in allowed(advice) if handout.id in chosen and not handout.careful]
    if not handouts:
        return see_other(".pack", none="yes")
    own = advice if advice and not advice.careful and request.form.get("from") == "guide" else None
    sheets = [fill_handout(guide(), handout, country(), own, starts() if own else None) for handout in handouts]
    return _printed(sheets, handouts, general=own is None, instead=url_for(".handouts"), cover=True)


def own_sheet(number: int, advice: Advice) -> Handout:
    """The reader's handout of this number; aborts with 404 where there is none."""
    sheets = sheets_of(advice)
    if not 1 <= number <= len(sheets):
        abort(404)
    return sheets[number - 1]


def wants_paper() -> bool:
    """Whether the reader chose paper after the page said why a sheet stays on the screen."""
    return request.args.get("paper") == "yes"


def _printed(
    sheets: Sequence[Sheet], of: Sequence[Handout | None], *, general: bool, instead: str, cover: bool = False
) -> ResponseReturnValue:
    asked = request.values
    paper = chosen_paper(asked.get("size"), country().code, large=asked.get("print") == "large")
    try:
        data = typeset(guide(), sheets, paper, site(), cover=cover)
        if not general:
            # A browser names a file in its history by the title inside it.
            data["title"] = guide().settings.paper.own.title
        made = mount().press.print(data, keep=general)
    except PressError as error:
        # What typst says may quote the sheet.
        log_fault(current_app.logger, error)
        return render_template("supporter/no_paper.html", instead=instead), 503
    for handout in of:
        # A reader's own notes have no id, and the id of a careful sheet could tell on the one who printed it.
        note(Event("handout_printed", handout.id if handout and not handout.careful else None))
    return Response(made, mimetype="application/pdf", headers={"Content-Disposition": f'inline; filename="{FILE}"'})
