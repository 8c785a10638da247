//! Desks that send their mail to a sink each.

use super::desk::{Cast, Desk, START, desks_that_mail};
use super::sink::{Got, Secrecy, Sink};
use backend::mail::deliver::{Lines, Round};
use backend::mail::{MailSettings, Sender, Smtp};
use backend::tickets;
use domain::Viewer;
use domain::tickets::decide::{AfterReply, Command};

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;

pub fn mail(sink: &Sink, scheme: &str, trusted: &[u8]) -> MailSettings {
    let address = format!("{scheme}://desk:hush@127.0.0.1:{}", sink.port);
    MailSettings {
        smtp: Some(Smtp::new(&address, trusted.to_vec()).expect("as it should be")),
        from: Sender::parse("Quill Support <support@desk.example>"),
        ..MailSettings::default()
    }
}

/// A desk with its cast on each database, and the sink that gets its mail.
pub async fn desks(secrecy: Secrecy) -> Vec<(Desk, Cast, Sink, Lines)> {
    let sinks = [Sink::start(secrecy).await, Sink::start(secrecy).await];
    let settings: Vec<MailSettings> = sinks.iter().map(|sink| mail(sink, "smtp", &[])).collect();
    let mut all = Vec::new();
    for (desk, sink) in desks_that_mail(&settings).await.into_iter().zip(sinks) {
        let (cast, lines) = (desk.cast().await, Lines::new(&desk.b).expect("as it should be"));
        all.push((desk, cast, sink, lines));
    }
    all
}

/// An agent's message, with a next contact a good while off.
pub fn reply(text: &str) -> Command {
    let next_contact = Some(START.plus_ms(100 * HOUR));
    Command::Reply { text: text.into(), after: AfterReply::KeepOpen, plan: None, next_contact }
}

pub async fn write(desk: &Desk, v: &Viewer, number: &str, command: Command) {
    tickets::change(&desk.b, v, number, None, command).await.expect("as it should be");
    desk.clock.advance(1_000);
}

/// Sends until nothing is due any more, or the server is away.
pub async fn send(desk: &Desk, lines: &mut Lines) -> Round {
    loop {
        match lines.round(&desk.b).await.expect("as it should be") {
            Round::Busy => {}
            other => return other,
        }
    }
}

/// Those of `got` that bring a person's words.
pub fn replies(got: &[Got]) -> Vec<&Got> {
    got.iter().filter(|got| got.header("Auto-Submitted").is_none()).collect()
}
