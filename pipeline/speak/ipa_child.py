"""The process in which espeak-ng turns words into IPA, for models that read phonemes: no espeak-ng program is needed.

Every line of stdin is a JSON array of languages, the best first, and a text; every line of stdout is the IPA as a JSON
string, or null where no language is known. The process ends when stdin closes.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys

# Constants of espeak-ng 1.52, src/include/espeak-ng/speak_lib.h.
RETRIEVAL = 1
DONT_EXIT = 0x8000
CHARS_UTF8 = 1
PHONEMES_IPA = 2


def main() -> None:
    """Answer until stdin closes."""
    import espeakng_loader

    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Whatever the library prints must not land between the answers.
    os.dup2(2, 1)
    # espeak-ng keeps its data path in 160 bytes; a relative one always fits.
    os.chdir(espeakng_loader.get_data_path())
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_Initialize(RETRIEVAL, 0, b".", DONT_EXIT)
    for line in sys.stdin.buffer:
        languages, text = json.loads(line)
        known = any(library.espeak_SetVoiceByName(language.encode()) == 0 for language in languages)
        answers.write(json.dumps(_ipa(library, text) if known else None) + "\n")
        answers.flush()


def _ipa(library: ctypes.CDLL, text: str) -> str:
    held = ctypes.create_string_buffer(text.encode())
    rest = ctypes.c_void_p(ctypes.addressof(held))
    clauses = []
    while rest.value:
        clauses.append(library.espeak_TextToPhonemes(ctypes.byref(rest), CHARS_UTF8, PHONEMES_IPA).decode())
    return " ".join(clause.strip() for clause in clauses if clause.strip())


if __name__ == "__main__":
    main()
