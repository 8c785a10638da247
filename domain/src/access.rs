//! Who asks, and what they may see and do. The server decides with these rules, the pages show and hide by them.

use serde::{Deserialize, Serialize};

use crate::words::Lang;

/// What a person is to the desk. `Visitor` is anybody who has not signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    #[default]
    Visitor,
    Customer,
    OrganisationManager,
    LightAgent,
    Agent,
    Lead,
    Manager,
    Admin,
}

impl Role {
    pub const ALL: [Self; 8] = [
        Self::Visitor,
        Self::Customer,
        Self::OrganisationManager,
        Self::LightAgent,
        Self::Agent,
        Self::Lead,
        Self::Manager,
        Self::Admin,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Customer => "customer",
            Self::OrganisationManager => "organisation_manager",
            Self::LightAgent => "light_agent",
            Self::Agent => "agent",
            Self::Lead => "lead",
            Self::Manager => "manager",
            Self::Admin => "admin",
        }
    }

    /// Reads what [`Role::code`] wrote.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Works for the company that runs the desk.
    #[must_use]
    pub fn is_staff(self) -> bool {
        self >= Self::LightAgent
    }
}

/// What a bearer token may be used for. A session has no such limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    TicketsRead,
    TicketsWrite,
    SearchRead,
    CalendarsRead,
    CustomersRead,
    /// Hand over mail that came in.
    MailWrite,
}

impl Scope {
    pub const ALL: [Self; 6] = [
        Self::TicketsRead,
        Self::TicketsWrite,
        Self::SearchRead,
        Self::CalendarsRead,
        Self::CustomersRead,
        Self::MailWrite,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TicketsRead => "tickets:read",
            Self::TicketsWrite => "tickets:write",
            Self::SearchRead => "search:read",
            Self::CalendarsRead => "calendars:read",
            Self::CustomersRead => "customers:read",
            Self::MailWrite => "mail:write",
        }
    }

    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }
}

/// The one who asks. Every query and every use case takes one; there is no way around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Viewer {
    /// Empty for a visitor.
    pub person_id: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub organisation_id: Option<String>,
    /// The tier of that organisation.
    #[serde(default)]
    pub tier: Option<String>,
    pub lang: Lang,
    /// IANA name of the zone that times are shown in.
    pub time_zone: String,
    /// `Some` when a bearer token asks: only these scopes. `None` for a signed-in browser.
    pub scopes: Option<Vec<Scope>>,
}

/// Which tickets a viewer may see; the same filter stands in lists, counts, search, events and pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TicketScope {
    All,
    /// Every ticket of one organisation.
    Organisation(String),
    /// Only the tickets this person asked for.
    Requester(String),
    None,
}

/// What can be done; [`Viewer::may`] answers for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Open the console at all.
    UseConsole,
    /// Raise a request for oneself.
    CreateRequest,
    /// Raise a ticket in a customer's name.
    CreateForCustomer,
    /// Write to the customer in the company's name.
    ReplyAsStaff,
    WriteNote,
    /// Status, priority, type, assignee, queue, plan, next contact.
    ChangeTicket,
    /// Move or set a promise by hand.
    OverridePromise,
    /// Make, disable and change people.
    ManagePeople,
    /// Make and revoke bearer tokens.
    ManageTokens,
    /// Read what waits to be mailed.
    ReadOutbox,
    /// Change what the desk writes by mail, and in whose name.
    EditMail,
    /// Read policies and calendars.
    ReadPolicies,
    /// Change policies and calendars.
    EditPolicies,
    /// Say what somebody can do, and move work between people.
    ManageWork,
    /// Take away for good what an entry said.
    Redact,
    /// Change what customers are asked.
    EditFlows,
    /// Write articles and send them to be reviewed.
    WriteArticle,
    /// Decide what readers of the help see.
    PublishArticle,
}

