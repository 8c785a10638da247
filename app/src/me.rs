//! Who reads the page: rendered into its head by the server, read back by the browser, so that both draw the same.

use std::sync::Arc;

use domain::access::{Role, Viewer};
use domain::words::Lang;
use leptos::prelude::{provide_context, use_context};
use serde::{Deserialize, Serialize};

/// What every page knows of its reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Me {
    pub person_id: String,
    pub name: String,
    pub role: Role,
    pub lang: Lang,
    /// IANA name of the zone that times are shown in.
    pub time_zone: String,
    /// What the company is called whose desk it is; empty: not said.
    pub site: String,
    /// Number of the last change that the page surely shows; live events go on after it. 0 when none is known.
    pub seq: i64,
}

impl Me {
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.role != Role::Visitor
    }

    #[must_use]
    pub fn first_name(&self) -> &str {
        self.name.split(' ').next().unwrap_or_default()
    }

    /// The reader as the permission rules know them.
    #[must_use]
    pub fn viewer(&self) -> Viewer {
        Viewer { person_id: self.person_id.clone(), role: self.role, lang: self.lang, ..Viewer::default() }
    }
}

impl From<&Viewer> for Me {
    fn from(viewer: &Viewer) -> Self {
        Self {
            person_id: viewer.person_id.clone(),
            name: viewer.name.clone(),
            role: viewer.role,
            lang: viewer.lang,
            time_zone: viewer.time_zone.clone(),
            site: String::new(),
            seq: 0,
        }
    }
}

/// The reader, shared by all that ask. A page outside any request has a visitor.
#[must_use]
pub fn use_me() -> Arc<Me> {
    use_context().unwrap_or_default()
}

/// Makes [`use_me`] work below: the server knows the reader already, the browser reads the head.
pub fn provide_me() {
    if use_context::<Arc<Me>>().is_none() {
        provide_context(Arc::new(crate::browser::read_me().unwrap_or_default()));
    }
}
