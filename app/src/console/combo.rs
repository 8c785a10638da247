//! What a combobox offers, and how far the arrows have come in it.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// The options under a field. Cheap to copy into handlers.
pub struct Combo<T: Send + Sync + 'static> {
    pub items: RwSignal<Vec<T>>,
    pub active: RwSignal<Option<usize>>,
    pub open: RwSignal<bool>,
}

impl<T: Send + Sync + 'static> Clone for Combo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Combo<T> {}

impl<T: Clone + Send + Sync + 'static> Combo<T> {
    #[must_use]
    pub fn new() -> Self {
        Self { items: RwSignal::new(Vec::new()), active: RwSignal::new(None), open: RwSignal::new(false) }
    }

    /// Offers `items`; nothing is chosen yet.
    pub fn show(self, items: Vec<T>) {
        self.active.set(None);
        self.items.set(items);
        self.open.set(true);
    }

    pub fn close(self) {
        self.open.set(false);
        self.active.set(None);
    }

    /// The option that Enter would take.
    pub fn chosen(self) -> Option<T> {
        let active = self.active.get_untracked().filter(|_| self.open.get_untracked())?;
        self.items.with_untracked(|items| items.get(active).cloned())
    }

    /// Moves with the arrows, takes with Enter. Whether the key belonged to the list.
    pub fn key(self, event: &KeyboardEvent, take: impl Fn(T)) -> bool {
        let count = self.items.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => self.active.update(|active| *active = moved(*active, count, true)),
            "ArrowUp" => self.active.update(|active| *active = moved(*active, count, false)),
            "Enter" => match self.chosen() {
                Some(item) => take(item),
                None => return false,
            },
            _ => return false,
        }
        event.prevent_default();
        true
    }

    /// For `aria-expanded` and `aria-selected`.
    #[must_use]
    pub fn is_active(self, at: usize) -> bool {
        self.active.get() == Some(at)
    }
}

/// The option after or before `active` among `count`, round the ends.
fn moved(active: Option<usize>, count: usize, forward: bool) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match (active, forward) {
        (None, true) => 0,
        (None, false) => last,
        (Some(at), true) => {
            if at >= last {
                0
            } else {
                at + 1
            }
        }
        (Some(at), false) => at.checked_sub(1).unwrap_or(last),
    })
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn arrows_go_round() {
        assert_eq!(moved(None, 3, true), Some(0));
        assert_eq!(moved(None, 3, false), Some(2));
        assert_eq!(moved(Some(2), 3, true), Some(0));
        assert_eq!(moved(Some(0), 3, false), Some(2));
        assert_eq!(moved(None, 0, true), None);
    }
}
