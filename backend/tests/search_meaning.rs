//! Suggestions by meaning: without a model they stay as they are; with one (`CASEWELL_MODEL_DIR`, or where
//! `scripts/model.sh` puts it) articles are found that share no word with the question.

#![expect(clippy::print_stdout, reason = "tests say what they leave out")]

mod common;
mod library;

use backend::search::{self, Ask, Known};
use common::Folder;
use common::desk::desks;
use domain::Viewer;
use domain::access::Role;
use domain::knowledge::Audience;
use domain::search::HitKind;
use domain::words::Lang;
use library::an_article;
use std::path::PathBuf;

/// The model's folder, and one line that says so when there is none or this build reads none.
fn model() -> Option<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let usual = || Some(cache.or_else(home)?.join("casewell/model"));
    let folder = std::env::var_os("CASEWELL_MODEL_DIR").map(PathBuf::from).or_else(usual)?;
    if cfg!(feature = "model") && folder.join("model.safetensors").exists() {
        return Some(folder);
    }
    println!("skipped: no sentence model, or a build without it");
    None
}

fn asked(q: &str) -> Ask {
    Ask { q: q.into(), ..Ask::default() }
}

#[tokio::test]
async fn without_a_model_nothing_is_reconsidered() {
    for desk in desks().await {
        desk.save(an_article("pair", "Pair a scanner", "Hold the trigger.")).await;
        desk.index().await;
        let visitor = Viewer::visitor(Lang::En);
        assert!(search::reconsider(&desk.b, &visitor, &Known::of("scanner")).await.unwrap().is_none());
        let folder = Folder::new();
        assert!(search::learn(&desk.b, &folder.0).await.is_err(), "an empty folder");
        for file in ["model.safetensors", "tokenizer.json"] {
            std::fs::write(folder.0.join(file), [0xff; 4_096]).unwrap();
        }
        assert!(search::learn(&desk.b, &folder.0).await.is_err(), "nonsense");
        assert!(search::reconsider(&desk.b, &visitor, &Known::of("scanner")).await.unwrap().is_none());
        assert_eq!(desk.suggestions(&visitor, "scanner").await.len(), 1, "words are enough");
        let question = asked("how do I pair a scanner");
        assert!(!search::search(&desk.b, &visitor, &question).await.unwrap().again);
        assert!(search::search_again(&desk.b, &visitor, &question).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn articles_are_found_by_what_they_mean_and_only_by_their_readers() {
    let Some(model) = model() else { return };
    for desk in desks().await {
        desk.save(an_article("password", "Forgotten password", "Choose a new one by mail.")).await;
        desk.save(an_article("labels", "Labels print blank", "Look at the ribbon.")).await;
        desk.save(an_article("stock", "Count stock", "At night, while nobody picks.")).await;
        let mut internal = an_article("secret", "Reset credentials of an account", "For staff.");
        internal.audience = Audience::Internal;
        desk.save(internal).await;
        desk.index().await;
        search::learn(&desk.b, &model).await.unwrap();
        let agent = desk.person(Role::Agent, "agent@demo.example").await;
        let known = Known::of("I cannot log in with my credentials any more");
        let first = async |v: &Viewer| {
            let hits = search::reconsider(&desk.b, v, &known).await.unwrap().unwrap();
            (hits[0].kind, hits[0].id.clone(), hits.iter().any(|hit| hit.id == "secret"))
        };
        let visitor = Viewer::visitor(Lang::En);
        assert_eq!(first(&visitor).await, (HitKind::Article, "password".into(), false));
        assert_eq!(first(&agent).await.1, "secret");
        // What changes is read again; what was read before a restart is not.
        desk.save(an_article("wifi", "The wireless network", "Join it.")).await;
        desk.index().await;
        std::fs::write(desk.b.settings.data_dir.join("points-1"), b"cut short").unwrap();
        search::learn(&desk.b, &model).await.unwrap();
        let known = Known::of("no internet over WLAN");
        let hits = search::reconsider(&desk.b, &visitor, &known).await.unwrap().unwrap();
        assert_eq!(hits[0].id, "wifi");
    }
}

#[tokio::test]
async fn a_search_is_looked_at_again_for_its_readers_alone() {
    let Some(model) = model() else { return };
    for desk in desks().await {
        desk.product("label", "Label").await;
        let mut labels = an_article("labels", "Labels print blank", "I cannot see why. Look at the ribbon.");
        labels.product_id = Some("label".into());
        desk.save(labels).await;
        desk.save(an_article("password", "Forgotten password", "Choose a new one by mail.")).await;
        let mut internal = an_article("secret", "Reset credentials of an account", "For staff.");
        internal.audience = Audience::Internal;
        desk.save(internal).await;
        let mut gold = an_article("gold", "Recover a lost login", "For some.");
        gold.audience = Audience::Tier("gold".into());
        desk.save(gold).await;
        desk.index().await;
        search::learn(&desk.b, &model).await.unwrap();
        let visitor = Viewer::visitor(Lang::En);
        let question = asked("I cannot see how to sign into it");
        assert!(search::search(&desk.b, &visitor, &question).await.unwrap().again);
        let again = search::search_again(&desk.b, &visitor, &question).await.unwrap().unwrap();
        let ids: Vec<&str> = again.hits.iter().map(|hit| hit.id.as_str()).collect();
        assert!(ids[0] == "password" && ids.contains(&"labels"), "{ids:?}");
        assert!(!ids.contains(&"secret") && !ids.contains(&"gold") && !again.again, "{ids:?}");
        for exact in ["password", "I cannot \"see how\" to sign", "how to sign into it lang:en"] {
            assert!(
                search::search_again(&desk.b, &visitor, &asked(exact)).await.unwrap().is_none(),
                "{exact}"
            );
        }
        let of_label = Ask { product: Some("label".into()), ..question };
        let again = search::search_again(&desk.b, &visitor, &of_label).await.unwrap().unwrap();
        assert_eq!(again.hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), ["labels"]);
    }
}
