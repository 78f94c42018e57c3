"""Finders of faces in pictures, each behind the library it needs."""
