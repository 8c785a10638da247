//! Customers: the list of organisations and the page of one.

use super::super::words;

words! {
    Customers, customers {
        title: "Customers",
        find: "Find an organisation",
        find_go: "Find",
        table: "Organisations",
        name: "Organisation",
        tier: "Tier",
        city: "Place",
        contract: "Contract",
        contacts: "Contacts",
        open: "Open tickets",
        no_contract: "None",
        contract_ended: "{name}, ended",
        contract_until: "{name}, until {at}",
        next: "More",
        first: "Back to the start",
        pages: "Pages of the list",
        none: "No organisation fits “{q}”",
        none_at_all: "No organisations yet",
        none_at_all_hint: "They come from a file, with their people: casewell import contacts. What stands in it is told in docs/IMPORT.md.",
        none_hint: "Search by the beginning of the name, or clear the search to see all.",
        all: "See all",

        account_manager: "Account manager",
        no_account_manager: "Nobody",
        tickets: "Tickets",
        tickets_none: "No tickets yet",
        subject: "Subject",
        status: "Status",
        promise: "Promise",
        contacts_none: "No contacts yet",
        person: "Name",
        email: "Email",
        products: "Products",
        products_none: "No products are registered for them.",
        product_version: "Version {version}",
        ended_hint: "New tickets get the standard times until the contract is renewed.",
    }
}
