"""Sound as samples and files: decoding, loudness, the soundtrack of a reply, voice notes."""
