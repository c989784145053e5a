"""A host's logo: a small SVG or PNG that holds a picture and nothing else."""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from supporter.errors import Problem

LARGEST = 16_384
"""Bytes at most: it comes with the first page that a reader on a slow line sees."""
_WIDEST, _LARGEST_SIDE = 8, 2048
_HEIGHT, _WIDTH = 40, 160
"""The room it has on the page, in CSS pixels."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"sRGB", b"gAMA", b"IDAT", b"IEND")
"""Parts of a PNG that are the picture; others say who made it, where and when."""
_SVG = "http://www.w3.org/2000/svg"
_FORBIDDEN = ("script", "foreignObject", "image", "iframe", "audio", "video", "a", "set")
_OUTSIDE = re.compile(r"@import|url\(\s*['\"]?\s*(?!['\"]?#)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Logo:
    """name: what it is served as. width, height: on the page, in CSS pixels."""

    name: str
    type: str
    data: bytes = field(repr=False)
    alt: str
    width: int
    height: int


class LogoError(Exception):
    """What is wrong with a logo and what to do, with the line of an SVG."""

    def __init__(self, text: str, line: int = 1) -> None:
        super().__init__(text)
        self.line = line


def read_logo(path: Path, alt: str, name: str) -> Logo | Problem:
    """The logo in a file; `name` is what errors call it."""
    try:
        # A pipe would keep the start waiting.
        if not path.is_file():
            raise LogoError("there is no such file; put the logo beside the theme")
        if path.stat().st_size > LARGEST:
            raise LogoError(f"the logo has {path.stat().st_size:,} bytes; make it smaller, {LARGEST:,} is the most")
        data = path.read_bytes()
        if data.startswith(_SIGNATURE):
            clean, width, height = _png(data)
            kind, suffix = "image/png", "png"
        else:
            clean, (width, height) = data, _svg(data)
            kind, suffix = "image/svg+xml", "svg"
        if not (0 < width <= _WIDEST * height and 0 < height <= _WIDEST * width):
            raise LogoError(f"the logo is {width:g} by {height:g}; one side is {_WIDEST} times the other at most")
    except OSError as error:
        return Problem(name, 1, f"the logo cannot be read ({error.strerror}); see who may read it")
    except LogoError as error:
        return Problem(name, error.line, str(error))
    scale = min(_HEIGHT / height, _WIDTH / width)
    return Logo(f"logo.{suffix}", kind, clean, alt, max(round(width * scale), 1), max(round(height * scale), 1))


def _png(data: bytes) -> tuple[bytes, float, float]:
    """The picture alone, without what it says of its maker, and its sides."""
    parts = list(_chunks(data))
    names = [name for name, _ in parts]
    if names[:1] != [b"IHDR"] or b"IDAT" not in names or names[-1:] != [b"IEND"] or len(parts[0][1]) != 13:
        raise LogoError("the PNG is broken; save it again")
    if b"acTL" in names:
        raise LogoError("the PNG moves; save one picture of it")
    width, height = struct.unpack(">II", parts[0][1][:8])
    if max(width, height) > _LARGEST_SIDE:
        raise LogoError(f"the PNG is {width} by {height} points; {_LARGEST_SIDE} a side is the most")
    kept = (_chunk(name, body) for name, body in parts if name in _KEPT)
    return _SIGNATURE + b"".join(kept), width, height


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if data[at : at + 12 + length] != _chunk(name, body):
            raise LogoError("the PNG is broken; save it again")
        yield name, body
        if name == b"IEND":
            return
        at += 12 + length


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _svg(data: bytes) -> tuple[float, float]:
    """The sides of an SVG that draws and does nothing else."""
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(text: str) -> None:
        raise LogoError(text, parser.CurrentLineNumber)

    def doctype(*_: object) -> None:
        refuse("the SVG has a DOCTYPE; take it out")

    def begin(tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        if not found and (space, name) != (_SVG, "svg"):
            refuse(f'this is no SVG; it begins with <svg xmlns="{_SVG}" ...>')
        if name in _FORBIDDEN or (space == _SVG and name.startswith("animate")):
            refuse(f"the SVG has a <{name}>, which a logo needs nowhere; take it out")
        for key, value in attributes.items():
            last = key.rpartition(" ")[2]
            if last.lower().startswith("on"):
                refuse(f"'{last}' would run a script; take it out")
            if last in ("href", "src") and not value.startswith("#"):
                refuse(f"'{last}' leads out of the file; draw it in the SVG itself")
            if _OUTSIDE.search(value):
                refuse(f"'{last}' loads something from elsewhere; draw it in the SVG itself")
        found.append(attributes)

    def text(words: str) -> None:
        if _OUTSIDE.search(words):
            refuse("a style loads something from elsewhere; draw it in the SVG itself")

    def instruction(*_: object) -> None:
        refuse("the SVG loads a style sheet from elsewhere; take the line '<?...?>' out")

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = begin
    parser.CharacterDataHandler = text
    parser.ProcessingInstructionHandler = instruction
    parser.buffer_text = True
    try:
        parser.Parse(data.decode("utf-8"), True)
    except UnicodeDecodeError as error:
        raise LogoError("this is neither a PNG nor an SVG in UTF-8; save the logo as one of the two") from error
    except expat.ExpatError as error:
        raise LogoError(f"the SVG is broken ({error}); save it again", error.lineno) from error
    return _sides(found[0])


def _sides(attributes: dict[str, str]) -> tuple[float, float]:
    box = re.fullmatch(r"\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*", attributes.get("viewBox", ""))
    sides = box.groups() if box else tuple(attributes.get(side, "").removesuffix("px") for side in ("width", "height"))
    try:
        width, height = map(float, sides)
    except ValueError as error:
        raise LogoError("the SVG does not say how large it is; write a viewBox, such as '0 0 120 40'") from error
    return width, height
