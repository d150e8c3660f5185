//! The command line. Each command is one function.

fn main() {}
