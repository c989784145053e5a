"""Plumbing between a request and the core: a view is form, answers, advice, template."""

from flask import Blueprint

from supporter.views import advice, check_in, desk, help, helpful, paper, plan, reading, sheets, start, trying


def add_views(blueprint: Blueprint) -> None:
    """Every page of the guide, and a kind answer to any other address under the prefix."""
    for room in (start, check_in, advice, plan, sheets, paper, help, desk, trying, helpful, reading):
        room.add_views(blueprint)
