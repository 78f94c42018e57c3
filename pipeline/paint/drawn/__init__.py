"""The painter without a model: portraits drawn as SVG."""
