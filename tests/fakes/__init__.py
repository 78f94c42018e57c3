"""Stand-ins that tests use instead of mocks."""
