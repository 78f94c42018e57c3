"""The values that travel between stages: frozen, picklable, bytes and never paths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

Point = tuple[float, float]
"""x and y in pixels, origin top left."""

MOUTH_SHAPES = "ABCDEFGHX"
"""The nine mouth shapes of animation in the order every atlas and every weight vector keeps.

A closed (M B P), B clenched teeth, C open (EH AE), D wide open (AA), E rounded (AO ER), F puckered (UW OW W),
G teeth on lip (F V), H tongue up (long L), X rest. The convention of Preston Blair and of Rhubarb Lip Sync.
"""


@dataclass(frozen=True, slots=True)
class Lora:
    """A low-rank addition to a base model."""

    source: str
    """Where its weights come from, in the form of `pipeline.models.weights.read_source`."""
    weight: float = 1.0
    """How much of it is added; 0 is the base alone."""


@dataclass(frozen=True, slots=True)
class Diffusion:
    """How a diffusion painter paints a style: one derivative of Stable Diffusion 1.5 with what is added to it."""

    base: str
    """Where the model comes from: a repository or folder in the layout of diffusers, or one checkpoint file."""
    loras: tuple[Lora, ...] = ()
    inversions: tuple[str, ...] = ()
    """Sources of textual inversions; their words are written in `Style.prompt` or `negative`."""
    negative: str = ""
    """What is not wanted, with the same weights in brackets as the prompt."""
    sampler: str = "dpm++"
    """`dpm++`, `dpm++ karras`, `euler`, `euler a`, `ddim`, `unipc` or `pndm`."""
    steps: int = 25
    guidance: float = 7.0
    """The scale of classifier-free guidance; 1 is none."""
    checked: bool = True
    """False leaves the safety checker out, where the operator and the place allow it."""


@dataclass(frozen=True, slots=True)
class Style:
    """One diffuser of the mixture: a way of painting that a writer chooses by its description."""

    id: str
    label: str
    description: str
    prompt: str
    """How a painter is told: `{}` stands for the concept."""
    licence: str
    painter: str = "drawn"
    """The painter backend that can paint it."""
    key: str = ""
    """What the painter calls it: a drawing manner, a model."""
    adult: bool = False
    """Offered only where the platform restricts a place to adults."""
    diffusion: Diffusion | None = None
    """What a diffusion painter needs; None for every other painter."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice of the mixture: an engine's voice with the settings of the changer."""

    id: str
    label: str
    description: str
    language: str
    """BCP 47, as `en` or `pt-BR`."""
    gender: str
    """`feminine`, `masculine` or `neutral`."""
    engine: str
    """The speaker backend that has it."""
    key: str
    """What the engine calls it, as `en-us+f3`."""
    licence: str
    pitch_semitones: float = 0.0
    formant_ratio: float = 1.0
    """Above 1 a smaller throat, below 1 a larger one."""
    rate_ratio: float = 1.0
    """Above 1 faster."""
    colour: str = ""
    """What the changer adds: empty, or names such as `room`, `telephone`, `breath`, `growl`, joined by `+`."""
    age: str = "adult"
    """`child`, `adult` or `old`."""
    adult: bool = False
    """Offered only where the platform restricts a place to adults."""
    reference: str = ""
    """The file name of a clip of the person whose voice it is, among the operator's; never one from a chat."""
    converter: str = ""
    """The model that gives the engine's speech the throat of the reference; empty: none."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """All styles and voices there are to choose from, never empty."""

    styles: tuple[Style, ...]
    voices: tuple[Voice, ...]

    def style(self, style_id: str) -> Style:
        """The style of that id, or the first one where there is none."""
        return next((s for s in self.styles if s.id == style_id), self.styles[0])

    def voice(self, voice_id: str) -> Voice:
        """The voice of that id, or the first one where there is none."""
        return next((v for v in self.voices if v.id == voice_id), self.voices[0])

    def narrowed(
        self, *, adult: bool = True, style: str = "", voice: str = "", language: str = "", painter: str = ""
    ) -> Catalog:
        """What is left to choose from: of these ids, this language, this painter, and for everybody unless `adult`.

        A condition that nothing meets is left out, except the last: what is for adults is offered to nobody else, and
        a catalogue of such entries alone is empty then.
        """
        styles = _kept(self.styles, lambda s: not painter or s.painter == painter)
        styles = tuple(s for s in styles if adult or not s.adult)
        voices = tuple(v for v in self.voices if adult or not v.adult)
        voices = _kept(voices, lambda v: not language or v.language.split("-")[0] == language.split("-")[0])
        return Catalog(
            _kept(styles, lambda s: not style or s.id == style), _kept(voices, lambda v: not voice or v.id == voice)
        )

    def unchecked(self) -> Catalog:
        """The same for a place of adults that wants no safety checker: what diffusion paints of it may go unchecked."""
        return replace(
            self,
            styles=tuple(
                replace(style, adult=True, diffusion=replace(style.diffusion, checked=False))
                if style.diffusion
                else style
                for style in self.styles
            ),
        )


Entry = TypeVar("Entry", Style, Voice)


def _kept(entries: tuple[Entry, ...], wanted: Callable[[Entry], bool]) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if wanted(entry)) or entries


@dataclass(frozen=True, slots=True)
class Persona:
    """Who a thing is: written once, at summoning."""

    object: str
    """The description as it was understood, such as `a grumpy teapot`."""
    name: str
    summary: str
    """One sentence for lists and posters."""
    personality: str
    """Second person, as in the paper: `You are a teapot, your name is …`."""
    traits: tuple[str, ...]
    """Adjectives, the strongest first: `grumpy`, `warm-hearted`."""
    manner: str
    """How it speaks, in a short phrase: `short huffs, never a wasted word`."""
    greeting: str
    language: str
    """BCP 47: the language it speaks."""
    style_id: str
    voice_id: str


@dataclass(frozen=True, slots=True)
class Patch:
    """A rectangle of a portrait as it looks in another state: another mouth, lowered lids, raised brows.

    Its border agrees with the portrait around it, so it can be laid over without a seam.
    """

    left: int
    top: int
    width: int
    height: int
    rgb: bytes = field(repr=False)
    """(height, width, 3) uint8."""
    landmarks: tuple[Point, ...] = field(repr=False)
    """All 68 points in this state, in pixels of the portrait."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A painted face and its atlas: everything that is needed to move it.

    The picture at rest shows shape X, open lids and brows at rest. An empty `mouths` means there is no atlas (an
    uploaded picture): the animator warps the picture and draws an inner mouth.
    """

    width: int
    height: int
    rgb: bytes = field(repr=False)
    """(height, width, 3) uint8, the portrait at rest."""
    landmarks: tuple[Point, ...] = field(repr=False)
    """68 points in iBUG order: jaw 0-16, brows 17-26, nose 27-35, eyes 36-47, outer lips 48-59, inner 60-67.

    Left and right are the viewer's, as in iBUG: 36-41 is the eye at the left of the picture.
    """
    mouths: tuple[Patch, ...] = ()
    """Nine patches in the order of `MOUTH_SHAPES`, all of one rectangle, or none."""
    lids: tuple[Patch, ...] = ()
    """Two patches of one rectangle, half closed and closed, or none."""
    brows: tuple[Patch, ...] = ()
    """Two patches of one rectangle, raised and lowered, or none. Above `lids`' rectangle or overlapping it."""
    matte: bytes | None = field(default=None, repr=False)
    """(height, width) uint8: how much of each pixel is the thing rather than the background; None if unknown."""
    backdrop: bytes | None = field(default=None, repr=False)
    """(height, width, 3) uint8: the background alone, also where the thing stands before it; None if unknown."""


