"""The map of the guide at the author's desk."""

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from supporter.views.current import guide, mount


def add_views(blueprint: Blueprint) -> None:
    """The desk's first page; without the slash too, so that no redirect tells that there is a desk."""
    blueprint.add_url_rule("/desk/", "map", show_map, strict_slashes=False)


def show_map() -> ResponseReturnValue:
    """The whole guide on one page; reading grades need the files, which only a desk keeps."""
    desk = mount().desk
    if desk is None and not current_app.debug:
        abort(404)
    from supporter.charting import make_chart  # for authors alone: the map needs rooms that no reader's page does

    return render_template("supporter/map.html", chart=make_chart(guide(), desk.manuscript.documents if desk else {}))
