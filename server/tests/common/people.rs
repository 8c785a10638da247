//! Who asks: the demo's people by role, with their cookies and tokens.

use std::collections::HashMap;

use backend::Backend;
use backend::people::Client;
use domain::Viewer;
use domain::access::{Role, Scope};
use domain::people::NewPerson;
use domain::words::Lang;

use super::Desk;

/// Session and bearer token of each role.
pub type Secrets = HashMap<Role, (String, String)>;

const LIGHT: &str = "light@demo.example";

/// The demo's address for each role; a visitor has none.
pub fn address(role: Role) -> Option<&'static str> {
    Some(match role {
        Role::Visitor => return None,
        Role::Customer => "customer@demo.example",
        Role::OrganisationManager => "boss@demo.example",
        Role::LightAgent => LIGHT,
        Role::Agent => "agent@demo.example",
        Role::Lead => "lead@demo.example",
        Role::Manager => "manager@demo.example",
        Role::Admin => "admin@demo.example",
    })
}

/// Signs one person of every role in; the demo has no light agent.
pub async fn signed_in(b: &Backend) -> Secrets {
    let new = NewPerson {
        name: "Sal Esperson".into(),
        email: LIGHT.into(),
        role: Role::LightAgent,
        organisation_id: None,
        password: Some(backend::demo::PASSWORD.into()),
    };
    backend::people::add_as_operator(b, &new).await.expect("a light agent");
    let mut secrets = HashMap::new();
    for role in Role::ALL {
        if let Some(email) = address(role) {
            secrets
                .insert(role, (sign_in(b, email).await, token(b, email, &Scope::ALL.map(Scope::code)).await));
        }
    }
    secrets
}

async fn sign_in(b: &Backend, email: &str) -> String {
    let client = Client { agent: "test".into(), address: "192.0.2.1".into() };
    let begun = backend::people::sign_in_password(b, &client, email, backend::demo::PASSWORD).await;
    begun.expect("a session").token
}

async fn token(b: &Backend, email: &str, scopes: &[&str]) -> String {
    let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    backend::access::tokens::make_as_operator(b, email, "test", &scopes).await.expect("a token").secret
}

impl Desk {
    /// The session cookie of the person with this address.
    pub async fn cookie(&self, email: &str) -> String {
        let role = Role::ALL.into_iter().find(|role| address(*role) == Some(email));
        match role {
            Some(role) => self.cookie_of(role),
            None => self.named(&sign_in(&self.b, email).await),
        }
    }

    /// The cookie of the demo's person of this role; empty for a visitor.
    pub fn cookie_of(&self, role: Role) -> String {
        self.secrets.get(&role).map(|(session, _)| self.named(session)).unwrap_or_default()
    }

    /// The demo's person of this role, as the server knows them by their session.
    pub async fn viewer_of(&self, role: Role) -> Viewer {
        match self.secrets.get(&role) {
            Some((session, _)) => {
                backend::people::session(&self.b, session).await.expect("an answer").expect("somebody")
            }
            None => Viewer::visitor(Lang::En),
        }
    }

    fn named(&self, session: &str) -> String {
        format!("{}={session}", app::ssr::cookie_name(&self.b.settings.base_url))
    }

    /// The bearer token of the demo's person of this role, if there is one.
    pub fn token_of(&self, role: Role) -> Option<String> {
        self.secrets.get(&role).map(|(_, token)| token.clone())
    }

    /// A token with every scope.
    pub async fn token(&self, email: &str) -> String {
        self.token_for(email, &Scope::ALL.map(Scope::code)).await
    }

    pub async fn token_for(&self, email: &str, scopes: &[&str]) -> String {
        token(&self.b, email, scopes).await
    }

    /// A ticket of the demo's first customer, made now.
    pub async fn ticket(&self) -> String {
        let token = self.token("customer@demo.example").await;
        let draft = serde_json::json!({ "subject": "Blank labels", "text": "Every label comes out white." });
        let made = self.post("/api/v1/tickets", &draft).bearer(&token).send().await.expect(201);
        made.json()["number"].as_str().expect("a number").to_owned()
    }
}
