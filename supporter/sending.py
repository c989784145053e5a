"""How our own server sends a response: what all of a kind have in common is not made anew, and all goes at once."""

from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from supporter.responding import WRITTEN


class _Answer(WSGITask):
    """Waitress checks each header that it is given, mends its name and sorts them all; our lines need none of it."""

    def get_environment(self) -> dict[str, Any]:
        """Waitress's own, with a place for lines of headers that are sent as they are."""
        self._written: list[bytes] = []
        return super().get_environment() | {WRITTEN: self._written}

    def build_response_header(self) -> bytes:
        """All that stands before the body: waitress's lines, ours, and an empty one."""
        return b"".join([super().build_response_header().removesuffix(b"\r\n"), *self._written, b"\r\n"])

    def write(self, data: bytes) -> None:
        """As waitress does; a body that is whole goes with its head, as to send takes longer than to copy."""
        if self.wrote_header or not self.complete or not self.has_body or not data or len(data) != self.content_length:
            super().write(data)
            return
        self.channel.write_soon(self.build_response_header() + data)
        self.wrote_header = True
        self.content_bytes_written = len(data)


class Channel(HTTPChannel):
    """One connection."""

    task_class = _Answer
