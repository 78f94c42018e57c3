"""The words that stand for signs when a text is read aloud, by language."""

from __future__ import annotations

SMALL_WORDS: dict[str, dict[str, str]] = {
    "en": {"code": "some code", "to": "to", "or": "or"},
    "de": {"code": "etwas Code", "to": "bis", "or": "oder"},
    "fr": {"code": "du code", "to": "à", "or": "ou"},
    "es": {"code": "algo de código", "to": "a", "or": "o"},
    "it": {"code": "un po' di codice", "to": "a", "or": "o"},
    "pt": {"code": "um pouco de código", "to": "a", "or": "ou"},
    "nl": {"code": "wat code", "to": "tot", "or": "of"},
    "sv": {"code": "lite kod", "to": "till", "or": "eller"},
    "pl": {"code": "trochę kodu", "to": "do", "or": "lub"},
    "ru": {"code": "немного кода", "to": "до", "or": "или"},
    "tr": {"code": "biraz kod", "to": "ile", "or": "veya"},
    "ja": {"code": "コード", "to": "から", "or": "か"},
    "zh": {"code": "一段代码", "to": "到", "or": "或"},
    "cmn": {"code": "一段代码", "to": "到", "or": "或"},
    "hi": {"code": "कुछ कोड", "to": "से", "or": "या"},
    "ar": {"code": "بعض الشفرة", "to": "إلى", "or": "أو"},
}

CURRENCIES: dict[str, dict[str, tuple[str, str]]] = {
    "en": {"$": ("dollar", "dollars"), "€": ("euro", "euros"), "£": ("pound", "pounds"), "¥": ("yen", "yen")},
    "de": {"$": ("Dollar", "Dollar"), "€": ("Euro", "Euro"), "£": ("Pfund", "Pfund"), "¥": ("Yen", "Yen")},
    "fr": {"$": ("dollar", "dollars"), "€": ("euro", "euros"), "£": ("livre", "livres"), "¥": ("yen", "yens")},
    "es": {"$": ("dólar", "dólares"), "€": ("euro", "euros"), "£": ("libra", "libras"), "¥": ("yen", "yenes")},
    "it": {"$": ("dollaro", "dollari"), "€": ("euro", "euro"), "£": ("sterlina", "sterline"), "¥": ("yen", "yen")},
    "pt": {"$": ("dólar", "dólares"), "€": ("euro", "euros"), "£": ("libra", "libras"), "¥": ("iene", "ienes")},
    "nl": {"$": ("dollar", "dollar"), "€": ("euro", "euro"), "£": ("pond", "pond"), "¥": ("yen", "yen")},
    "sv": {"$": ("dollar", "dollar"), "€": ("euro", "euro"), "£": ("pund", "pund"), "¥": ("yen", "yen")},
}

# Only languages with one plural: a wrong ending is worse than the letters of the unit.
UNITS: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "km/h": ("kilometre per hour", "kilometres per hour"),
        "mph": ("mile per hour", "miles per hour"),
        "km": ("kilometre", "kilometres"),
        "m": ("metre", "metres"),
        "cm": ("centimetre", "centimetres"),
        "mm": ("millimetre", "millimetres"),
        "kg": ("kilogram", "kilograms"),
        "g": ("gram", "grams"),
        "mg": ("milligram", "milligrams"),
        "l": ("litre", "litres"),
        "ml": ("millilitre", "millilitres"),
        "h": ("hour", "hours"),
        "min": ("minute", "minutes"),
        "°C": ("degree Celsius", "degrees Celsius"),
        "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
        "GB": ("gigabyte", "gigabytes"),
        "MB": ("megabyte", "megabytes"),
    },
    "de": {
        "km/h": ("Kilometer pro Stunde", "Kilometer pro Stunde"),
        "km": ("Kilometer", "Kilometer"),
        "m": ("Meter", "Meter"),
        "cm": ("Zentimeter", "Zentimeter"),
        "mm": ("Millimeter", "Millimeter"),
        "kg": ("Kilo", "Kilo"),
        "g": ("Gramm", "Gramm"),
        "mg": ("Milligramm", "Milligramm"),
        "l": ("Liter", "Liter"),
        "ml": ("Milliliter", "Milliliter"),
        "h": ("Stunde", "Stunden"),
        "min": ("Minute", "Minuten"),
        "°C": ("Grad Celsius", "Grad Celsius"),
        "°F": ("Grad Fahrenheit", "Grad Fahrenheit"),
        "GB": ("Gigabyte", "Gigabyte"),
        "MB": ("Megabyte", "Megabyte"),
    },
    "fr": {
        "km/h": ("kilomètre à l'heure", "kilomètres à l'heure"),
        "km": ("kilomètre", "kilomètres"),
        "m": ("mètre", "mètres"),
        "cm": ("centimètre", "centimètres"),
        "kg": ("kilo", "kilos"),
        "g": ("gramme", "grammes"),
        "l": ("litre", "litres"),
        "min": ("minute", "minutes"),
        "°C": ("degré Celsius", "degrés Celsius"),
    },
    "es": {
        "km/h": ("kilómetro por hora", "kilómetros por hora"),
        "km": ("kilómetro", "kilómetros"),
        "m": ("metro", "metros"),
        "cm": ("centímetro", "centímetros"),
        "kg": ("kilo", "kilos"),
        "g": ("gramo", "gramos"),
        "l": ("litro", "litros"),
        "h": ("hora", "horas"),
        "min": ("minuto", "minutos"),
        "°C": ("grado centígrado", "grados centígrados"),
    },
    "it": {
        "km/h": ("chilometro all'ora", "chilometri all'ora"),
        "km": ("chilometro", "chilometri"),
        "m": ("metro", "metri"),
        "cm": ("centimetro", "centimetri"),
        "kg": ("chilo", "chili"),
        "g": ("grammo", "grammi"),
        "l": ("litro", "litri"),
        "min": ("minuto", "minuti"),
        "°C": ("grado", "gradi"),
    },
    "pt": {
        "km/h": ("quilômetro por hora", "quilômetros por hora"),
        "km": ("quilômetro", "quilômetros"),
        "m": ("metro", "metros"),
        "cm": ("centímetro", "centímetros"),
        "kg": ("quilo", "quilos"),
        "g": ("grama", "gramas"),
        "l": ("litro", "litros"),
        "min": ("minuto", "minutos"),
        "°C": ("grau", "graus"),
    },
    "nl": {
        "km/h": ("kilometer per uur", "kilometer per uur"),
        "km": ("kilometer", "kilometer"),
        "m": ("meter", "meter"),
        "cm": ("centimeter", "centimeter"),
        "kg": ("kilo", "kilo"),
        "g": ("gram", "gram"),
        "l": ("liter", "liter"),
        "min": ("minuut", "minuten"),
        "°C": ("graad", "graden"),
    },
    "sv": {
        "km/h": ("kilometer i timmen", "kilometer i timmen"),
        "km": ("kilometer", "kilometer"),
        "m": ("meter", "meter"),
        "cm": ("centimeter", "centimeter"),
        "kg": ("kilo", "kilo"),
        "g": ("gram", "gram"),
        "l": ("liter", "liter"),
        "min": ("minut", "minuter"),
        "°C": ("grad", "grader"),
    },
}

