//! What every page shares: languages, the frame around a page, parts, charts, files of our own.
//!
//! Not here: what a page is about. `web` knows no feature; features build their pages from it.
//! Start with `frame`; the macros and classes for templates are listed in `templates/README.md`.

pub mod answer;
pub mod assets;
pub mod cases;
pub mod charts;
pub mod failure;
pub mod form;
pub mod frame;
pub mod language;
pub mod parts;
pub mod visit;

#[cfg(test)]
mod gallery;
