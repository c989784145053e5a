"""Where the templates and the content that we ship lie, installed or in a checkout, and what errors call such files."""

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


def called(root: Path, name: str) -> str:
    """What errors call a file of a content folder: what opens it from where a person stands, where that is near."""
    # Who has us installed is not to mend what lies among our modules.
    within = Path(root.name) if root == shipped("content") else _near(root)
    return (within / name).as_posix()


def _near(root: Path) -> Path:
    if not root.is_absolute():
        return root
    try:
        here = Path.cwd()
        # All lies below the root of the machine, where a service may stand.
        return root.relative_to(here) if here != here.parent else Path(root.name)
    except (OSError, ValueError):  # it lies elsewhere, or the folder we stand in is gone
        return Path(root.name)
