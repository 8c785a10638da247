//! Which policy a new ticket gets, and why.

use crate::tickets::entry::PolicyReason;
use crate::time::Instant;

/// What the choice looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    pub ticket_type: &'a str,
    pub product: Option<&'a str>,
    pub at: Instant,
}

/// A contract of the ticket's organisation, as far as the choice needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContractTerms {
    pub id: String,
    /// What people call it; the reason says so for good.
    pub name: String,
    pub policy: String,
    pub starts: Instant,
    /// The last covered instant lies before it.
    pub ends: Option<Instant>,
    /// Empty: all types.
    pub types: Vec<String>,
    /// Empty: all products.
    pub products: Vec<String>,
    /// The policy after its end; without one the tier's or the default policy follows.
    pub fallback: Option<String>,
}

/// The policy's id; the caller takes its newest version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub policy: String,
    pub reason: PolicyReason,
}

/// Active contract that covers type and product, else the tier's policy, else `default`. An expired contract is
/// told in the reason, so that the agent hears about it.
#[must_use]
pub fn choose_policy(
    asked: &Asked<'_>,
    contracts: &[ContractTerms],
    tier: Option<(&str, &str)>,
    default: &str,
) -> Choice {
    let covering = || contracts.iter().filter(|contract| contract.covers(asked));
    if let Some(active) = covering().filter(|c| c.is_active(asked.at)).max_by_key(|c| c.rank()) {
        let reason = PolicyReason::Contract { contract: active.name.clone(), ends: active.ends };
        return Choice { policy: active.policy.clone(), reason };
    }
    let without = match tier {
        Some((tier, policy)) => {
            Choice { policy: policy.into(), reason: PolicyReason::Tier { tier: tier.into() } }
        }
        None => Choice { policy: default.into(), reason: PolicyReason::Default },
    };
    let expired = covering().filter_map(|c| Some((c.ends.filter(|ends| *ends <= asked.at)?, c)));
    match expired.max_by_key(|(ends, contract)| (*ends, contract.rank())) {
        Some((ended, contract)) => Choice {
            policy: contract.fallback.clone().unwrap_or(without.policy),
            reason: PolicyReason::ContractExpired { contract: contract.name.clone(), ended },
        },
        None => without,
    }
}

impl ContractTerms {
    fn covers(&self, asked: &Asked<'_>) -> bool {
        let product = || asked.product.is_some_and(|product| self.products.iter().any(|own| own == product));
        (self.types.is_empty() || self.types.iter().any(|own| own == asked.ticket_type))
            && (self.products.is_empty() || product())
    }

    fn is_active(&self, at: Instant) -> bool {
        self.starts <= at && self.ends.is_none_or(|ends| at < ends)
    }

    /// The narrower contract wins, then the newer one; the id settles the rest.
    fn rank(&self) -> (usize, Instant, &str) {
        let narrow = usize::from(!self.types.is_empty()) + usize::from(!self.products.is_empty());
        (narrow, self.starts, &self.id)
    }
}
