"""The process espeak-ng lives in: its global state, its crashes and its hangs stay here.

Requests come on stdin and answers go to stdout as frames: a four-byte big-endian length, that many bytes of JSON, and
as many bytes of payload as the JSON's `size` says. The first frame tells that the engine is up, or why it is not. The
process ends when stdin closes, in the middle of a sentence too.
"""

from __future__ import annotations

import ctypes
import json
import os
import queue
import shutil
import struct
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

# Constants and structures of espeak-ng 1.52, src/include/espeak-ng/speak_lib.h.
SYNCHRONOUS = 2
INITIALIZE_PHONEME_EVENTS = 1
INITIALIZE_PHONEME_IPA = 2
INITIALIZE_DONT_EXIT = 0x8000
POSITION_CHARACTER = 1
CHARS_UTF8 = 1
END_PAUSE = 0x1000
PARAMETER_RATE = 1
EVENT_END = 0
EVENT_PHONEME = 7

VARIANT = "summon"
"""The one variant file of the private data directory, written anew for every voice."""

MAX_SECONDS = 1200
"""Speech stops here, so that no text can fill the memory."""


Event = list[Any]
"""Type, sample, position in the text, length, IPA."""


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Engine:
    """espeak-ng, initialised once in a data directory of its own."""

    def __init__(self, home: Path) -> None:
        import espeakng_loader

        self._variant = _lay_out(Path(espeakng_loader.get_data_path()), home)
        # espeak-ng keeps its data path in 160 bytes; a relative one always fits.
        os.chdir(home)
        self._lib = ctypes.CDLL(espeakng_loader.get_library_path())
        options = INITIALIZE_PHONEME_EVENTS | INITIALIZE_PHONEME_IPA | INITIALIZE_DONT_EXIT
        self.rate_hz = self._lib.espeak_Initialize(SYNCHRONOUS, 0, b".", options)
        if self.rate_hz <= 0:
            raise OSError(f"espeak-ng could not be initialised: {self.rate_hz}")
        self._pcm = bytearray()
        self._events: list[Event] = []
        self._heard = _Callback(self._hear)
        self._lib.espeak_SetSynthCallback(self._heard)
        self._asked: tuple[list[str], str] = ([], "")
        self._voice = ""

    def speak(
        self, voices: list[str], variant: str, words_per_minute: int, text: bytes
    ) -> tuple[str, list[Event], bytes]:
        """Speak UTF-8 text with the first voice there is; gives its name, the events and the sound."""
        voice = self._set_voice(voices, variant)
        self._must(self._lib.espeak_SetParameter(PARAMETER_RATE, words_per_minute, 0), "rate refused")
        self._pcm.clear()
        self._events.clear()
        flags = CHARS_UTF8 | END_PAUSE
        held = ctypes.create_string_buffer(text)
        status = self._lib.espeak_Synth(held, ctypes.c_size_t(len(held)), 0, POSITION_CHARACTER, 0, flags, None, None)
        self._must(status, "synthesis failed")
        return voice, list(self._events), bytes(self._pcm)

    def _set_voice(self, voices: list[str], variant: str) -> str:
        if (voices, variant) == self._asked:
            return self._voice
        self._asked = ([], "")
        self._variant.write_text(variant, "utf-8")
        for voice in voices:
            if self._lib.espeak_SetVoiceByName(f"{voice}+{VARIANT}".encode()) == 0:
                self._asked, self._voice = (voices, variant), voice
                return voice
        raise OSError(f"espeak-ng has none of the voices {', '.join(voices)}")

    def _must(self, status: int, what: str) -> None:
        if status != 0:
            raise OSError(f"espeak-ng: {what} ({status})")

    def _hear(self, samples: Any, count: int, events: Any) -> int:
        if samples and count:
            self._pcm += ctypes.string_at(samples, count * 2)
        index = 0
        while events[index].type != EVENT_END:
            event = events[index]
            symbol = bytes(event.id.string).decode("utf-8", "ignore") if event.type == EVENT_PHONEME else ""
            self._events.append([event.type, event.sample, event.text_position, event.length, symbol])
            index += 1
        return int(len(self._pcm) > MAX_SECONDS * 2 * self.rate_hz)


def _lay_out(data: Path, home: Path) -> Path:
    """Make a data directory in `home` that shares everything but the variants; gives the path of the one variant."""
    for entry in data.iterdir():
        if entry.name != "voices":
            (home / entry.name).symlink_to(entry)
    variants = home / "voices" / "!v"
    variants.mkdir(parents=True)
    return variants / VARIANT


def write_frame(stream: BinaryIO, header: dict[str, Any], payload: bytes = b"") -> None:
    """Write one frame."""
    head = json.dumps({**header, "size": len(payload)}).encode()
    stream.write(struct.pack(">I", len(head)) + head + payload)
    stream.flush()


def _read_frames(stream: BinaryIO, home: Path, requests: queue.Queue[tuple[dict[str, Any], bytes]]) -> None:
    while prefix := stream.read(4):
        head = json.loads(stream.read(struct.unpack(">I", prefix)[0]))
        requests.put((head, stream.read(head["size"])))
    # The parent is gone or wants us gone: leave at once, wherever the engine is.
    shutil.rmtree(home, ignore_errors=True)
    os._exit(0)


def main() -> None:
    """Serve requests until stdin closes; the argument is an empty directory of our own."""
    home = Path(sys.argv[1])
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever the library prints must not land between the frames.
    os.dup2(2, 1)
    requests: queue.Queue[tuple[dict[str, Any], bytes]] = queue.Queue(8)
    threading.Thread(target=_read_frames, args=(sys.stdin.buffer, home, requests), daemon=True).start()
    try:
        engine = Engine(home)
    except (OSError, ImportError, RuntimeError) as error:
        write_frame(answers, {"error": str(error)})
        return
    write_frame(answers, {"rate_hz": engine.rate_hz})
    while True:
        head, text = requests.get()
        try:
            voice, events, pcm = engine.speak(head["voices"], head["variant"], head["words_per_minute"], text)
        except OSError as error:
            write_frame(answers, {"error": str(error)})
        else:
            write_frame(answers, {"voice": voice, "events": events}, pcm)


if __name__ == "__main__":
    main()
