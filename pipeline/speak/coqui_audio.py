"""Lets coqui-tts run where torchaudio and torchcodec are not installed, or are of another build than torch.

Both are wanted at import, and hardly used: files are read, sound is resampled, and speaker encoders look at mel
spectra. soundfile, soxr and torch do the same; what is here has torchaudio's names and shapes.
"""

from __future__ import annotations

import importlib
import sys
import types
from importlib.machinery import ModuleSpec
from typing import Any

_NAMES = ("torchaudio", "torchaudio.functional", "torchaudio.transforms", "torchcodec")


def stand_in() -> None:
    """Put stand-ins in the place of the libraries that cannot be imported."""
    try:
        importlib.import_module("torchaudio")
        importlib.import_module("torchcodec")
    except (ImportError, OSError, RuntimeError):
        for name in _NAMES:
            sys.modules.pop(name, None)
        _install()


def _install() -> None:
    modules = {}
    for name in _NAMES:
        modules[name] = types.ModuleType(name, "Stands in for the library of this name.")
        modules[name].__spec__ = ModuleSpec(name, None)
    whole, functional, transforms, _ = modules.values()
    whole.__path__ = []
    functional.resample = resample  # type: ignore[attr-defined]
    transforms.Resample, transforms.MelSpectrogram = _modules()  # type: ignore[attr-defined]
    whole.load, whole.functional, whole.transforms = load, functional, transforms  # type: ignore[attr-defined]
    sys.modules.update(modules)


def load(path: object, *_: object, **__: object) -> tuple[Any, int]:
    """A sound file as (channels, samples) float32 within ±1, and its rate."""
    import soundfile
    import torch

    sound, rate_hz = soundfile.read(str(path), dtype="float32", always_2d=True)
    return torch.from_numpy(sound.T.copy()), rate_hz


def resample(waveform: Any, orig_freq: float, new_freq: float, **_: object) -> Any:
    """(..., samples) at another rate."""
    import soxr
    import torch

    if orig_freq == new_freq:
        return waveform
    lines = waveform.detach().cpu().numpy().reshape(-1, waveform.shape[-1])
    moved = soxr.resample(lines.T, orig_freq, new_freq).T
    return torch.from_numpy(moved.copy()).reshape(*waveform.shape[:-1], -1).to(waveform)


def _modules() -> tuple[type[Any], type[Any]]:
    """The two modules of torchaudio, which cannot be written down before torch is imported."""
    import torch
    from torch import nn

    class Resample(nn.Module):  # type: ignore[misc] # torch is untyped here
        """Brings sound to another rate."""

        def __init__(self, orig_freq: int = 16_000, new_freq: int = 16_000, **_: object) -> None:
            super().__init__()
            self.rates = orig_freq, new_freq

        def forward(self, waveform: Any) -> Any:
            return resample(waveform, *self.rates)

    class Spectrogram(nn.Module):  # type: ignore[misc]
        """Holds the window under the name that checkpoints know."""

        def __init__(self, window: Any) -> None:
            super().__init__()
            self.register_buffer("window", window)

    class MelScale(nn.Module):  # type: ignore[misc]
        """Holds the bands under the name that checkpoints know."""

        def __init__(self, fb: Any) -> None:
            super().__init__()
            self.register_buffer("fb", fb)

    class MelSpectrogram(nn.Module):  # type: ignore[misc]
        """(..., samples) to (..., mels, frames) of power."""

        def __init__(
            self,
            sample_rate: int = 16_000,
            n_fft: int = 400,
            win_length: int | None = None,
            hop_length: int | None = None,
            f_min: float = 0.0,
            f_max: float | None = None,
            n_mels: int = 128,
            window_fn: Any = torch.hann_window,
            power: float = 2.0,
            normalized: bool = False,  # noqa: FBT001, FBT002 - torchaudio's own signature
            norm: str | None = None,
            **_: object,
        ) -> None:
            super().__init__()
            from librosa.filters import mel

            if normalized:
                raise NotImplementedError("normalized spectra are not stood in for")
            self.n_fft, self.power = n_fft, power
            self.win_length = win_length or n_fft
            self.hop_length = hop_length or self.win_length // 2
            bands = mel(sr=sample_rate, n_fft=n_fft, n_mels=n_mels, fmin=f_min, fmax=f_max, htk=True, norm=norm)
            self.spectrogram = Spectrogram(window_fn(self.win_length))
            self.mel_scale = MelScale(torch.from_numpy(bands.T.copy()))

        def forward(self, waveform: Any) -> Any:
            lines = waveform.reshape(-1, waveform.shape[-1])
            spectra = torch.stft(
                lines,
                self.n_fft,
                self.hop_length,
                self.win_length,
                self.spectrogram.window,
                center=True,
                pad_mode="reflect",
                return_complex=True,
            )
            mels = torch.matmul(spectra.abs().pow(self.power).transpose(-1, -2), self.mel_scale.fb).transpose(-1, -2)
            return mels.reshape(*waveform.shape[:-1], *mels.shape[-2:])

    return Resample, MelSpectrogram
