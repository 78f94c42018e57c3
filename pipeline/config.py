"""What the pipeline can be told: one frozen section of the configuration file per stage."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from pipeline.framing import Framing


def _usable(path: str) -> str:
    try:
        Path(path).expanduser()
    except RuntimeError as error:
        raise ValueError("there is no such user") from error
    if "\0" in path:
        raise ValueError("a path holds no zero byte")
    return path


UsablePath = Annotated[str, AfterValidator(_usable)]


class Section(BaseModel):
    """A table of the configuration file: unknown keys are errors, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class StageSpec(Section):
    """What every stage is told: which backend fills it."""

    backend: str
    timeout_s: float = Field(120.0, gt=0, description="seconds one call may take before it counts as failed")


class Provider(Section):
    """One language model: behind a server that speaks the OpenAI protocol, or in a file that this program runs."""

    name: str = Field(min_length=1, max_length=40, description="what logs call it")
    base_url: str = Field("", pattern=r"^(https?://[^\s]+)?$", description="the address up to /v1")
    model: str = Field("", description="the model as the server names it")
    api_key_env: str = Field("", description="the environment variable that holds the key; empty: no key is needed")
    timeout_s: float = Field(30.0, gt=0, description="seconds without a sign of life before the next one is asked")
    retries: int = Field(1, ge=0, le=5, description="how often a busy or failing server is asked again")
    local: str = Field("", description="a GGUF file to run in place of base_url and model")
    mmproj: str = Field("", description="the local model's eyes: the GGUF file of its projector; empty: it has none")
    context: int = Field(
        8192, ge=512, le=1_000_000, description="tokens a local model holds in mind; memory is its price"
    )
    vision: bool = Field(default=False, description="true where the model can look at pictures")
    price_read: float = Field(0.0, ge=0, description="what a million tokens cost that the model is sent")
    price_written: float = Field(0.0, ge=0, description="what a million tokens cost that the model writes")

    @model_validator(mode="after")
    def _one_of_two(self) -> Provider:
        if bool(self.local) == bool(self.base_url):
            raise ValueError("a provider has either base_url and model, or local")
        if self.base_url and not self.model:
            raise ValueError("a provider with base_url needs model")
        if self.mmproj and not self.local:
            raise ValueError("mmproj stands beside local; a server is told by vision = true that it can see")
        if self.local and self.vision and not self.mmproj:
            raise ValueError("a local model sees through its projector: name its file as mmproj")
        return self

    @property
    def sees(self) -> bool:
        """Whether pictures are shown to it."""
        return self.vision or bool(self.mmproj)


class SoundServer(Section):
    """One server that speaks, or writes down what was said, behind the OpenAI protocol."""

    name: str = Field(min_length=1, max_length=40, description="what logs call it")
    base_url: str = Field(pattern=r"^https?://[^\s]+$", description="the address up to /v1")
    model: str = Field(min_length=1, description="the model as the server names it")
    api_key_env: str = Field("", description="the environment variable that holds the key; empty: no key is needed")
    timeout_s: float = Field(15.0, gt=0, description="seconds one request may take before the next server is asked")
    retries: int = Field(0, ge=0, le=5, description="how often a busy or failing server is asked again")


class WriterSpec(StageSpec):
    """Who writes characters and replies."""

    backend: str = Field("improviser", description="improviser needs no model; openai asks the providers")
    words: int = Field(50, ge=5, le=400, description="about how many words a reply may have; 50 is the paper's limit")
    memory_tokens: int = Field(
        1500, ge=0, le=100_000, description="tokens for earlier lines, their summary, facts and names; 0: no memory"
    )
    adapt: bool = Field(default=True, description="agreed names are used, and replies get shorter on common ground")
    providers: tuple[Provider, ...] = Field((), description="the servers of the openai backend, asked in this order")


class DiffusionSpec(Section):
    """How the diffusion painter works."""

    device: str = Field("auto", description="auto, cpu, cuda, cuda:1 or mps")
    dtype: str = Field(
        "auto", pattern="^(auto|float32|float16|bfloat16)$", description="the numbers it computes in; auto: by device"
    )
    memory_mb: int = Field(0, ge=0, description="what loaded models may take; 0: seven tenths of the device's memory")
    compile: bool = Field(default=False, description="compile the networks: a minute at first, faster from then on")
    side: int = Field(512, ge=128, le=1024, multiple_of=64, description="width and height painted, before scaling")
    batch: int = Field(0, ge=0, le=8, description="tries painted at once; 0: one on a CPU, four on anything else")
    pull: float = Field(1.0, ge=0, le=1, description="how strongly steps are drawn to the face; 1 is the paper's")
    pull_steps: int = Field(4, ge=0, le=150, description="how many steps are, at first; one more at each further try")
    control: float = Field(0.3, ge=0, le=2, description="the landmark ControlNet's scale at the first try")
    control_last: float = Field(0.5, ge=0, le=2, description="and at the last one")
    control_end: float = Field(1.0, ge=0, le=1, description="the share of the steps after which it is silent")
    guide_change: float = Field(0.7, gt=0, le=1, description="how much of an uploaded picture is painted anew")
    atlas: bool = Field(default=True, description="paint mouths and lids too; false: the animator bends what there is")
    controlnet: str = Field(
        "georgefen/Face-Landmark-ControlNet/models_for_diffusers", description="its weights; empty: none"
    )
    reference: str = Field(
        "stable-diffusion-v1-5/stable-diffusion-v1-5",
        description="the model that single checkpoint files derive from; its safety checker is used as well",
    )
    clip: str = Field("", description="a CLIP that says how well a portrait fits its words; empty: none")
    unchecked: bool = Field(
        default=False, description="true: age-restricted places and styles may leave the safety checker out"
    )


