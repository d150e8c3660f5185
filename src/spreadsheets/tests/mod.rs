//! Whole files in, rows or refusals out. What a single part does is tested beside it.

mod csv;
mod samples;
mod write;
mod xlsx;
