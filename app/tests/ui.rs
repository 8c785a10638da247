//! What the building blocks send to a browser without scripts.

use app::ui::*;
use domain::stamp::Stamp;
use domain::tickets::Priority;
use domain::time::Instant;
use leptos::prelude::*;

/// The HTML of a view, without the marks that hydration needs.
fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let html = owner.with(|| view().to_html());
    html.replace("<!>", "").replace("<!--hot-reload-->", "")
}

/// Asserts that `html` contains each of `parts`.
fn has(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "{part} is missing in\n{html}");
    }
}

#[test]
fn an_icon_points_into_the_sheet() {
    has(
        &html(|| view! { <Icon name="lock"/> }),
        &[r##"<use href="/icons.svg#lock">"##, r#"aria-hidden="true""#],
    );
}

#[test]
fn a_text_area_shows_its_text_and_lets_nothing_out() {
    let html = html(|| {
        view! { <TextArea id="what" label="What happens?" value="a</textarea><script>alert(1)</script> & more"/> }
    });
    has(&html, &["a&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; more</textarea>"]);
    assert!(!html.contains("<script"), "{html}");
}

#[test]
fn a_field_is_wired_to_its_hint_and_error() {
    let html = html(|| {
        view! { <TextField id="mail" label="Work email" kind="email" hint="For the code" error="Enter an email address" value="a\"b"/> }
    });
    has(
        &html,
        &[
            r#"class="field field--bad""#,
            r#"for="mail""#,
            r#"id="mail-hint""#,
            r#"id="mail-error""#,
            r#"aria-describedby="mail-hint mail-error""#,
            r#"aria-invalid="true""#,
            r#"name="mail""#,
            "value=\"a&quot;b\"",
            "required",
        ],
    );
}

#[test]
fn a_field_that_may_stay_empty_says_so() {
    let html = html(|| view! { <TextField id="phone" label="Phone" optional="optional"/> });
    has(&html, &[" (optional)"]);
    assert!(!html.contains("required") && !html.contains("aria-describedby"), "{html}");
}

#[test]
fn choices_keep_what_was_chosen() {
    let options =
        || vec![Choice::new("all", "Everything").hint("Nobody can work"), Choice::new("part", "One part")];
    let one = html(
        || view! { <Choices name="impact" legend="Impact" options=options() chosen=vec!["part".into()] cards=true/> },
    );
    has(
        &one,
        &[
            "<fieldset",
            "<legend",
            r#"id="impact" name="impact" value="all""#,
            r#"id="impact-part""#,
            "Nobody can work",
        ],
    );
    assert_eq!(one.matches("checked").count(), 1, "{one}");
    let list = html(|| view! { <SelectField id="impact" label="Impact" options=options() value="part"/> });
    has(&list, &[r#"<option value="part" selected>"#]);
}

#[test]
fn an_error_summary_leads_to_its_fields() {
    let errors = vec![("mail".to_owned(), "Enter an email address".to_owned())];
    has(
        &html(|| view! { <ErrorSummary title="There is a problem" errors/> }),
        &[r##"<a href="#mail">"##, r#"role="alert""#],
    );
    let none = html(|| view! { <ErrorSummary title="There is a problem" errors=Vec::new()/> });
    assert!(!none.contains("There is a problem"), "{none}");
}

#[test]
fn a_table_has_nothing_to_repair() {
    let columns = vec![Column::new("Name"), Column::new("Open").end(), Column::new("Actions").hidden()];
    let html = html(|| {
        view! {
            <Table caption="People" columns>
                <tr>
                    <th scope="row">"Ines"</th>
                    <td class="end">"12"</td>
                    <td></td>
                </tr>
            </Table>
        }
    });
    has(&html, &["<thead><tr><th", "<tbody><tr><th", r#"class="end""#, r#"<span class="vh">Actions"#]);
}

#[test]
fn times_are_for_machines_and_people() {
    let stamp = Stamp { at: Instant(1_773_756_000_000), text: "Today, 15:00".into() };
    has(&html(|| view! { <Time stamp/> }), &[r#"<time datetime="2026-03-17T14:00:00Z">Today, 15:00</time>"#]);
}

#[test]
fn a_badge_says_its_state_in_shape_and_words() {
    let badge = |state| Badge { state, text: "39m".into(), spoken: "at risk".into(), percent_left: 66 };
    let risk = html(|| view! { <SlaBadge badge=badge(ClockState::AtRisk) chip=true/> });
    has(&risk, &[r#"data-state="risk""#, "#triangle-alert", "<span>39m</span>", ", at risk"]);
    let ring = html(|| view! { <SlaBadge badge=badge(ClockState::OnTrack)/> });
    has(&ring, &[r#"stroke-dasharray="66 100""#]);
    assert!(!ring.contains("style="), "{ring}");
}

#[test]
fn people_and_priorities_have_their_shapes() {
    has(&html(|| view! { <Avatar name="Ines Kovar" team=true/> }), &["IK", r#"class="av av--h"#]);
    has(&html(|| view! { <Avatar name="Quillmark" size=Size::Large/> }), &["av--lg av--org", ">Q<"]);
    has(
        &html(|| view! { <PriorityIcon priority=Priority::Urgent spoken="Urgent"/> }),
        &["pri--urgent", "#pri-urgent", ">Urgent<"],
    );
}

#[test]
fn buttons_menus_and_tabs_work_without_scripts() {
    has(
        &html(|| view! { <Button look=Look::Primary icon="plus">"New"</Button> }),
        &[r#"<button type="submit""#, r#"class="btn btn--primary""#, "New"],
    );
    has(
        &html(|| view! { <Button kind="button" icon="x" label="Close"/> }),
        &["btn--icon", r#"aria-label="Close""#],
    );
    has(
        &html(|| view! { <BlockedButton id="merge" why="Select two">"Merge"</BlockedButton> }),
        &[r#"aria-disabled="true""#, r#"aria-describedby="merge-why""#],
    );
    let menu = html(|| view! { <Menu text="More"><MenuLink href="/a">"A"</MenuLink></Menu> });
    has(&menu, &[r#"<details class="menu""#, "<summary", r#"href="/a""#, "menu__i"]);
    let tabs = vec![TabLink { href: "/m".into(), label: "Mine".into(), current: true, ..TabLink::default() }];
    has(&html(|| view! { <TabLinks label="Whose" tabs/> }), &[r#"aria-current="page""#, "Mine"]);
    assert!(html(|| view! { <Pager label="Pages"/> }).trim().is_empty());
}
