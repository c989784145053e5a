"""The settings of a host: every key, what it holds when nothing is said, and what can be written there."""

import re
from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import Any, NamedTuple

from supporter.errors import ConfigurationError, did_you_mean

Fits = Callable[[Any], bool]

_PREFIX = re.compile(r"(?:/[A-Za-z0-9_-]+)+")


class Setting(NamedTuple):
    """default: what it is when the host says nothing. fits: whether a value is of the right type. write: the advice."""

    default: Any
    fits: Fits
    write: str


_SWITCH = {"true": True, "1": True, "false": False, "0": False, "": False}


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _secret(value: Any) -> bool:
    return isinstance(value, str | bytes)


def _path(value: Any) -> bool:
    return isinstance(value, str | PathLike)


def _switch(value: Any) -> bool:
    return (isinstance(value, str) or type(value) in (bool, int)) and str(value).lower() in _SWITCH


def _switch_or_path(value: Any) -> bool:
    return _switch(value) or _path(value)


def _number(value: Any) -> bool:
    # Of `str`, as the environment can only say it in digits.
    return type(value) in (int, str) and str(value).isdecimal()


def _or_none(fits: Fits) -> Fits:
    return lambda value: value is None or fits(value)


def _or_list(fits: Fits) -> Fits:
    return lambda value: fits(value) or (isinstance(value, list | tuple) and all(map(fits, value)))


_LOCALE = "write a language as text, such as 'es'"
_TRUE = "write true or false"

SETTINGS = {
    "SUPPORTER_SECRET_KEY": Setting(None, _or_none(_secret), "write a long text that nobody can guess"),
    "SUPPORTER_SECRET_KEY_FALLBACKS": Setting((), _or_list(_secret), "write a list of older keys, each a text"),
    "SUPPORTER_CONTENT": Setting((), _or_list(_path), "write a folder, or a list of folders, the nearest first"),
    "SUPPORTER_LOCALE": Setting(None, _or_none(_text), _LOCALE),
    "SUPPORTER_LOCALES": Setting((), _or_list(_text), "write a list of languages, such as ['en', 'es']"),
    "SUPPORTER_LOCALE_IN_ADDRESS": Setting(False, _switch, _TRUE),
    "SUPPORTER_LEAVE_URL": Setting(
        "https://www.wikipedia.org/", _or_list(_text), "write an https address, or a list of them"
    ),
    "SUPPORTER_COUNTRY": Setting(None, _or_none(_text), "write the code of a country as text, such as 'NZ'"),
    "SUPPORTER_THEME": Setting(None, _or_none(_path), "write the path of a theme file, such as 'theme.yaml'"),
    "SUPPORTER_LAYOUT": Setting(None, _or_none(_text), "write the name of a template, such as 'support.html'"),
    "SUPPORTER_FRAME_ANCESTORS": Setting(
        None, _or_none(_or_list(_text)), "write a list of sites, such as ['https://www.example.org']"
    ),
    "SUPPORTER_URL_PREFIX": Setting(None, _or_none(_text), "write where the guide is found, such as '/help/support'"),
    "SUPPORTER_SIGNALS": Setting(False, _switch, _TRUE),
    "SUPPORTER_METRICS": Setting(False, _switch, _TRUE),
    "SUPPORTER_FEEDBACK": Setting(None, _or_none(_path), "write the path of a file, or a postgresql:// URL"),
    "SUPPORTER_DESK": Setting(False, _switch, _TRUE),
    "SUPPORTER_PROXIES": Setting(0, _number, "write how many proxies stand in front, such as 1"),
    "SUPPORTER_CACHE": Setting(True, _switch_or_path, "write false, or the path of a folder"),
    "SUPPORTER_RELOAD_FILE": Setting(None, _or_none(_path), "write the path of a file that you touch"),
}
"""Every key that Within Reach reads from the app's config."""

DEFAULTS: dict[str, Any] = {key: setting.default for key, setting in SETTINGS.items()}


def check_config(config: Mapping[str, Any]) -> None:
    """Refuse keys that look like ours and are not, and values of another type; raises ConfigurationError."""
    for key, value in config.items():
        if not key.startswith("SUPPORTER_"):
            continue
        if key not in SETTINGS:
            raise ConfigurationError(f"there is no setting {key}; {did_you_mean(key, SETTINGS)}")
        setting = SETTINGS[key]
        if not setting.fits(value):
            # The value of a key is a secret, and the text of an error ends in a log.
            said = f"a {type(value).__name__}" if "SECRET" in key else repr(value)
            raise ConfigurationError(f"{key} is {said}; {setting.write}")


def switched(config: Mapping[str, Any], key: str) -> bool:
    """Whether a switch is on; the environment can only say so in words."""
    return _SWITCH[str(config[key]).lower()]


def switch_or_path(value: Any) -> bool | str | PathLike[str]:
    """A setting that is a path, or says in words whether there is one."""
    found: bool | str | PathLike[str] = _SWITCH.get(str(value).lower(), value)
    return found


def proxies_in_front(setting: Any) -> int:
    """SUPPORTER_PROXIES as a number; raises ConfigurationError."""
    check_config({"SUPPORTER_PROXIES": setting})
    return int(setting)


def own_prefix(setting: Any) -> str:
    """SUPPORTER_URL_PREFIX as a mount has it, without a slash at its end; raises ConfigurationError."""
    check_config({"SUPPORTER_URL_PREFIX": setting})
    prefix = str(setting or "").rstrip("/")
    if prefix and not _PREFIX.fullmatch(prefix):
        advice = f"{SETTINGS['SUPPORTER_URL_PREFIX'].write}, with letters, digits, - and _"
        raise ConfigurationError(f"SUPPORTER_URL_PREFIX is {setting!r}; {advice}")
    return prefix


def listed(value: Any) -> list[Any]:
    """A setting that may be one or several, as a list."""
    return list(value) if isinstance(value, list | tuple) else [value]


def languages(config: Mapping[str, Any], there: Sequence[str], whole: Sequence[str]) -> tuple[str, ...]:
    """The languages of a mount, that of readers whose language we cannot tell first.

    there: what the content holds. whole: those of the guide that a host's folders are laid over. A host that names one
    language means that one alone; one that names none, all that are whole. Raises ConfigurationError.
    """
    default = config["SUPPORTER_LOCALE"]
    locales = listed(config["SUPPORTER_LOCALES"]) or ([default] if default else [*whole])
    for locale in locales:
        if locale not in there:
            from supporter.cldr import known_locale

            known_locale(locale)
            raise ConfigurationError(f"there is no content in the language '{locale}'; {did_you_mean(locale, there)}")
        if locales.count(locale) > 1:
            raise ConfigurationError(f"SUPPORTER_LOCALES names '{locale}' twice; name each language once")
    if default and default not in locales:
        raise ConfigurationError(f"SUPPORTER_LOCALE is '{default}'; {did_you_mean(default, locales)}")
    return tuple(sorted(locales, key=lambda locale: locale != default)) if default else tuple(locales)
