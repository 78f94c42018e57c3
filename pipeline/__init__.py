"""Values in, values out: descriptions become characters, and words become clips."""