@dataclass(frozen=True, slots=True)
class Phone:
    """One speech sound and when it sounds, in seconds from the start of its speech."""

    symbol: str
    """IPA; empty for a pause."""
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Speech:
    """One spoken sentence."""

    text: str
    pcm: bytes = field(repr=False)
    """Mono signed 16-bit little-endian."""
    rate_hz: int
    phones: tuple[Phone, ...] = ()
    """In order, without overlap. Empty where the engine gives none."""
    estimated: bool = False
    """True where the phone times are an estimate from text and energy."""

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return len(self.pcm) / 2 / self.rate_hz


@dataclass(frozen=True, slots=True)
class Pose:
    """The face at one frame: parameters, never pixels."""

    mouth: tuple[float, ...]
    """Nine weights in the order of `MOUTH_SHAPES`, none negative, summing to 1."""
    jaw: float = 0.0
    """0 closed, 1 as far down as the face allows."""
    blink: float = 0.0
    """0 open, 1 closed."""
    brow: float = 0.0
    """-1 lowered, 1 raised."""
    yaw_deg: float = 0.0
    """Above 0 the face turns to the viewer's right."""
    pitch_deg: float = 0.0
    """Above 0 the face looks up."""
    roll_deg: float = 0.0
    """Above 0 the face tilts clockwise as the viewer sees it."""
    shift_x: float = 0.0
    """To the right, as a share of the portrait's width."""
    shift_y: float = 0.0
    """Down, as a share of the portrait's height."""
    gaze_x: float = 0.0
    """-1 to the viewer's left, 1 to the right."""
    gaze_y: float = 0.0
    """-1 up, 1 down."""
    breath: float = 0.0
    """-1 breathed out, 1 breathed in."""


