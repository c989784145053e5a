"""Colours as numbers: contrast as WCAG 2.2 has it, mixtures, and the nearest colour that will do."""

from collections.abc import Callable, Iterator
from math import cbrt

Colour = str
"""Small letters, as `#14524c`."""

_STEPS = 250
_Oklab = tuple[float, float, float]


def ratio(one: Colour, other: Colour) -> float:
    """Contrast from 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """One colour with a share (0 to 1) of another."""
    return _hex(tuple(a + (b - a) * share for a, b in zip(_rgb(one), _rgb(other), strict=True)))


def nearest(colour: Colour, does: Callable[[Colour], bool]) -> Colour | None:
    """The colour of the same hue, lighter or darker, that is nearest to the eye among those that will do.

    Distance is that of Oklab (https://bottosson.github.io/posts/oklab/).
    """
    return next((shade for shade in _shades(colour) if does(shade)), None)


def _shades(colour: Colour) -> Iterator[Colour]:
    """The colour at every lightness, with less of it where no screen has so much, the nearest first."""
    light, a, b = _to_oklab(colour)
    found = []
    for step in range(_STEPS + 1):
        other = step / _STEPS
        share = next(share / 20 for share in range(20, -1, -1) if _shown((other, a * share / 20, b * share / 20)))
        at = (other, a * share, b * share)
        distance = sum((x - y) ** 2 for x, y in zip(at, (light, a, b), strict=True))
        found.append((distance, _hex(tuple(_curved(channel) for channel in _to_linear(at)))))
    return (shade for _, shade in sorted(found))


def _rgb(colour: Colour) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _hex(channels: tuple[float, ...]) -> Colour:
    return "#" + "".join(f"{round(min(max(channel, 0), 1) * 255):02x}" for channel in channels)


def _straight(channel: float) -> float:
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)


def _curved(channel: float) -> float:
    channel = min(max(channel, 0.0), 1.0)
    return float(channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055)


def _luminance(colour: Colour) -> float:
    red, green, blue = map(_straight, _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_oklab(colour: Colour) -> _Oklab:
    red, green, blue = map(_straight, _rgb(colour))
    long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _to_linear(lab: _Oklab) -> _Oklab:
    light, a, b = lab
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _shown(lab: _Oklab) -> bool:
    return all(-0.0005 <= channel <= 1.0005 for channel in _to_linear(lab))
