//! What one attempt to sign in counts against: the account it is for and the address it comes from. Both are counted
//! before the attempt, whether the account exists or not, and given back when it turns out well.

use domain::time::{Instant, MINUTE_MS};

use super::Client;
use crate::access::tries;
use crate::db::{DbError, Tx};
use crate::{Backend, Outcome};

const WINDOW_MS: i64 = 15 * MINUTE_MS;

/// What is tried; each kind is counted by itself.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Password,
    SendCode,
    EnterCode,
}

impl Kind {
    fn code(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::SendCode => "send-code",
            Self::EnterCode => "enter-code",
        }
    }

    /// Tries in a window: of one account, and from one address, which an office may share.
    fn limits(self) -> (u32, u32) {
        match self {
            Self::Password | Self::EnterCode => (10, 50),
            Self::SendCode => (5, 30),
        }
    }
}

/// A counted attempt.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    account: String,
    network: String,
    at: Instant,
}

impl Attempt {
    /// Counts an attempt on `account`, which is a normalised address.
    pub(super) async fn take(b: &Backend, kind: Kind, client: &Client, account: &str) -> Outcome<Self> {
        let account = account_scope(kind, account);
        let network = format!("{} from {}", kind.code(), client.network());
        let (per_account, per_network) = kind.limits();
        let at = b.clock.now();
        tries::take(b, &network, per_network, WINDOW_MS).await?;
        tries::take(b, &account, per_account, WINDOW_MS).await?;
        Ok(Self { account, network, at })
    }

    /// Only failures count in the end.
    pub(super) async fn give_back(&self, tx: &mut Tx) -> Result<(), DbError> {
        tries::give_back(tx, &self.network, WINDOW_MS, self.at).await?;
        tries::give_back(tx, &self.account, WINDOW_MS, self.at).await
    }
}

/// Counts a try on `account` alone, where the person is signed in already.
pub(super) async fn take_account(b: &Backend, kind: Kind, account: &str) -> Outcome<()> {
    tries::take(b, &account_scope(kind, account), kind.limits().0, WINDOW_MS).await
}

fn account_scope(kind: Kind, account: &str) -> String {
    format!("{} for {account}", kind.code())
}