@dataclass(frozen=True, slots=True)
class Motion:
    """What the face does over one speech."""

    fps: int
    poses: tuple[Pose, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Take:
    """The silent picture of one sentence; takes of one size and rate can be joined without encoding again."""

    h264: bytes = field(repr=False)
    """Annex B, High profile, yuv420p, no B-frames, beginning with an IDR frame and its parameter sets."""
    width: int
    height: int
    fps: int
    frames: int
    poster: bytes = field(repr=False, default=b"")
    """The frame worth showing before it plays, as JPEG."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A video with sound, ready to send."""

    mp4: bytes = field(repr=False)
    """H.264 High yuv420p with AAC, faststart."""
    poster: bytes = field(repr=False)
    """JPEG."""
    width: int
    height: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Character:
    """All that is needed to speak again."""

    persona: Persona
    portrait: Portrait
    voice: Voice


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was said."""

    who: str
    """The speaker's display name; empty for the character itself."""
    text: str
    when: float
    """Seconds since the epoch."""
    id: int = field(default=0, compare=False)
    """What the store knows the line by; 0 where it is not kept. Later lines have higher numbers."""
    person: str = field(default="", compare=False)
    """Who the speaker is, whatever they call themselves: an opaque key that no model is shown. Empty if unknown."""
    pictures: tuple[bytes, ...] = field(default=(), repr=False, compare=False)
    """What came with it to look at, as small JPEGs; only in a line that is being answered, never kept."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a person told about themselves."""

    who: str
    """The display name it was told under."""
    text: str
    """Of the person, without naming them: `is afraid of heights`."""
    line: int = 0
    """The `id` of the line it was told in."""
    person: str = ""
    """As in `Line`: two people of one name are two."""
    quoted: bool = False
    """True where every word of it stands in its line, so that it holds nothing of anybody else's."""


@dataclass(frozen=True, slots=True)
class Term:
    """A name or shorthand that was agreed on in a conversation."""

    name: str
    """As it was said: `the roost`."""
    meaning: str
    """What it stands for: `the shelf above the stove`; empty where that was not said."""
    who: str = ""
    """Who brought it up; empty for the character."""
    line: int = 0
    person: str = ""
    quoted: bool = False
    uses: int = 1
    """In how many lines it was said."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a character remembers of one place beyond the lines it is shown whole."""

    summary: str = ""
    """What happened in older lines."""
    facts: tuple[Fact, ...] = ()
    """What people told about themselves, oldest first."""
    terms: tuple[Term, ...] = ()
    """Agreed names, oldest first."""


NO_MEMORY = Memory()
"""What a character remembers at first."""
