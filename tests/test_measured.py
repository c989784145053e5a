"""What docs/accessibility.md says was measured is what a whole run of `make verify` wrote there."""

from tests.verify.report import fingerprint, written


def test_no_figure_of_the_tables_was_put_in_by_hand() -> None:
    measured, mark = written()
    assert mark == fingerprint(measured), "run: make verify"
    assert fingerprint(measured.replace("pass", "fail", 1)) != mark
