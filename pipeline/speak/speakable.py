"""Turns what was written for the eye into what is read aloud, and says which language each part is in.

espeak-ng reads plain numbers, clock times and percents by itself; what it reads wrongly, spells out or falls silent
at is put into words here. Nothing is ever cut down to nothing: when only a gesture or an emoji is left, it is named.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.speak.spoken_words import CURRENCIES, DIRECTIONS, MONTHS, ORDINALS_DE, SMALL_WORDS, UNITS

_FENCE = re.compile(r"```[^\n`]*\n?(.*?)(?:```|$)", re.DOTALL)
_DISCORD_EMOJI = re.compile(r"<a?:(\w+):\d+>")
_MENTION = re.compile(r"<[@#][!&]?\d+>")
_IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_URL = re.compile(r"<?(?:https?://|www\.)([^\s<>/?#]+)([^\s<>]*)>?", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,80}>")
_LINE_MARKS = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>+[ \t]?|[-*+•][ \t]+|\d{1,2}[.)][ \t]+(?=\S))", re.MULTILINE)
_RULE_SIGNS = frozenset("-*_= \t|:+")
_STARRED = re.compile(r"(?<![*\w])\*([^*\n]{1,120}?)\*(?![*\w])|(?<![_\w])_([^_\n]{1,120}?)_(?![_\w])")
_BRACKETED = re.compile(r"[(\[]([^()\[\]\n]{1,60})[)\]]")
_EMOTICON = re.compile(r"(?<!\S)(?:[:;=]['’]?-?[)(DPpOo3|/\\*]+|[xX8]D+|<3+|\^_*\^|[TtoO]_[TtoO]|¯\\_\(ツ\)_/¯)(?!\w)")
_STRETCHED = re.compile(r"([^\W\d_])\1{3,}")
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_ORDINAL_DE = re.compile(r"\b(?:(der|die|das)\s+)?(\d{1,2})\.\s+(?=[A-ZÄÖÜ])", re.IGNORECASE)
_RANGE = re.compile(r"(?<![\w.,-])(\d+(?:[.,]\d+)?)\s?[–-]\s?(\d+(?:[.,]\d+)?)(?![\w-]|[.,]\d)")
_MONEY = re.compile(r"([$€£¥])\s?(\d[\d.,]{0,20})|(?<![\d.,])(\d[\d.,]{0,20})\s?([$€£¥])")
_UNIT = re.compile(
    r"(?<![\w.])([-−]?\d{1,20}(?:[.,]\d{1,20})?)\s?(km/h|km|cm|mm|kg|mg|ml|GB|MB|mph|min|°C|°F|m|g|l|h)(?![\w²³/])"
)

_SCRIPTS = {
    "LATIN": "en",
    "CYRILLIC": "ru",
    "GREEK": "el",
    "HEBREW": "he",
    "ARABIC": "ar",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "GURMUKHI": "pa",
    "GUJARATI": "gu",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "THAI": "th",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "KATAKANA-HIRAGANA": "ja",
    "CJK": "cmn",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "ETHIOPIC": "am",
}
"""The language that reads a script, by the first word of its letters' Unicode names."""

_SCRIPT_OF = {
    **dict.fromkeys(("ru", "uk", "bg", "be", "mk", "sr", "kk", "ky", "tt", "ba", "cv"), "CYRILLIC"),
    **dict.fromkeys(("ar", "fa", "ur", "sd", "ug"), "ARABIC"),
    **dict.fromkeys(("hi", "mr", "ne", "kok"), "DEVANAGARI"),
    **dict.fromkeys(("bn", "as"), "BENGALI"),
    **dict.fromkeys(("zh", "cmn", "yue", "hak"), "CJK"),
    **dict.fromkeys(("el", "grc"), "GREEK"),
    "he": "HEBREW",
    "pa": "GURMUKHI",
    "gu": "GUJARATI",
    "ta": "TAMIL",
    "te": "TELUGU",
    "kn": "KANNADA",
    "ml": "MALAYALAM",
    "si": "SINHALA",
    "th": "THAI",
    "ko": "HANGUL",
    "ja": "HIRAGANA",
    "ka": "GEORGIAN",
    "hy": "ARMENIAN",
    "am": "ETHIOPIC",
}


