//! Access: bearer tokens of the REST API, and counted tries. Who may do what is decided by `domain::access`; signing in
//! lives in [`people`](crate::people).

pub mod tokens;
pub mod tries;

use domain::Viewer;
use domain::access::Action;
use sha2::{Digest, Sha256};

use crate::ids::hex;

/// What the database keeps of a secret or of anything else that it only has to recognise: SHA-256 in hexadecimal.
pub(crate) fn digest(secret: &str) -> String {
    hex(&Sha256::digest(secret))
}

/// Lets `v` do `action` only from a browser: no scope of a bearer token reaches people, tokens and mail.
pub(crate) fn in_person(v: &Viewer, action: Action) -> Result<(), domain::Error> {
    signed_in_person(v)?;
    v.ensure(action)
}

/// Lets through a person at a browser, whatever their role.
pub(crate) fn signed_in_person(v: &Viewer) -> Result<(), domain::Error> {
    if !v.is_signed_in() {
        Err(domain::Error::SignIn)
    } else if v.scopes.is_some() {
        Err(domain::Error::Forbidden)
    } else {
        Ok(())
    }
}
