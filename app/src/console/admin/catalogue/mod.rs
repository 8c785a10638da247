//! What requests can be about: products with their topics, and how much something presses. Sibling:
//! `domain::intake::catalogue`.

mod impacts;
mod product;
mod topic;

use domain::access::Action;
use domain::intake::Product;
use domain::intake::catalogue::CataloguePage;
use domain::words::console;
use leptos::prelude::*;

use self::impacts::{Impacts, ImpactsForm};
use self::product::{ProductForm, Products};
use self::topic::TopicForm;
use super::super::parts::{Loaded, loaded, region};
use super::{Section, SectionHead};
use crate::api::catalogue::load_catalogue;
use crate::console::address::use_query;
use crate::me::use_me;
use crate::portal::address::with_query;

/// Stands for a product or topic that is not there yet.
const NEW: &str = "new";
/// The form of the impacts, in `?show=`.
const IMPACTS: &str = "impacts";

#[component]
pub fn Catalogue() -> impl IntoView {
    let w = console::catalogue(use_me().lang);
    let page = loaded(|| (), |()| load_catalogue());
    let (product, topic, show) = (use_query("product"), use_query("topic"), use_query("show"));
    let contents = move |data: CataloguePage| {
        let shown = Shown {
            data: StoredValue::new(data),
            page,
            may_edit: use_me().viewer().may(Action::EditPolicies),
        };
        move || {
            match (show.get().as_str(), product.get(), topic.get()) {
            (IMPACTS, ..) if shown.may_edit => view! { <ImpactsForm shown/> }.into_any(),
            (_, id, _) if id.is_empty() || !shown.may_edit => {
                view! { <div class="ed__b ed__b--one"><div class="ed__m"><Products shown/><Impacts shown/></div></div> }
                    .into_any()
            }
            (_, id, topic) => match (shown.product(&id), topic.is_empty()) {
                (Some(product), false) => view! { <TopicForm shown product id=topic/> }.into_any(),
                (product, _) => view! { <ProductForm shown product/> }.into_any(),
            },
        }
        }
    };
    view! {
        <SectionHead section=Section::Catalogue hint=w.hint/>
        {region(page, move |data| view! { {contents(data)} }.into_any())}
    }
}

/// The page as it was read last.
#[derive(Clone, Copy)]
struct Shown {
    data: StoredValue<CataloguePage>,
    page: Loaded<CataloguePage>,
    may_edit: bool,
}

impl Shown {
    fn product(self, id: &str) -> Option<Product> {
        self.data.with_value(|data| data.product(id).cloned())
    }
}

fn product_address(id: &str) -> String {
    with_query(&Section::Catalogue.address(), &[("product", id)])
}

fn topic_address(product: &str, id: &str) -> String {
    with_query(&Section::Catalogue.address(), &[("product", product), ("topic", id)])
}

/// Whether it is offered, in a word.
fn state(retired: bool) -> &'static str {
    let w = console::catalogue(use_me().lang);
    if retired { w.retired } else { w.offered }
}
