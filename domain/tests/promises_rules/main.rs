//! The promise engine against its rules: numbered cases, everything beside them, other people's reference values,
//! properties over made-up calendars and tickets.

#![cfg(test)]

mod alarms;
mod calendars;
mod cases;
mod desk;
mod edits;
mod holiday_files;
mod properties;
mod reasons;
mod rules;
mod scenarios;
mod speed;
mod vectors;
