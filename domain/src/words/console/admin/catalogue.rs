//! Products, topics and impacts: their lists and forms.

use super::super::super::{Lang, count, words};

words! {
    CatalogueWords, catalogue {
        title: "Products and topics",
        hint: "What requests can be about. Customers choose a product and a topic before they describe the matter; the topic says which type of ticket it becomes.",
        products: "Products",
        none: "No products yet",
        none_hint: "Requests go without one. Add a product when customers have to say which of several things they mean.",
        add: "Add product",
        name: "Name",
        topics: "Topics",
        topics_one: "{n} topic",
        topics_many: "{n} topics",
        versions: "Versions",
        state: "State",
        offered: "Offered",
        retired: "Retired",
        back: "All products",
        new_title: "New product",
        blurb: "In a line",
        blurb_hint: "Customers read it below the name.",
        icon: "Picture",
        icon_box: "Box",
        icon_printer: "Printer",
        icon_warehouse: "Warehouse",
        icon_scan: "Barcode",
        icon_cable: "Cable",
        icon_globe: "Globe",
        icon_phone: "Telephone",
        icon_mail: "Letter",
        icon_monitor: "Screen",
        icon_wrench: "Wrench",
        icon_layers: "Layers",
        versions_hint: "One a line, in the order in which they are offered. Questions can ask for one.",
        place: "Stands",
        first: "First",
        after: "After {name}",
        retire: "Retired: nobody can choose it any more. What was asked about it stays",
        save: "Save product",
        saved: "{name} is saved.",
        conflict: "Somebody else changed this meanwhile. What you typed is still here; taking theirs drops it.",
        theirs: "Take theirs",
        no_topics: "No topics yet",
        no_topics_hint: "Requests about this product go without one, and become tickets of the first type.",
        add_topic: "Add topic",
        new_topic: "New topic",
        back_to: "Back to {name}",
        topic_hint: "In a line",
        ticket_type: "Ticket type",
        choose: "Choose",
        no_types: "A topic needs a ticket type, and there is none yet.",
        to_types: "Add a ticket type",
        save_topic: "Save topic",
        impacts: "How much it presses",
        impacts_hint: "Customers choose one of these with every request. It gives the ticket its priority.",
        change_impacts: "Change",
        label: "In the customer’s words",
        impact_hint: "Explained in a line",
        priority: "Priority",
        impact: "Choice {n}",
        clear_hint: "A choice without words is left out.",
        save_impacts: "Save choices",
        impacts_saved: "The choices are saved.",
    }
}

/// "3 topics".
#[must_use]
pub fn topics_count(lang: Lang, n: usize) -> String {
    let w = catalogue(lang);
    count(n as u64, w.topics_one, w.topics_many)
}

/// What a picture shows.
#[must_use]
pub fn icon_name(lang: Lang, icon: &str) -> &'static str {
    let w = catalogue(lang);
    match icon {
        "printer" => w.icon_printer,
        "warehouse" => w.icon_warehouse,
        "scan-barcode" => w.icon_scan,
        "cable" => w.icon_cable,
        "globe" => w.icon_globe,
        "smartphone" => w.icon_phone,
        "mail" => w.icon_mail,
        "monitor" => w.icon_monitor,
        "wrench" => w.icon_wrench,
        "layers" => w.icon_layers,
        _ => w.icon_box,
    }
}
