//! Asking while somebody types: after a short pause, and only the answer to the last question counts.

use std::time::Duration;

use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped;

/// How long a pause in typing has to be before suggestions are asked for.
pub const TYPING: Duration = Duration::from_millis(120);
/// How long it has to be before something is asked that takes the desk a while.
pub const THINKING: Duration = Duration::from_millis(300);
/// How long it has to be before a draft is saved.
pub const RESTING: Duration = Duration::from_secs(1);

/// Between two tries to save a draft that the desk did not hear of.
pub const AGAIN: Duration = Duration::from_secs(5);

/// Makes a function that asks `question` when nobody called it again for `pause`, and passes the answer on unless it
/// was called again meanwhile.
pub fn latest<Q, A, F>(
    pause: Duration,
    question: impl Fn(Q) -> F + Clone + Send + Sync + 'static,
    answer: impl Fn(A) + Clone + Send + Sync + 'static,
) -> impl Fn(Q) + Clone + Send + Sync + 'static
where
    Q: 'static,
    A: 'static,
    F: Future<Output = A> + 'static,
{
    let turn = StoredValue::new(0_u32);
    let owner = StoredValue::new(Owner::current());
    move |asked: Q| {
        let mine = turn.get_value().wrapping_add(1);
        turn.set_value(mine);
        let (question, answer) = (question.clone(), answer.clone());
        let is_current = move || turn.try_get_value() == Some(mine);
        let ask = move || {
            spawn_local_scoped(async move {
                let answered = question(asked).await;
                if is_current() {
                    answer(answered);
                }
            });
        };
        let wait = move || {
            if is_current()
                && let Some(owner) = owner.try_get_value().flatten()
            {
                owner.with(ask);
            }
        };
        set_timeout(wait, pause);
    }
}
