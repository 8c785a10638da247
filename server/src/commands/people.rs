//! `casewell user add` and `casewell token add`: the operator's way in.

use std::io::{Read, Write};

use backend::Failure;
use domain::access::{Role, Scope};
use domain::error::FieldError;
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

fn is_about_the_person(error: &FieldError) -> bool {
    matches!(error.field.as_str(), "email" | "person_id")
}

/// Makes a bearer token and prints it, this once, to standard output.
pub async fn token(config: &Config, email: &str, name: &str, scopes: &[String]) -> Result<(), Failed> {
    if let Some(unknown) = scopes.iter().find(|code| Scope::parse(code).is_none()) {
        let all = Scope::ALL.map(Scope::code).join(", ");
        return Err(Failed::usage(format!("there is no scope {unknown}; the scopes are {all}")));
    }
    let backend = super::open(config, true).await?;
    let made = backend::access::tokens::make_as_operator(&backend, email, name, scopes).await;
    let made = made.map_err(|failure| match failure {
        Failure::Refused(domain::Error::Invalid(fields)) if fields.iter().any(is_about_the_person) => {
            Failed::usage(format!(
                "nobody who can sign in has the address {email}; `casewell user add` makes a person"
            ))
        }
        other => other.into(),
    })?;
    writeln!(std::io::stdout(), "{}", made.secret).map_err(Failed::other)?;
    backend.db.close().await;
    Ok(())
}
