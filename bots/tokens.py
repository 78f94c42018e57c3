"""Shows a token to its platform: whose it is, and what the platform lets that bot hear."""

from __future__ import annotations

import asyncio

from bots.config import DiscordSection, TelegramSection
from pipeline.errors import ConfigInvalid

SECONDS = 20.0


async def discord(section: DiscordSection, token: str) -> str:
    """Log in to Discord without connecting; who the bot is.

    Raises:
        ConfigInvalid: The token is wrong, Discord cannot be reached, or the settings ask for more than it allows.
    """
    import discord

    try:
        async with asyncio.timeout(SECONDS), discord.Client(intents=discord.Intents(guilds=True)) as client:
            await client.login(token)
            about = await client.application_info()
    except discord.LoginFailure as error:
        raise ConfigInvalid(
            f"Discord does not know this token: set {section.token_env} to the one from the developer portal."
        ) from error
    except (discord.HTTPException, OSError) as error:
        raise ConfigInvalid(
            f"Discord cannot be reached ({type(error).__name__}): look at the network, and whether Discord is up."
        ) from error
    allowed = about.flags.gateway_message_content or about.flags.gateway_message_content_limited
    if section.message_content and not allowed:
        raise ConfigInvalid(
            "Discord would refuse the connection: turn on the message content intent in the developer portal under"
            " Bot, or set message_content = false."
        )
    heard = "names and every message can be heard" if section.message_content else "mentions and replies are heard"
    return f"{about.name}; {heard}"


async def telegram(section: TelegramSection, token: str) -> str:
    """Ask Telegram who the token's bot is.

    Raises:
        ConfigInvalid: The token is wrong, or Telegram cannot be reached.
    """
    from telegram import Bot
    from telegram.error import InvalidToken, TelegramError

    base = section.base_url.rstrip("/") or "https://api.telegram.org"
    try:
        async with (
            asyncio.timeout(SECONDS),
            Bot(token, base_url=f"{base}/bot", base_file_url=f"{base}/file/bot") as bot,
        ):
            me = await bot.get_me()
    except InvalidToken as error:
        raise ConfigInvalid(
            f"Telegram does not know this token: set {section.token_env} to the one that BotFather gave you."
        ) from error
    except TelegramError as error:
        raise ConfigInvalid(
            f"Telegram cannot be reached ({type(error).__name__}): look at the network and at base_url."
        ) from error
    heard = "every message in groups can be heard" if me.can_read_all_group_messages else "privacy mode is on in groups"
    return f"@{me.username}; {heard}"
