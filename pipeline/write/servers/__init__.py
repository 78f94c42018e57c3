"""Asks language models: servers that speak the OpenAI protocol, and a model file in a child process."""
