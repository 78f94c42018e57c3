"""`summon run` with Discord's addresses on loopback, as a process that a test can kill: CONFIG [BASE]."""

import asyncio
import sys
import warnings
from pathlib import Path


def main() -> None:
    """Run the bot; Discord's own addresses are replaced where a base is given."""
    if len(sys.argv) > 2:
        warnings.simplefilter("ignore", DeprecationWarning)
        import discord
        import yarl

        base = sys.argv[2]
        discord.http.Route.BASE = f"{base}/api/v10"
        discord.Asset.BASE = base
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"{base.replace('http', 'ws')}/gateway")
    from bots.service import serve

    asyncio.run(serve(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
