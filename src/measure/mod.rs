//! What was measured, and how much it changed.