MONTHS: dict[str, tuple[list[str], str]] = {
    "en": (
        "January February March April May June July August September October November December".split(),  # noqa: SIM905
        "{month} {day}, {year}",
    ),
    "de": (
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),  # noqa: SIM905
        "{day}. {month} {year}",
    ),
    "fr": (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),  # noqa: SIM905
        "{day} {month} {year}",
    ),
    "es": (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),  # noqa: SIM905
        "{day} de {month} de {year}",
    ),
    "it": (
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(),  # noqa: SIM905
        "{day} {month} {year}",
    ),
    "pt": (
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(),  # noqa: SIM905
        "{day} de {month} de {year}",
    ),
    "nl": (
        "januari februari maart april mei juni juli augustus september oktober november december".split(),  # noqa: SIM905
        "{day} {month} {year}",
    ),
}

_STEMS = (
    "erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft dreizehnt vierzehnt fünfzehnt sechzehnt "
    "siebzehnt achtzehnt neunzehnt"
)
_ONES = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
ORDINALS_DE = [
    *_STEMS.split(),
    "zwanzigst",
    *(f"{one}undzwanzigst" for one in _ONES),
    "dreißigst",
    "einunddreißigst",
]
"""The stems of German ordinals from 1 to 31."""

_GESTURES = (
    "sigh sighs sighing laugh laughs laughing giggle giggles giggling chuckle chuckles chuckling grin grins grinning "
    "nod nods nodding wink winks winking smile smiles smiling smirk smirks shrug shrugs blush blushes gasp gasps "
    "cough coughs yawn yawns yawning whisper whispers whispering mutter mutters groan groans grunt grunts snort "
    "snorts sniff sniffs sob sobs cries crying pause pauses rattle rattles clink clinks whistle whistles hum hums "
    "humming bow bows wave waves waving clears stretches shivers shakes tilts rolls raises leans looks gazes stares "
    "glances blinks scratches steams puffs huffs growl growls purr purrs bark barks meow meows beep beeps "
    "twirls spins dances jumps hops hugs "
    "seufzt lacht kichert grinst nickt zwinkert lächelt gähnt hustet flüstert murmelt brummt schnaubt "
    "verbeugt winkt räuspert zuckt "
    "soupire rit ricane sourit hoche bâille tousse chuchote murmure grogne "
    "suspira ríe ríes sonríe asiente guiña bosteza tose susurra gruñe "
    "sospira ride sorride annuisce sbadiglia tossisce sussurra ri sorri boceja "
    "zucht glimlacht knikt gaapt fluistert suckar skrattar ler nickar gäspar viskar "
    "wzdycha śmieje uśmiecha mruga ziewa вздыхает смеётся смеется улыбается кивает зевает"
)
DIRECTIONS = frozenset(_GESTURES.split())
"""First words of a stage direction between stars or brackets."""
