"""Where the templates and the content that we ship lie, installed or in a checkout."""

from pathlib import Path

from supporter.errors import SupporterError

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path:
    """The folder `templates` or `content`: inside an installed wheel, else beside the package in a checkout."""
    inside = _PACKAGE / name
    if inside.is_dir():
        return inside
    # The guard keeps a stray folder of another project in site-packages from being taken for ours.
    if (_PACKAGE.parent / "pyproject.toml").is_file() and (_PACKAGE.parent / name).is_dir():
        return _PACKAGE.parent / name
    raise SupporterError(f"the folder '{name}' is not in this installation; install within-reach again")
