//! Words of the agent console, one file an area.