impl Viewer {
    /// Somebody who has not signed in.
    #[must_use]
    pub fn visitor(lang: Lang) -> Self {
        Self { lang, time_zone: "Etc/UTC".to_owned(), ..Self::default() }
    }

    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.role != Role::Visitor
    }

    #[must_use]
    pub fn is_staff(&self) -> bool {
        self.role.is_staff()
    }

    /// The tickets that may be seen. A token without a scope for tickets sees none, in searches neither.
    #[must_use]
    pub fn ticket_scope(&self) -> TicketScope {
        if !self.has_scope(Scope::TicketsRead) && !self.has_scope(Scope::TicketsWrite) {
            return TicketScope::None;
        }
        match (self.role, &self.organisation_id) {
            (Role::Visitor, _) => TicketScope::None,
            (Role::OrganisationManager, Some(organisation)) => {
                TicketScope::Organisation(organisation.clone())
            }
            (Role::Customer | Role::OrganisationManager, _) => TicketScope::Requester(self.person_id.clone()),
            _ => TicketScope::All,
        }
    }

    #[must_use]
    pub fn has_scope(&self, scope: Scope) -> bool {
        self.scopes.as_ref().is_none_or(|scopes| scopes.contains(&scope))
    }

    #[must_use]
    pub fn may(&self, action: Action) -> bool {
        let least = match action {
            Action::CreateRequest => return self.is_signed_in(),
            Action::UseConsole | Action::WriteNote => Role::LightAgent,
            Action::CreateForCustomer
            | Action::ReplyAsStaff
            | Action::ChangeTicket
            | Action::ReadPolicies
            | Action::WriteArticle => Role::Agent,
            Action::OverridePromise | Action::PublishArticle | Action::ManageWork | Action::Redact => {
                Role::Lead
            }
            Action::ManagePeople
            | Action::ManageTokens
            | Action::ReadOutbox
            | Action::EditMail
            | Action::EditPolicies
            | Action::EditFlows => Role::Admin,
        };
        self.role >= least
    }

    /// # Errors
    /// `SignIn` for a visitor, `Forbidden` for anybody else who may not.
    pub fn ensure(&self, action: Action) -> Result<(), crate::Error> {
        if self.may(action) {
            Ok(())
        } else if self.is_signed_in() {
            Err(crate::Error::Forbidden)
        } else {
            Err(crate::Error::SignIn)
        }
    }

    /// # Errors
    /// `Forbidden` when a bearer token without `scope` asks.
    pub fn ensure_scope(&self, scope: Scope) -> Result<(), crate::Error> {
        if self.has_scope(scope) { Ok(()) } else { Err(crate::Error::Forbidden) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewer(role: Role) -> Viewer {
        Viewer { role, person_id: "p".into(), organisation_id: Some("o".into()), ..Viewer::default() }
    }

    #[test]
    fn roles_read_back_what_they_write() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.code()), Some(role));
        }
    }

    #[test]
    fn each_role_sees_its_own_tickets_only() {
        assert_eq!(viewer(Role::Visitor).ticket_scope(), TicketScope::None);
        assert_eq!(viewer(Role::Customer).ticket_scope(), TicketScope::Requester("p".into()));
        assert_eq!(viewer(Role::OrganisationManager).ticket_scope(), TicketScope::Organisation("o".into()));
        assert_eq!(viewer(Role::LightAgent).ticket_scope(), TicketScope::All);
    }

    #[test]
    fn a_manager_without_organisation_sees_only_their_own() {
        let lonely = Viewer { organisation_id: None, ..viewer(Role::OrganisationManager) };
        assert_eq!(lonely.ticket_scope(), TicketScope::Requester("p".into()));
    }

    #[test]
    fn who_may_not_hears_why() {
        assert_eq!(viewer(Role::Visitor).ensure(Action::UseConsole), Err(crate::Error::SignIn));
        assert_eq!(viewer(Role::Customer).ensure(Action::UseConsole), Err(crate::Error::Forbidden));
        assert_eq!(viewer(Role::LightAgent).ensure(Action::ReplyAsStaff), Err(crate::Error::Forbidden));
        assert_eq!(viewer(Role::Agent).ensure(Action::ReplyAsStaff), Ok(()));
        assert_eq!(viewer(Role::Agent).ensure(Action::ManageTokens), Err(crate::Error::Forbidden));
    }

    #[test]
    fn a_token_does_only_what_it_was_made_for() {
        let token = Viewer { scopes: Some(vec![Scope::TicketsRead]), ..viewer(Role::Agent) };
        assert!(token.ensure_scope(Scope::TicketsRead).is_ok());
        assert_eq!(token.ensure_scope(Scope::TicketsWrite), Err(crate::Error::Forbidden));
        assert_eq!(token.ticket_scope(), TicketScope::All);
        let searching = Viewer { scopes: Some(vec![Scope::SearchRead]), ..viewer(Role::Agent) };
        assert_eq!(searching.ticket_scope(), TicketScope::None);
    }
}
