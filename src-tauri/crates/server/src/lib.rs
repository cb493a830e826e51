//! HTTP API, channels, worker.
