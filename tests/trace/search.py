"""Every word in every file of a browser's profile, also where it is packed or kept in a database."""

import base64
import binascii
import gzip
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import brotli
import lz4.block
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

_GZIP = b"\x1f\x8b\x08"
_SIMPLE_CACHE = b"\x30\x5c\x72\xa7\x1b\x6d\xfb\xfc"


def found_in(profile: Path, words: Iterable[str | bytes]) -> dict[str | bytes, list[str]]:
    """Each word, or run of bytes, that stands in the profile, with the files it stands in."""
    wanted = {word: (word,) if isinstance(word, bytes) else (word.encode(), word.encode("utf-16-le")) for word in words}
    found: dict[str | bytes, list[str]] = {}
    for file in sorted(profile.rglob("*")):
        if not file.is_file() or file.is_symlink():
            continue
        texts = [*unpacked(file)]
        for word, forms in wanted.items():
            if any(form in text for text in texts for form in forms):
                found.setdefault(word, []).append(str(file.relative_to(profile)))
    return found


def unpacked(file: Path) -> Iterator[bytes]:
    """The file as it is, and all that it holds packed."""
    raw = file.read_bytes()
    yield raw
    if raw.startswith(b"SQLite format 3\0"):
        yield from map(_decoded, _cells(file))
    if raw.startswith(b"mozLz40\0"):
        text = lz4.block.decompress(raw[8:])
        yield text
        yield _decoded(text)
    for place in re.finditer(re.escape(_GZIP), raw):
        yield _inflated(raw[place.start() :])
    if raw.startswith(_SIMPLE_CACHE):
        yield _unbrotlied(raw[24 + int.from_bytes(raw[12:16], "little") :])


def _cells(file: Path) -> Iterator[bytes]:
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        database.text_factory = bytes
        tables = [name.decode() for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            try:
                rows = database.execute(f'select * from "{table}"').fetchall()
            except sqlite3.OperationalError:  # a virtual table, whose content stands in others
                continue
            for row in rows:
                for cell in row:
                    if isinstance(cell, bytes):
                        yield _opened(cell)


def _opened(cell: bytes) -> bytes:
    """A cookie as Chromium on Linux keeps it where no keyring is (os_crypt, v10)."""
    if not cell.startswith(b"v10") or len(cell) % 16 != 3:
        return cell
    key = PBKDF2HMAC(SHA1(), 16, b"saltysalt", 1).derive(b"peanuts")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(b" " * 16)).decryptor()
    return decryptor.update(cell[3:]) + decryptor.finalize()


def _decoded(text: bytes) -> bytes:
    """With all that is written in base64 beside it as what it stands for."""
    runs = [text]
    for run in re.findall(rb"[\w+/=-]{40,}", text):
        try:
            runs.append(base64.urlsafe_b64decode(run.rstrip(b"=") + b"=" * (-len(run.rstrip(b"=")) % 4)))
        except binascii.Error:
            continue
    return b"\n".join(runs)


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data)
    except (zlib.error, gzip.BadGzipFile):
        return b""


def _unbrotlied(data: bytes) -> bytes:
    unpacker, made = brotli.Decompressor(), b""
    try:
        for byte in data:
            made += unpacker.process(bytes([byte]))
    except brotli.error:
        pass
    return made
