//! Where a request comes from: the connection's address, or what a trusted proxy says.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use backend::people::Client;

/// Addresses whose `X-Forwarded-For` is believed.
pub type Proxies = Arc<[IpAddr]>;

/// Puts the [`Client`] into the request.
pub async fn known(State(proxies): State<Proxies>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let address = address(peer, request.headers(), &proxies).map(|ip| ip.to_string()).unwrap_or_default();
    let agent = request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let agent = agent.unwrap_or_default().to_owned();
    request.extensions_mut().insert(Client { agent, address });
    next.run(request).await
}

/// The first address, seen from here, that is no proxy of ours. What stands left of it anybody could have written.
fn address(peer: Option<IpAddr>, headers: &HeaderMap, proxies: &[IpAddr]) -> Option<IpAddr> {
    let trusted = |ip: &IpAddr| proxies.contains(&ip.to_canonical());
    let mut last = peer?.to_canonical();
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let said: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    for hop in said.iter().rev() {
        if !trusted(&last) {
            break;
        }
        let Ok(hop) = hop.parse::<IpAddr>() else { break };
        last = hop.to_canonical();
    }
    Some(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn seen(peer: &str, forwarded: &'static str, proxies: &[&str]) -> String {
        let proxies: Vec<IpAddr> = proxies.iter().map(|ip| ip.parse().unwrap()).collect();
        let headers =
            HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), HeaderValue::from_static(forwarded))]);
        address(peer.parse().ok(), &headers, &proxies).unwrap().to_string()
    }

    #[test]
    fn strangers_cannot_say_who_they_are() {
        assert_eq!(seen("192.0.2.1", "198.51.100.7", &[]), "192.0.2.1");
        assert_eq!(seen("192.0.2.1", "198.51.100.7", &["192.0.2.9"]), "192.0.2.1");
    }

    #[test]
    fn trusted_proxies_are_believed_one_after_the_other() {
        assert_eq!(seen("192.0.2.1", "198.51.100.7", &["192.0.2.1"]), "198.51.100.7");
        let two = ["192.0.2.1", "192.0.2.2"];
        assert_eq!(seen("192.0.2.1", "203.0.113.5, 198.51.100.7, 192.0.2.2", &two), "198.51.100.7");
        assert_eq!(seen("192.0.2.1", "nonsense", &two), "192.0.2.1");
        assert_eq!(seen("::ffff:192.0.2.1", "198.51.100.7", &two), "198.51.100.7");
    }
}