def speakable(text: str, language: str = "en") -> str:
    """One line for the ear in a language (BCP 47); empty only where there is nothing to say at all."""
    tongue = language.split("-")[0].lower()
    words = SMALL_WORDS.get(tongue, SMALL_WORDS["en"])
    line = _visible(text)
    line = _FENCE.sub(f" {words['code']} ", line)
    line = _DISCORD_EMOJI.sub(lambda m: f" {m[1].replace('_', ' ')} ", line)
    line = _MENTION.sub(" ", line)
    line = _IMAGE_OR_LINK.sub(r" \1 ", line)
    line = _URL.sub(_site, line)
    line = _TAG.sub(" ", line)
    line = "\n".join(part for part in line.split("\n") if not _is_rule(part))
    line = _LINE_MARKS.sub("", line)
    line = _EMOTICON.sub(" ", line)
    line = re.sub(r"\*{2,3}|_{2,3}|~~|\|\|", "", line)
    line = _without_directions(line)
    line = _in_words(line, tongue, words)
    bare = _tidy("".join(" " if is_emoji(sign) else sign for sign in line))
    if any(sign.isalnum() for sign in bare):
        return bare
    return _last_resort(text)


def runs(text: str, language: str) -> list[tuple[str, str]]:
    """The text in parts of one script each, with the language that reads it; most texts are one part.

    A voice reads its own script in its own language and another script in that script's most spoken one.
    """
    tongue = language.split("-")[0].lower()
    own = _SCRIPT_OF.get(tongue, "LATIN")
    parts: list[tuple[str, str]] = []
    for sign in text:
        reader = _reader(sign, own, language)
        if parts and (reader == "" or parts[-1][0] in (reader, "")):
            parts[-1] = (parts[-1][0] or reader, parts[-1][1] + sign)
        else:
            parts.append((reader, sign))
    return [(reader or language, part) for reader, part in parts if part.strip()]


def is_emoji(sign: str) -> bool:
    """Whether a sign is a picture, or only changes one."""
    if sign in "\u200d\ufe0e\ufe0f\u20e3":
        return True
    code = ord(sign)
    return (code >= 0x2190 and unicodedata.category(sign) in ("So", "Sk", "Cn")) or 0x1F3FB <= code <= 0x1F3FF


def _reader(sign: str, own: str, language: str) -> str:
    if not sign.isalpha():
        return ""
    script = unicodedata.name(sign, "").split(" ")[0]
    if script == own or script not in _SCRIPTS:
        return language
    reader = _SCRIPTS[script]
    return language if own == "HIRAGANA" and reader == "ja" else reader


def _visible(text: str) -> str:
    """Without control and direction signs, and with letters in costume (full width, mathematical) undressed."""
    kept = []
    for sign in text:
        category = unicodedata.category(sign)
        if sign in "\n\t":
            kept.append(sign)
        elif category in ("Cc", "Zl", "Zp") or (category == "Cn" and not is_emoji(sign)):
            kept.append(" ")
        elif category in ("Cs", "Co") or (category == "Cf" and sign != "\u200d"):
            continue
        elif 0x1D400 <= ord(sign) <= 0x1D7FF or 0xFF01 <= ord(sign) <= 0xFF5E or 0x24B6 <= ord(sign) <= 0x24E9:
            kept.append(unicodedata.normalize("NFKC", sign))
        else:
            kept.append(sign)
    # Long runs of space would make the patterns slow.
    return re.sub(r"\n{2,}", "\n\n", re.sub(r"[^\S\n]+", " ", "".join(kept)))


def _is_rule(line: str) -> bool:
    """Whether a line only divides: a rule, or the line under a table's head."""
    bare = line.strip()
    return len(bare) > 2 and _RULE_SIGNS.issuperset(bare) and sum(bare.count(sign) for sign in "-*_=") > 1


def _site(match: re.Match[str]) -> str:
    host = match[1].rpartition("@")[2].removeprefix("www.").partition(":")[0]
    end = match[2][-1:] if match[2][-1:] in ".,!?;:" else ""
    return f"{host}{end}" if host[-1:].isalnum() else f"{host.rstrip('.,!?;:')}{host[-1:]}"


def _without_directions(line: str) -> str:
    """Without `*sighs*` and its like; `*really*` in a sentence is stress, and stays."""

    def judge(match: re.Match[str]) -> str:
        inner = next(group for group in match.groups() if group is not None)
        first = re.split(r"\W", inner.strip().lower(), maxsplit=1)[0]
        before, after = line[: match.start()].rstrip(), line[match.end() :].lstrip()
        if first in DIRECTIONS:
            return " "
        alone = (not before or before[-1] in ".!?…\n") and (not after or after[0].isupper() or after[0] == "\n")
        several = len(inner.split()) > 1
        return " " if alone and several and inner[:1].islower() else f" {inner} "

    def judge_bracket(match: re.Match[str]) -> str:
        first = re.split(r"\W", match[1].strip().lower(), maxsplit=1)[0]
        return " " if first in DIRECTIONS else match[0]

    return _BRACKETED.sub(judge_bracket, _STARRED.sub(judge, line))