class ImageServer(SoundServer):
    """One server that paints behind the OpenAI protocol."""

    timeout_s: float = Field(120.0, gt=0, description="seconds one picture may take before the next server is asked")
    retries: int = Field(1, ge=0, le=5, description="how often a busy or failing server is asked again")
    picture: str = Field("1024x1024", pattern=r"^(\d{2,4}x\d{2,4}|auto)$", description="the size that is asked for")


class PainterSpec(StageSpec):
    """Who paints portraits."""

    backend: str = Field("drawn", description="drawn needs no model and no GPU, diffusion both, openai a server")
    timeout_s: float = Field(600.0, gt=0, description="seconds one portrait may take before it counts as failed")
    size: int = Field(512, ge=128, le=1024, multiple_of=16, description="width and height of a portrait in pixels")
    detector: str = Field(
        "auto",
        pattern="^(auto|none|retinaface|retinaface-mobile|mediapipe)$",
        description="who looks for a face: retinaface, retinaface-mobile, mediapipe, auto or none",
    )
    detector_weights: str = Field("", description="a file of the detector's weights, where it takes one of yours")
    tries: int = Field(8, ge=1, le=8, description="how many portraits are tried until the detector sees a face")
    draw_face: bool = Field(default=True, description="draw a face into the best of them where it sees none")
    servers: tuple[ImageServer, ...] = Field((), description="the servers of the openai backend, asked in this order")
    diffusion: DiffusionSpec = DiffusionSpec()


class SpeakerSpec(StageSpec):
    """Who speaks."""

    backend: str = Field("espeak", description="espeak needs no model")
    timeout_s: float = Field(20.0, gt=0, description="seconds one sentence may take before the engine is restarted")
    more: tuple[str, ...] = Field((), description="further engines whose voices are offered: coqui, openai")
    servers: tuple[SoundServer, ...] = Field((), description="the servers of the openai engine, asked in this order")
    sound_format: str = Field("wav", pattern="^(wav|pcm|flac|mp3|opus|aac)$", description="what servers are asked for")
    references: UsablePath = Field("", description="the folder with the clips that voices' references name")
    device: str = Field("auto", pattern=r"^(auto|cpu|cuda(:\d+)?)$", description="where coqui's models run")
    memory_mb: int = Field(4096, ge=64, description="what coqui's models may hold before the idlest is let go")

    @property
    def engines(self) -> tuple[str, ...]:
        """Every engine that is opened, by name; espeak always is, to stand in for the others."""
        return tuple(dict.fromkeys((self.backend, *self.more, "espeak")))


class AnimatorSpec(StageSpec):
    """Who moves the portrait."""

    backend: str = Field("warp", description="warp needs no model and no GPU")
    quality_crf: int = Field(18, ge=10, le=35, description="x264 constant rate factor: lower is larger and sharper")
    frame: Framing = Field(Framing.WHOLE, description="whole, note (a square around the face) or tall (9:16)")
    subtitles: bool = Field(default=False, description="write what is said into the picture; round notes stay without")


class ListenerSpec(StageSpec):
    """Who writes down voice messages."""

    backend: str = Field("", description="openai, whisper; empty: voice messages are not listened to")
    longest_s: float = Field(300.0, gt=0, le=3600, description="seconds of sound that are listened to")
    servers: tuple[SoundServer, ...] = Field((), description="the servers of the openai backend, asked in this order")
    model: str = Field("openai/whisper-base", min_length=1, description="whisper's model: a name or a folder")
    device: str = Field("auto", pattern=r"^(auto|cpu|cuda(:\d+)?)$", description="where whisper runs")


class ModelsSpec(Section):
    """Where the weights of models lie, and what may be done to have them."""

    folder: UsablePath = Field("", description="empty: models, beside the database")
    first_use: bool = Field(default=True, description="fetch the weights that a style needs when it is first painted")
    pickles: bool = Field(default=False, description="take weights that are there as pickles only")

    @property
    def path(self) -> Path:
        """The folder, made out."""
        return Path(self.folder).expanduser() if self.folder else Path(platformdirs.user_data_path("summon")) / "models"


class ModerationSpec(Section):
    """Who looks at descriptions and replies before they are used; nobody where nothing is set."""

    words_file: UsablePath = Field("", description="a list of words and phrases, one a line, that nothing may hold")
    base_url: str = Field(
        "", pattern=r"^(https?://[^\s]+)?$", description="a server with a moderation endpoint, up to /v1"
    )
    model: str = Field("omni-moderation-latest", min_length=1, description="the model as that server names it")
    api_key_env: str = Field("", description="the environment variable that holds its key; empty: no key is needed")
    pictures: bool = Field(default=False, description="true: that server looks at the pictures of people as well")
    timeout_s: float = Field(5.0, gt=0, description="seconds the server may take for one sentence or picture")
    when_down: str = Field(
        "refuse",
        pattern="^(refuse|pass)$",
        description="what happens to texts and pictures while it does not answer: refuse or pass",
    )

    @model_validator(mode="after")
    def _seen_by_somebody(self) -> ModerationSpec:
        if self.pictures and not self.base_url:
            raise ValueError("pictures needs base_url: a list of words cannot judge a picture")
        return self


class PipelineConfig(Section):
    """All stages."""

    writer: WriterSpec = WriterSpec()
    painter: PainterSpec = PainterSpec()
    speaker: SpeakerSpec = SpeakerSpec()
    animator: AnimatorSpec = AnimatorSpec()
    listener: ListenerSpec = ListenerSpec()
    models: ModelsSpec = ModelsSpec()
    moderation: ModerationSpec = ModerationSpec()
