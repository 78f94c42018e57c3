"""Writers: who a thing is and what it says."""
