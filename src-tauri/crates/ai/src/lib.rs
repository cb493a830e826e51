//! Model files and engines.
