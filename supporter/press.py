"""Paper: typst draws what `typesetting` made, as PDF/UA-1 and PDF/A-2a with our own fonts in it."""

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from supporter.errors import SupporterError
from supporter.shipped import shipped

if TYPE_CHECKING:
    import typst

_FONTS = Path(__file__).parent / "fonts"
_STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
_FORGET = 4
"""Empty pages compiled after each sheet: typst forgets what ten compilations did not use, so that it then holds two or
three sheets in memory in the place of ten, a reader's own among them."""
_KEPT = 64
"""Sheets for everyone that are kept once they were made: about 4 MB."""
MEND = "write it another way, or put a font that has it into a folder 'fonts' beside 'en'"
"""What an author can do about a letter that no font has."""
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')


class PressError(SupporterError):
    """No PDF could be made of a sheet; `missing` are the letters that no font has, if that is why."""

    def __init__(self, text: str, missing: Sequence[str] = ()) -> None:
        super().__init__(text)
        self.missing = tuple(missing)


class Press:
    """Makes one PDF at a time; `fonts` are folders with more fonts, for letters that ours have not.

    stuck: typst broke down the last time, as it does where memory is short, and may not get up in this process.
    """

    def __init__(self, fonts: Iterable[Path] = ()) -> None:
        self._fonts = (_FONTS, *fonts)
        self.stuck = False
        self._turn = threading.Lock()
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def __repr__(self) -> str:
        return "<Press>"

    def print(self, data: Mapping[str, Any], *, keep: bool = False) -> bytes:
        """The PDF; raises PressError, also where no font has a character.

        keep: it is the same for everyone, so that it need not be made again. What a reader's answers chose is not kept.
        """
        text = json.dumps(data, ensure_ascii=False)
        with self._turn:
            if keep and text in self._kept:
                self._kept.move_to_end(text)
                return self._kept[text]
            made = self._compile(text, data["title"])
            if keep:
                self._kept[text] = made
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            return made

    # Both for the first sheet: typst takes 12 MiB, and many a worker makes none.

    @cached_property
    def _sheet(self) -> "typst.Compiler":
        return _compiler("sheet.typ", self._fonts)

    @cached_property
    def _nothing(self) -> "typst.Compiler":
        return _compiler("nothing.typ", [])

    def _compile(self, text: str, title: str) -> bytes:
        self.stuck = False
        try:
            return self._draw(text, title)
        except BaseException as error:
            # A panic of typst is no Exception (pyo3), and would close the connection and write itself into the log.
            # Where memory is short when it is first wanted, it cannot be imported.
            if not isinstance(error, MemoryError | ImportError) and type(error).__module__ != "pyo3_runtime":
                raise
            self.stuck = True
            raise PressError(f"no PDF of “{title}” could be made: typst broke down") from error

    def _draw(self, text: str, title: str) -> bytes:
        import typst

        try:
            made = self._sheet.compile(format="pdf", pdf_standards=[*_STANDARDS], sys_inputs={"data": text})
        except typst.TypstError as error:
            missing = tuple(dict.fromkeys(_MISSING.findall(error.diagnostic)))
            why = f"no font has {', '.join(f'“{letter}”' for letter in missing)}; {MEND}" if missing else str(error)
            raise PressError(f"no PDF of “{title}” could be made: {why}", missing) from error
        finally:
            for _ in range(_FORGET):
                self._nothing.compile(format="svg")
        assert isinstance(made, bytes)
        return made


def _compiler(name: str, fonts: Iterable[Path]) -> "typst.Compiler":
    """Reads our template and these fonts, and nothing else on the machine."""
    import typst

    folder = shipped("templates") / "paper"
    given = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font) for font in fonts]
    )
    return typst.Compiler(str(folder / name), root=str(folder), font_paths=given)


def fonts_in(folders: Iterable[str | PathLike[str]]) -> list[Path]:
    """The folders `fonts` beside the languages of content folders: for scripts that our fonts have not."""
    return [folder for folder in (Path(root) / "fonts" for root in folders) if folder.is_dir()]
