"""The slash commands: their names in every language, their options, and what each asks of the desk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bots import wording
from bots.surface import (
    Cancel,
    Dismiss,
    ExportCard,
    ExportData,
    ForgetMe,
    Help,
    ImportCard,
    ListCharacters,
    Report,
    Restyle,
    Revoice,
    Settings,
    Summon,
    Switch,
    Talk,
    Want,
)

CHOICES = 25
"""How many choices an autocompletion may offer."""
PICTURE_BYTES = 8 * 1024 * 1024
CARD_BYTES = 8 * 1024 * 1024
LOCALES: Mapping[str, tuple[discord.Locale, ...]] = {
    "de": (discord.Locale.german,),
    "es": (discord.Locale.spain_spanish, discord.Locale.latin_american_spanish),
    "fr": (discord.Locale.french,),
    "zh": (discord.Locale.chinese, discord.Locale.taiwan_chinese),
    "ja": (discord.Locale.japanese,),
}
NAMES: Mapping[str, Mapping[str, str]] = {
    "summon": {"de": "rufen", "es": "invocar", "fr": "invoquer", "zh": "召唤", "ja": "召喚"},
    "characters": {"de": "figuren", "es": "personajes", "fr": "personnages", "zh": "角色", "ja": "キャラクター"},
    "switch": {"de": "wechseln", "es": "cambiar", "fr": "changer", "zh": "切换", "ja": "切り替え"},
    "dismiss": {"de": "wegschicken", "es": "despedir", "fr": "renvoyer", "zh": "送走", "ja": "帰す"},
    "restyle": {"de": "ummalen", "es": "repintar", "fr": "repeindre", "zh": "重画", "ja": "描き直す"},
    "revoice": {"de": "umstimmen", "es": "cambiar-voz", "fr": "changer-voix", "zh": "换声", "ja": "声を変える"},
    "settings": {"de": "einstellungen", "es": "ajustes", "fr": "réglages", "zh": "设置", "ja": "設定"},
    "forget-me": {"de": "vergiss-mich", "es": "olvídame", "fr": "oublie-moi", "zh": "忘记我", "ja": "忘れて"},
    "my-data": {"de": "meine-daten", "es": "mis-datos", "fr": "mes-données", "zh": "我的数据", "ja": "私のデータ"},
    "help": {"de": "hilfe", "es": "ayuda", "fr": "aide", "zh": "帮助", "ja": "ヘルプ"},
    "cancel": {"de": "abbrechen", "es": "cancelar", "fr": "annuler", "zh": "取消", "ja": "中止"},
}
"""Localised command names; `card` is called the same everywhere."""

Take = Callable[[discord.Interaction, Want], Awaitable[None]]
"""Files what a command asks for and acknowledges the interaction."""


class Offers(Protocol):
    """What autocompletion asks for."""

    async def names(self, interaction: discord.Interaction, beginning: str) -> Sequence[str]:
        """Names of the characters here."""
        ...

    def styles(self) -> Sequence[tuple[str, str]]:
        """Ids and labels of the styles."""
        ...

    def voices(self) -> Sequence[tuple[str, str]]:
        """Ids and labels of the voices."""
        ...

    def languages(self) -> Sequence[tuple[str, str]]:
        """Codes and labels of the languages that there are voices for."""
        ...


class Names(app_commands.Translator):
    """Gives commands their names and descriptions in the languages of the wording."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """The text in a locale, or None where there is none."""
        language = next((code for code, locales in LOCALES.items() if locale in locales), None)
        if language is None:
            return None
        if context.location is app_commands.TranslationContextLocation.command_name:
            return NAMES.get(string.message, {}).get(language)
        key = string.extras.get("key")
        return wording.command(str(key), language)[:100] if key else None


def add_commands(tree: app_commands.CommandTree, take: Take, offers: Offers) -> None:
    """Add every command to a tree; they work in servers, threads, and direct chats, installed to either."""

    async def name_choices(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=n[:100], value=n[:100]) for n in await offers.names(interaction, current)][
            :CHOICES
        ]

    async def style_choices(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return _matching(offers.styles(), current)

    async def voice_choices(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return _matching(offers.voices(), current)

    async def language_choices(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return _matching(offers.languages(), current)

    @tree.command(name="summon", description=_about("summon"))
    @app_commands.describe(
        description="What to bring to life: a grumpy teapot",
        portrait="A picture that guides the portrait",
        style="How it is painted; left out: chosen to fit",
        voice="How it sounds; left out: chosen to fit",
        language="What it speaks; left out: the language of the description",
    )
    @app_commands.autocomplete(style=style_choices, voice=voice_choices, language=language_choices)
    async def summon(
        interaction: discord.Interaction,
        description: app_commands.Range[str, 1, 500],
        portrait: discord.Attachment | None = None,
        style: str = "",
        voice: str = "",
        language: str = "",
    ) -> None:
        guide = await _content(portrait, PICTURE_BYTES)
        await take(interaction, Summon(description, guide, style=style, voice=voice, language=language[:16]))

    @tree.command(name="characters", description=_about("list"))
    async def characters(interaction: discord.Interaction) -> None:
        await take(interaction, ListCharacters())

    @tree.command(name="switch", description=_about("switch"))
    @app_commands.autocomplete(name=name_choices)
    async def switch(interaction: discord.Interaction, name: str) -> None:
        await take(interaction, Switch(name))

    @tree.command(name="dismiss", description=_about("dismiss"))
    @app_commands.autocomplete(name=name_choices)
    async def dismiss(interaction: discord.Interaction, name: str = "") -> None:
        await take(interaction, Dismiss(name))

    @tree.command(name="restyle", description=_about("restyle"))
    @app_commands.autocomplete(name=name_choices, style=style_choices)
    async def restyle(
        interaction: discord.Interaction, name: str = "", style: str = "", portrait: discord.Attachment | None = None
    ) -> None:
        await take(interaction, Restyle(name, style, await _content(portrait, PICTURE_BYTES)))

    @tree.command(name="revoice", description=_about("revoice"))
    @app_commands.autocomplete(name=name_choices, voice=voice_choices)
    async def revoice(interaction: discord.Interaction, name: str = "", voice: str = "") -> None:
        await take(interaction, Revoice(name, voice))

    card = app_commands.Group(name="card", description=_about("card"))

    @card.command(name="export", description=_about("card"))
    @app_commands.autocomplete(name=name_choices)
    async def card_export(interaction: discord.Interaction, name: str = "") -> None:
        await take(interaction, ExportCard(name))

    @card.command(name="import", description=_about("card"))
    async def card_import(interaction: discord.Interaction, file: discord.Attachment) -> None:
        await take(interaction, ImportCard(await _content(file, CARD_BYTES) or b""))

    tree.add_command(card)

    @tree.command(name="settings", description=_about("settings"))
    @app_commands.default_permissions(manage_guild=True)
    async def settings(
        interaction: discord.Interaction, setting: str = "", value: str = "", *, whole_server: bool = False
    ) -> None:
        await take(interaction, Settings(setting, value, whole_guild=whole_server))

    @tree.command(name="forget-me", description=_about("forget"))
    async def forget_me(interaction: discord.Interaction) -> None:
        await take(interaction, ForgetMe())

    @tree.command(name="my-data", description=_about("export"))
    async def my_data(interaction: discord.Interaction) -> None:
        await take(interaction, ExportData())

    @tree.command(name="help", description=_about("help"))
    async def show_help(interaction: discord.Interaction) -> None:
        await take(interaction, Help())

    @tree.command(name="cancel", description=_about("cancel"))
    async def cancel(interaction: discord.Interaction) -> None:
        await take(interaction, Cancel())

    @tree.context_menu(name="Answer this")
    async def answer_this(interaction: discord.Interaction, message: discord.Message) -> None:
        await take(interaction, Talk(message.content, reply_to=str(message.id)))

    @tree.context_menu(name="Report reply")
    async def report(interaction: discord.Interaction, message: discord.Message) -> None:
        await take(interaction, Report(str(message.id)))

    for command in tree.get_commands():
        if isinstance(command, app_commands.Command | app_commands.Group | app_commands.ContextMenu):
            command.allowed_installs = app_commands.AppInstallationType(guild=True, user=True)
            command.allowed_contexts = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)


async def fingerprint(tree: app_commands.CommandTree) -> str:
    """What tells whether the commands must be synced again; Discord allows few syncs a day."""
    told = [command.to_dict(tree) for command in tree.get_commands()]
    words = [wording.command(key, code) for code in LOCALES for key in ("summon", "list", "help")]
    return hashlib.sha256(json.dumps([told, NAMES, words], sort_keys=True, default=dict).encode()).hexdigest()


def _about(key: str) -> locale_str:
    return locale_str(wording.command(key)[:100], key=key)


def _matching(entries: Sequence[tuple[str, str]], current: str) -> list[app_commands.Choice[str]]:
    wanted = current.casefold()
    found = [(i, label) for i, label in entries if wanted in label.casefold() or wanted in i.casefold()]
    return [app_commands.Choice(name=label[:100], value=i[:100]) for i, label in found[:CHOICES]]


async def _content(attachment: discord.Attachment | None, most: int) -> bytes | None:
    """An attachment's content; one that is too large is passed on empty, so that it is refused in a sentence."""
    if attachment is None:
        return None
    return await attachment.read() if attachment.size <= most else b""
