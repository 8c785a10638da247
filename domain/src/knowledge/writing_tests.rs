//! Who may do what with an article, and what can be typed.

use super::*;
use crate::access::Role;

fn form(fields: &[(Field, &str)]) -> ArticleForm {
    let given = [(Field::Title, "Blank labels"), (Field::Audience, "public"), (Field::Lang, "en")];
    let all = given.iter().chain(fields).map(|(field, text)| (*field, (*text).to_owned()));
    ArticleForm(all.collect())
}

#[test]
fn what_is_typed_is_kept_in_one_style() {
    let typed = form(&[(Field::Keywords, " blank ,white,, blank "), (Field::Body, "a\r\nb  \n\n")]);
    let kept = typed.checked(true).unwrap();
    assert_eq!((kept.get(Field::Keywords), kept.get(Field::Body)), ("blank, white", "a\nb"));
    assert_eq!(kept.list(Field::Keywords), ["blank", "white"]);
    assert_eq!(kept.checked(true).unwrap(), kept);
}

#[test]
fn each_field_says_what_is_wrong() {
    let long = "x".repeat(301);
    for (field, text, is_wrong) in [
        (Field::Title, "", true),
        (Field::Title, long.as_str(), true),
        (Field::Body, "", false),
        (Field::ReviewOn, "2026-02-30", true),
        (Field::ReviewOn, "2026-02-28", false),
        (Field::Audience, "nobody", true),
        (Field::Lang, "pt-BR", false),
        (Field::Lang, "\"><x", true),
    ] {
        assert_eq!(form(&[(field, text)]).checked(false).is_err(), is_wrong, "{field:?} {text}");
    }
    assert_eq!(form(&[]).checked(true), Err(Error::field("body", Problem::Required)));
}

#[test]
fn leads_decide_what_readers_see() {
    let agent = Viewer { role: Role::Agent, ..Viewer::default() };
    let lead = Viewer { role: Role::Lead, ..Viewer::default() };
    let light = Viewer { role: Role::LightAgent, ..Viewer::default() };
    use ArticleState::{Archived, Draft, Published, Review};
    for (state, stage, by_agent, by_lead) in [
        (Draft, Draft, vec![Move::Send, Move::Archive], vec![Move::Send, Move::Publish, Move::Archive]),
        (Draft, Review, vec![Move::Return, Move::Archive], vec![Move::Return, Move::Publish, Move::Archive]),
        (Published, Published, vec![], vec![Move::Archive]),
        (Published, Draft, vec![Move::Send], vec![Move::Send, Move::Publish, Move::Archive]),
        (Archived, Archived, vec![], vec![Move::Publish]),
    ] {
        let standing = Standing { state, stage };
        assert_eq!(standing.moves(&agent), by_agent, "{standing:?}");
        assert_eq!(standing.moves(&lead), by_lead, "{standing:?}");
        assert_eq!(standing.moves(&light), [], "{standing:?}");
    }
}

#[test]
fn a_change_of_what_is_public_waits_beside_it() {
    use ArticleState::{Draft, Published, Review};
    let live = Standing { state: Published, stage: Published };
    let changed = live.changed();
    assert_eq!(changed, Standing { state: Published, stage: Draft });
    assert_eq!(changed.after(Move::Send).changed().stage, Review);
    assert_eq!(changed.after(Move::Publish), live);
}
