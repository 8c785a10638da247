//! Articles in acknowledgements: those that fit, or none.

mod common;
mod letters;
mod library;

use common::outgoing::{desks, send};
use common::sink::Secrecy;
use letters::letter;
use library::an_article;

#[tokio::test]
async fn an_acknowledgement_names_articles_that_fit_and_is_silent_where_none_does() {
    for (desk, _cast, sink, mut lines) in desks(Secrecy::Plain).await {
        desk.save(an_article(
            "blank",
            "Labels come out blank",
            "Turn the label reel and clean the print head.",
        ))
        .await;
        desk.save(an_article("park", "Park the print head", "Before you move the printer.")).await;
        desk.index().await;
        let answer = async |from: &str, subject: &str, text: &str, lines: &mut _| {
            letter(from, subject).saying(text).ticket(&desk).await;
            send(&desk, lines).await;
            sink.got().pop().expect("an acknowledgement")
        };
        let got = answer("a@one.example", "Blank labels", "All labels are blank.", &mut lines).await;
        assert!(got.says("/help/a/blank") && !got.says("/help/a/park"), "{}", got.data);
        let got = answer("b@two.example", "Bicycles", "Where do visitors park a bicycle?", &mut lines).await;
        assert!(!got.says("/help/a/"), "{}", got.data);
    }
}
