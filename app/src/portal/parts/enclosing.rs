//! The field for files that go with what a form says.

use domain::files::{FIELD, Upload};
use domain::words::{common, files as words};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Part;
use crate::me::use_me;
use crate::ui::{FileField, Files, MaybeText};

/// Where files are added to a form.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Enclosing {
    /// What they are for (`domain::files::For`).
    pub of: String,
    /// What waits at the desk already.
    pub waiting: Vec<Upload>,
    /// Why one was not taken.
    pub error: Option<String>,
}

impl Part for Enclosing {
    const NAME: &'static str = "files";
    const CLASS: &'static str = "";

    fn view(self) -> AnyView {
        let lang = use_me().lang;
        let files = Files::new(self.of, self.waiting);
        let (error, optional) = (MaybeText::from(self.error), MaybeText::from(common::common(lang).optional));
        view! {
            <FileField id=FIELD label=words::files(lang).label files hint=words::hint(lang) error optional of_page=true/>
            // What is ticked says it without scripts.
            <input type="hidden" name=FIELD value=move || files.ids() disabled=move || !files.are_awake()/>
        }
        .into_any()
    }
}
