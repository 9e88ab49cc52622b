"""Text of files that nobody here has written, as it can be shown."""

import unicodedata

# Joiners that Devanagari needs between its letters.
_JOINERS = "\u200c\u200d"


def visible(text: str) -> str:
    """Foreign text with its control characters shown: as a picture where there is one, else as a number."""
    return "".join(map(_shown, text))


def _shown(sign: str) -> str:
    code = ord(sign)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    odd = unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return f"<U+{code:04X}>" if odd and sign not in _JOINERS else sign
