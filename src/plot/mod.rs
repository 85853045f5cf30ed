//! Pictures as SVG: deterministic bytes, legible in print.
