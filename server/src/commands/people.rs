//! `casewell user add` and `casewell token add`: the operator's way in.

use std::io::{Read, Write};

use domain::access::Role;
use domain::people::NewPerson;

use super::Failed;
use crate::config::Config;

/// Makes a person, with a password from standard input if asked to.
pub async fn add(
    config: &Config,
    email: String,
    name: String,
    role: &str,
    with_password: bool,
) -> Result<(), Failed> {
    let role = Role::parse(role).filter(|role| *role != Role::Visitor).ok_or_else(|| {
        Failed::usage(format!("there is no role {role}; `casewell user add --help` lists them"))
    })?;
    let password = if with_password { Some(read_password()?) } else { None };
    let backend = super::open(config, true).await?;
    let person = NewPerson { name, email, role, organisation_id: None, password };
    backend::people::add_as_operator(&backend, &person).await?;
    eprintln!("made {} as {}", person.email, role.code());
    backend.db.close().await;
    Ok(())
}

fn read_password() -> Result<String, Failed> {
    let mut password = String::new();
    std::io::stdin().read_to_string(&mut password).map_err(Failed::other)?;
    Ok(password.trim_end_matches(['\r', '\n']).to_owned())
}

/// Makes a bearer token and prints it, this once, to standard output.
pub async fn token(config: &Config, email: &str, name: &str, scopes: &[String]) -> Result<(), Failed> {
    let backend = super::open(config, true).await?;
    let made = backend::access::tokens::make_as_operator(&backend, email, name, scopes).await?;
    writeln!(std::io::stdout(), "{}", made.secret).map_err(Failed::other)?;
    backend.db.close().await;
    Ok(())
}