def _in_words(line: str, tongue: str, words: dict[str, str]) -> str:
    if tongue in MONTHS:
        line = _ISO_DATE.sub(lambda m: _date(m, tongue), line)
    if tongue == "de":
        line = _ORDINAL_DE.sub(_ordinal_de, line)
        line = re.sub(r"\bz\.\s?B\.", "zum Beispiel", line)
        line = re.sub(r"\bd\.\s?h\.", "das heißt", line)
    if tongue in CURRENCIES:
        line = _MONEY.sub(lambda m: _money(m, CURRENCIES[tongue]), line)
    if tongue in UNITS:
        line = _UNIT.sub(lambda m: _unit(m, UNITS[tongue]), line)
    line = _RANGE.sub(rf"\1 {words['to']} \2", line)
    line = re.sub(rf"(?<=[^\W\d_])/(?={words['or']}\b)|(?<=\band)/(?=or\b)", " ", line)
    line = re.sub(r"(?<=[^\W\d_])/(?=[^\W\d_])", f" {words['or']} ", line)
    line = re.sub(r"(?<!\w)[#@](?=[^\W\d_])", " ", line)
    line = re.sub(r"(?<=\w)_(?=\w)", " ", line)
    return _STRETCHED.sub(r"\1\1", line)


def _date(match: re.Match[str], tongue: str) -> str:
    year, month, day = (int(group) for group in match.groups())
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return match[0]
    names, pattern = MONTHS[tongue]
    return pattern.format(day=day, month=names[month - 1], year=year)


def _ordinal_de(match: re.Match[str]) -> str:
    number = int(match[2])
    if not 1 <= number <= len(ORDINALS_DE):
        return match[0]
    return f"{match[1]} {ORDINALS_DE[number - 1]}e " if match[1] else f"{ORDINALS_DE[number - 1]}en "


def _money(match: re.Match[str], names: dict[str, tuple[str, str]]) -> str:
    amount, end = _split_mark(match[2] or match[3])
    one, many = names[match[1] or match[4]]
    if cents := re.fullmatch(r"(\d+)[.,](\d\d)", amount):
        whole = f"{cents[1]} {one if cents[1] == '1' else many}"
        return f" {whole}{end}" if cents[2] == "00" else f" {whole} {int(cents[2])}{end}"
    return f" {amount} {one if amount == '1' else many}{end}"


def _split_mark(amount: str) -> tuple[str, str]:
    bare = amount.rstrip(".,")
    return bare, amount[len(bare) :]


def _unit(match: re.Match[str], names: dict[str, tuple[str, str]]) -> str:
    if match[2] not in names:
        return match[0]
    one, many = names[match[2]]
    return f"{match[1]} {one if match[1] == '1' else many}"


def _tidy(line: str) -> str:
    """Only signs that have a sound or make a pause, on one line."""
    line = re.sub(r"[^\S\n]+", " ", line)
    line = re.sub(r"[`*_~|^\\<>{}\[\]\"“”„«»¯•·▪■□●○◆◇★☆→←↑↓ ]+", " ", line)
    line = re.sub(r"\s*\n\s*", lambda _: "\n", line)
    line = re.sub(r"(?<=[\w)])\n", ". ", line).replace("\n", " ")
    line = re.sub(r"\s*[—–]\s*|\s+-+\s+", ", ", line)
    line = re.sub(r"([!?]){2,}", r"\1", line)
    line = re.sub(r"\.{3,}", "… ", line)
    line = re.sub(r"\s+([,.;:!?…])", r"\1", line)
    return re.sub(r"^[\s,.;:]+(?=\w)", "", " ".join(line.split()))


def _last_resort(text: str) -> str:
    """What to say when there are no words: the gesture itself, or the first pictures by their names."""
    words = _tidy("".join(" " if is_emoji(sign) else sign for sign in _visible(text)))
    words = re.sub(r"[:;=]-?[)(DPpOo3|/]+|<3+", " ", words)
    if any(sign.isalnum() for sign in words):
        return words.strip()
    pictures = [sign for sign in text if is_emoji(sign) and ord(sign) > 0x2190 and not 0x1F3FB <= ord(sign) <= 0x1F3FF]
    first = list(dict.fromkeys(pictures) if len(set(pictures)) < 4 else dict.fromkeys(pictures[:3]))
    return " ".join(sign for sign in first if sign not in "\ufe0e\ufe0f")
