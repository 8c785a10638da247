//! One call over HTTP: to nobody whom [`Bounds`] keeps out, without following anybody elsewhere, and with an end.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::promises::Trouble;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};
use url::{Host, Url};

use super::letter::Letter;
use super::{Bounds, WebhookSettings};
use crate::{Backend, Failure, Outcome};

/// The longest wait for a connection, and for the whole call.
const CONNECT: Duration = Duration::from_secs(5);
pub(super) const WHOLE: Duration = Duration::from_secs(10);

/// What makes calls. Cheap to clone.
#[derive(Clone)]
pub(super) struct Line {
    bounds: Bounds,
    secured: Client,
    /// Reaches listed addresses alone.
    plain: Client,
}

impl Line {
    /// # Errors
    /// When the settings' certificates cannot be used.
    pub(super) fn new(settings: &WebhookSettings) -> Outcome<Self> {
        let bounds = Bounds::new(settings.private.clone());
        let tls = crate::tls::client(&settings.trusted).map_err(Failure::broken)?;
        let client = |names: Names, begun: ClientBuilder| {
            let begun =
                begun.dns_resolver(Arc::new(names)).no_proxy().redirect(Policy::none()).referer(false);
            let begun = begun.connect_timeout(CONNECT).timeout(WHOLE).user_agent("Casewell");
            begun
                .tls_backend_preconfigured(tls.clone())
                .build()
                .map_err(|error| Failure::broken(error.to_string()))
        };
        let names = |listed_only| Names { bounds: bounds.clone(), listed_only };
        let secured = client(names(false), Client::builder().https_only(true))?;
        let plain = client(names(true), Client::builder())?;
        Ok(Self { bounds, secured, plain })
    }

    /// Makes a call: done when it is answered with success. What else the answer says is not read.
    ///
    /// # Errors
    /// Within: why it was not taken. Without: the desk's own faults.
    pub(super) async fn call(
        &self,
        b: &Backend,
        address: &str,
        secret: &str,
        letter: &Letter,
    ) -> Outcome<Result<(), Trouble>> {
        let headers = letter.headers(secret, b.clock.now())?;
        let Some(url) = destination(address, &self.bounds) else { return Ok(Err(Trouble::OutOfBounds)) };
        let client = if url.scheme() == "http" { &self.plain } else { &self.secured };
        let mut request =
            client.post(url).header("content-type", "application/json").body(letter.body.clone());
        for (name, value) in headers {
            request = request.header(name, value);
        }
        Ok(match request.send().await {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => Err(Trouble::Refused(answer.status().as_u16())),
            Err(error) if is_out_of_bounds(&error) => Err(Trouble::OutOfBounds),
            Err(error) => {
                tracing::info!(error = %causes(&error), "a webhook does not answer");
                Err(Trouble::Unanswered)
            }
        })
    }
}

/// The address to call, unless it says itself that it lies out of bounds; a name is asked about when it is looked up.
pub(super) fn destination(address: &str, bounds: &Bounds) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    let ip = match url.host()? {
        Host::Domain(_) => return Some(url),
        Host::Ipv4(ip) => ip.into(),
        Host::Ipv6(ip) => ip.into(),
    };
    let is_allowed = if url.scheme() == "http" { bounds.lists(ip) } else { bounds.allows(ip) };
    is_allowed.then_some(url)
}

/// Looks names up, and knows only those of their addresses that may be called.
struct Names {
    bounds: Bounds,
    listed_only: bool,
}

#[derive(Debug)]
struct OutOfBounds;

impl fmt::Display for OutOfBounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no address of this name may be called")
    }
}

impl std::error::Error for OutOfBounds {}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let (bounds, listed_only) = (self.bounds.clone(), self.listed_only);
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let is_allowed =
                |at: &SocketAddr| if listed_only { bounds.lists(at.ip()) } else { bounds.allows(at.ip()) };
            let allowed: Vec<SocketAddr> = found.filter(is_allowed).collect();
            if allowed.is_empty() {
                return Err(OutOfBounds.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

fn chain<'e>(error: &'e reqwest::Error) -> impl Iterator<Item = &'e (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error as &(dyn std::error::Error + 'static)), |error| error.source())
}

fn is_out_of_bounds(error: &reqwest::Error) -> bool {
    chain(error).any(|cause| cause.is::<OutOfBounds>())
}

/// What is wrong, without the address: it may hold a secret.
fn causes(error: &reqwest::Error) -> String {
    chain(error).skip(1).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
