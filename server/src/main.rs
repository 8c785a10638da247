//! `casewell`: one program with pages, WebAssembly, styles and migrations inside.
// Views are types: a page's type is as deep as its markup, and this crate lays them all out.
#![recursion_limit = "512"]

use std::process::ExitCode;

use clap::Parser;
use server::{commands, config};

fn main() -> ExitCode {
    let cli = match config::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // clap words its own help, versions and usage errors.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("casewell: {error}");
            ExitCode::from(error.exit_code())
        }
    }
}
