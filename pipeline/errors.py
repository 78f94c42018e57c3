"""What is raised on purpose.

PipelineError                  internal
├── BadInput                   what a user asked for cannot be done
│   ├── DescriptionEmpty       description_empty
│   ├── DescriptionTooLong     description_too_long
│   ├── DescriptionUnclear     description_unclear
│   ├── DescriptionRefused     description_refused
│   ├── TextRefused            text_refused     the operator's moderation does not let it pass
│   ├── PictureRefused         picture_refused  nor this
│   ├── GuideUnreadable        guide_unreadable
│   ├── CardUnreadable         card_unreadable
│   ├── SoundUnreadable        sound_unreadable
│   ├── SoundMissing           sound_missing
│   └── SoundTooLong           sound_too_long
├── BackendMissing             backend_missing      a library that the configuration asks for is not installed
├── ConfigInvalid              config_invalid
├── FfmpegMissing              ffmpeg_missing
├── ModerationDown             moderation_down  what is to be looked at first cannot be looked at
│   └── PictureUnseen          picture_unseen   and it is a picture
├── ReplyWithheld              reply_withheld   what a character would have said is not for here
├── OutputUnwritable           output_unwritable
├── DiskFull                   disk_full
├── StageFailed                stage_failed         a backend could not do its work; may be retryable
├── WeightsMissing             weights_missing      a model's weights are not here, or are not what they should be
└── StoreError                 store_failed
    ├── StoreTooNew            store_too_new
    └── StoreCorrupt           store_corrupt

`code` is stable and has a sentence for users in `bots/wording.py`; `str(error)` is for the operator and says what to
do next.
"""

from __future__ import annotations

from typing import ClassVar


class PipelineError(Exception):
    """Anything that is raised on purpose."""

    code: ClassVar[str] = "internal"


class BadInput(PipelineError):
    """What a user asked for cannot be done; asking otherwise helps."""

    code = "bad_input"


class DescriptionEmpty(BadInput):
    """The description has nothing to read."""

    code = "description_empty"


class DescriptionTooLong(BadInput):
    """The description is longer than a character needs."""

    code = "description_too_long"


class DescriptionUnclear(BadInput):
    """The description has signs but no words."""

    code = "description_unclear"


class DescriptionRefused(BadInput):
    """The description names something that is not drawn here."""

    code = "description_refused"


class TextRefused(BadInput):
    """The operator's moderation does not let a text pass."""

    code = "text_refused"


class PictureRefused(BadInput):
    """The operator's moderation does not let a picture pass."""

    code = "picture_refused"


class GuideUnreadable(BadInput):
    """The uploaded picture cannot be read, or is too large."""

    code = "guide_unreadable"


class CardUnreadable(BadInput):
    """The file is no character card, or one that would do harm."""

    code = "card_unreadable"


class SoundUnreadable(BadInput):
    """The voice message is no sound or video that can be read."""

    code = "sound_unreadable"


class SoundMissing(BadInput):
    """The video has no sound."""

    code = "sound_missing"


class SoundTooLong(BadInput):
    """The voice message is longer than is listened to."""

    code = "sound_too_long"

    def __init__(self, longest_s: float) -> None:
        super().__init__(f"A voice message is longer than {longest_s:g} s: see [listener] longest_s.")
        self.longest_s = longest_s

    @property
    def minutes(self) -> str:
        """How many minutes are listened to, as a user reads it."""
        return f"{self.longest_s / 60:.3g}"

    def __reduce__(self) -> tuple[type[SoundTooLong], tuple[float]]:
        return type(self), (self.longest_s,)


class BackendMissing(PipelineError):
    """A backend's library is not installed; `extra` names what to install."""

    code = "backend_missing"

    def __init__(self, backend: str, extra: str) -> None:
        super().__init__(
            f"The {backend} backend needs its libraries: .venv/bin/pip install -c constraints.txt -e '.[{extra}]'."
        )
        self.backend = backend
        self.extra = extra

    def __reduce__(self) -> tuple[type[BackendMissing], tuple[str, str]]:
        return type(self), (self.backend, self.extra)


class ConfigInvalid(PipelineError):
    """The configuration or the catalogue cannot be used."""

    code = "config_invalid"


class FfmpegMissing(PipelineError):
    """No ffmpeg with libx264 was found."""

    code = "ffmpeg_missing"


class ModerationDown(PipelineError):
    """Nothing may pass unseen, and nobody can look at it now."""

    code = "moderation_down"


class PictureUnseen(ModerationDown):
    """No picture may be used unseen, and nobody can look at it now."""

    code = "picture_unseen"


class ReplyWithheld(PipelineError):
    """What a character would have said did not pass the operator's moderation."""

    code = "reply_withheld"


class OutputUnwritable(PipelineError):
    """A file cannot be written where it was asked for."""

    code = "output_unwritable"


class DiskFull(PipelineError):
    """There is no room left for a file."""

    code = "disk_full"


class StageFailed(PipelineError):
    """A backend could not do its work."""

    code = "stage_failed"

    def __init__(self, stage: str, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.stage = stage
        self.retryable = retryable

    def __reduce__(self) -> tuple[object, ...]:
        return _remake_stage_failed, (self.stage, str(self), self.retryable)


def _remake_stage_failed(stage: str, message: str, retryable: bool) -> StageFailed:  # noqa: FBT001 - for pickle alone
    return StageFailed(stage, message, retryable=retryable)


class WeightsMissing(PipelineError):
    """A model's weights are not here and could not be fetched, or are not what they should be."""

    code = "weights_missing"


class StoreError(PipelineError):
    """The database cannot do what it was asked."""

    code = "store_failed"


class StoreTooNew(StoreError):
    """The database was written by a newer version."""

    code = "store_too_new"


class StoreCorrupt(StoreError):
    """The database cannot be read."""

    code = "store_corrupt"


def designed(error: BaseException) -> PipelineError | None:
    """The first error that was raised on purpose: this one, or one inside a group of a task group."""
    if isinstance(error, PipelineError):
        return error
    if isinstance(error, BaseExceptionGroup):
        return next((found for found in map(designed, error.exceptions) if found is not None), None)
    return None
