//! Columns that stand to the right or in the middle. The writer of HTML says it by inline styles, which pages forbid; here it
//! becomes an attribute.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

/// Where the events are in a table.
#[derive(Default)]
struct Place {
    columns: Vec<Alignment>,
    column: usize,
    is_head: bool,
    is_aligned: bool,
}

/// `events` with each aligned cell written out.
pub(super) fn aligned(events: Vec<Event<'_>>) -> impl Iterator<Item = Event<'_>> {
    let mut place = Place::default();
    events.into_iter().map(move |event| place.shown(event))
}

impl Place {
    fn shown<'a>(&mut self, event: Event<'a>) -> Event<'a> {
        match event {
            Event::Start(Tag::Table(columns)) => {
                self.columns = columns;
                Event::Start(Tag::Table(Vec::new()))
            }
            Event::Start(tag @ (Tag::TableHead | Tag::TableRow)) => {
                (self.column, self.is_head) = (0, tag == Tag::TableHead);
                Event::Start(tag)
            }
            Event::Start(Tag::TableCell) => self.opened(),
            Event::End(TagEnd::TableCell) if self.is_aligned => {
                Event::InlineHtml(format!("</{}>", self.element()).into())
            }
            other => other,
        }
    }

    fn opened<'a>(&mut self) -> Event<'a> {
        let side = match self.columns.get(self.column) {
            Some(Alignment::Right) => Some("right"),
            Some(Alignment::Center) => Some("center"),
            _ => None,
        };
        self.column += 1;
        self.is_aligned = side.is_some();
        let Some(side) = side else { return Event::Start(Tag::TableCell) };
        Event::InlineHtml(format!("<{} align=\"{side}\">", self.element()).into())
    }

    fn element(&self) -> &'static str {
        if self.is_head { "th" } else { "td" }
    }
}
