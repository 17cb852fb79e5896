//! Reports as people and programs read them: a writer for each format.
//!
//! Knows finished results only: nothing of definitions, events or flags.

pub mod csv;
mod heatmap;
pub mod html;
pub mod json;
pub mod map;
pub mod markdown;
mod parts;
pub mod terminal;

#[cfg(test)]
mod tests;
