//! The desk's outer face: pages, REST API, live events and commands around the use cases of `backend`. The program
//! `casewell` is a few lines around it; tests drive the same router in their own process.

// Pages are types as deep as their markup, and are rendered from here.
#![recursion_limit = "512"]

pub mod assets;
pub mod commands;
pub mod config;
pub mod http;
pub mod live;
pub mod mailboxes;
pub mod rest;
mod servers;

/// Drawing a page is thousands of small boxes; this allocator hands them out faster and gives memory back sooner.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
