//! Desks with the demo on them, its people, and forms as they send them.

use std::collections::BTreeMap;

use backend::people::{self, Client};
use backend::{Backend, demo};
use domain::Viewer;

use super::desk::{Desk, desks};

/// The demo with a single ticket, on each database.
pub async fn filled() -> Vec<Desk> {
    let desks = desks().await;
    for desk in &desks {
        demo::fill(&desk.b, 1, 1).await.expect("a demo");
    }
    desks
}

/// Who signs in as `who@demo.example`.
pub async fn viewer(b: &Backend, who: &str) -> Viewer {
    let email = format!("{who}@demo.example");
    people::sign_in_password(b, &Client::default(), &email, demo::PASSWORD).await.expect("a session").viewer
}

/// What a form's fields hold.
pub fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
