//! What stands under the replies of each team.

use domain::words::outgoing_pages::signatures_page;
use leptos::prelude::*;

use super::super::parts::{loaded, region};
use super::super::signature::SignatureForm;
use super::{Section, SectionHead};
use crate::api::outgoing::team_signatures;
use crate::me::use_me;
use crate::ui::EmptyState;

#[component]
pub fn Signatures() -> impl IntoView {
    let w = signatures_page(use_me().lang);
    let teams = loaded(|| (), |()| team_signatures());
    view! {
        <SectionHead section=Section::Signatures hint=w.hint/>
        {region(teams, |teams| view! { <Teams teams/> }.into_any())}
    }
}

#[component]
fn Teams(teams: Vec<(String, String)>) -> impl IntoView {
    let w = signatures_page(use_me().lang);
    if teams.is_empty() {
        return view! { <EmptyState icon="users-round" title=w.none text=w.none_hint/> }.into_any();
    }
    let team = |(at, (team, body)): (usize, (String, String))| {
        let (heading, labelled) = (format!("team-{at}"), format!("team-{at}"));
        view! {
            <section class="set" aria-labelledby=labelled>
                <h2 id=heading>{team.clone()}</h2>
                <SignatureForm id=format!("signature-{at}") team body/>
            </section>
        }
    };
    let teams = teams.into_iter().enumerate().map(team).collect_view();
    view! { <div class="ed__b ed__b--one"><div class="ed__m">{teams}</div></div> }.into_any()
}
