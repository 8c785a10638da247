//! The sections of the settings: what each is called, where it stands, who may see it and which program draws it.

use domain::access::{Action, Viewer};
use domain::words::{console, outgoing_pages};

use super::super::program::Program;
use super::ADDRESS;
use crate::me::use_me;

/// A part of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Promises,
    Calendars,
    Contracts,
    Types,
    Failed,
    Catalogue,
    Flows,
    Routing,
    Agents,
    People,
    Tokens,
    Webhooks,
    Retention,
    Incoming,
    Mailboxes,
    Laboratory,
    Outbox,
    StopList,
    Texts,
    Signatures,
    Senders,
}

impl Section {
    pub(super) const ALL: [Self; 21] = [
        Self::Promises,
        Self::Calendars,
        Self::Contracts,
        Self::Types,
        Self::Failed,
        Self::Catalogue,
        Self::Flows,
        Self::Routing,
        Self::Agents,
        Self::People,
        Self::Tokens,
        Self::Webhooks,
        Self::Retention,
        Self::Incoming,
        Self::Mailboxes,
        Self::Laboratory,
        Self::Outbox,
        Self::StopList,
        Self::Texts,
        Self::Signatures,
        Self::Senders,
    ];

    /// The last part of its address.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Promises => "promises",
            Self::Calendars => "calendars",
            Self::Contracts => "contracts",
            Self::Types => "types",
            Self::Failed => "alarms",
            Self::Catalogue => "catalogue",
            Self::Flows => "flows",
            Self::Routing => "routing",
            Self::Agents => "agents",
            Self::People => "people",
            Self::Tokens => "tokens",
            Self::Webhooks => "webhooks",
            Self::Retention => "retention",
            Self::Incoming => "incoming",
            Self::Mailboxes => "mailboxes",
            Self::Laboratory => "mail-lab",
            Self::Outbox => "outbox",
            Self::StopList => "stop-list",
            Self::Texts => "mail-texts",
            Self::Signatures => "signatures",
            Self::Senders => "senders",
        }
    }

    pub(super) fn address(self) -> String {
        format!("{ADDRESS}/{}", self.code())
    }

    pub(super) fn name(self) -> &'static str {
        let lang = use_me().lang;
        let w = console::admin(lang);
        match self {
            Self::Promises => w.promises,
            Self::Calendars => w.calendars,
            Self::Contracts => w.contracts,
            Self::Types => w.types,
            Self::Failed => w.failed,
            Self::Catalogue => console::catalogue(lang).title,
            Self::Flows => w.flows,
            Self::Routing => w.routing,
            Self::Agents => w.agents,
            Self::People => w.people,
            Self::Tokens => w.tokens,
            Self::Webhooks => w.webhooks,
            Self::Retention => console::keeping(lang).title,
            Self::Incoming => w.incoming,
            Self::Mailboxes => w.mailboxes,
            Self::Laboratory => w.laboratory,
            Self::Outbox => w.outbox,
            Self::StopList => outgoing_pages::stop_list(lang).title,
            Self::Texts => outgoing_pages::texts_page(lang).title,
            Self::Signatures => outgoing_pages::signatures_page(lang).title,
            Self::Senders => outgoing_pages::senders_page(lang).title,
        }
    }

    /// Heading that it stands under.
    pub(super) fn part(self) -> &'static str {
        let w = console::admin(use_me().lang);
        match self {
            Self::Promises | Self::Calendars | Self::Contracts | Self::Types | Self::Failed => w.service,
            Self::Catalogue | Self::Flows => w.asking,
            Self::Routing | Self::Agents => w.right_person,
            Self::People | Self::Tokens | Self::Webhooks | Self::Retention => w.access,
            Self::Incoming | Self::Mailboxes | Self::Laboratory | Self::Outbox => w.work,
            Self::StopList | Self::Texts | Self::Signatures | Self::Senders => w.work,
        }
    }

    /// The browser program that draws it.
    pub(super) fn program(self) -> Program {
        match self {
            Self::Catalogue | Self::Routing | Self::Agents => Program::Overview,
            Self::Incoming | Self::Mailboxes | Self::Laboratory | Self::Outbox => Program::Mail,
            Self::StopList | Self::Texts | Self::Signatures | Self::Senders => Program::Mail,
            _ => Program::Settings,
        }
    }

    pub(super) fn is_for(self, viewer: &Viewer) -> bool {
        viewer.may(match self {
            Self::Promises | Self::Calendars | Self::Contracts | Self::Types | Self::Failed => {
                Action::ReadPolicies
            }
            Self::Flows => Action::EditFlows,
            Self::Catalogue | Self::Routing | Self::Agents => Action::ReadPolicies,
            Self::People => Action::ManagePeople,
            Self::Tokens => Action::ManageTokens,
            Self::Webhooks | Self::Retention => Action::EditPolicies,
            Self::Incoming | Self::Mailboxes | Self::Laboratory | Self::Outbox => Action::ReadOutbox,
            Self::StopList => Action::ReadOutbox,
            Self::Texts | Self::Senders => Action::EditMail,
            Self::Signatures => Action::ManageWork,
        })
    }
}

/// The program that draws the section with this code; the settings' own tell who asks for one that is none.
pub fn program_of(code: &str) -> Program {
    Section::ALL
        .into_iter()
        .find(|section| section.code() == code)
        .map_or(Program::Settings, Section::program)
}
