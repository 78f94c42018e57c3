"""The subcommands of `summon`, one file each."""
