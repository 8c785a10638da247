//! The five kinds of value that travel to either database, each with a typed NULL.

use sqlx::error::BoxDynError;
use sqlx::{Arguments, Encode, Type};

/// One bound argument. A missing value keeps its type, since PostgreSQL wants to know it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    I64(Option<i64>),
    F64(Option<f64>),
    Text(Option<String>),
    Bool(Option<bool>),
    Blob(Option<Vec<u8>>),
}

macro_rules! values {
    ($($from:ty => $kind:ident),* $(,)?) => { $(
        impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::$kind(Some(value.into()))
            }
        }
        impl From<Option<$from>> for Value {
            fn from(value: Option<$from>) -> Self {
                Self::$kind(value.map(Into::into))
            }
        }
    )* };
}

values! {
    i64 => I64, i32 => I64, u32 => I64, f64 => F64, bool => Bool,
    String => Text, &String => Text, &str => Text, Vec<u8> => Blob, &[u8] => Blob,
}

impl From<&Option<String>> for Value {
    fn from(value: &Option<String>) -> Self {
        Self::Text(value.clone())
    }
}

/// The values as the arguments of one driver.
pub(super) fn arguments<A: Arguments>(values: Vec<Value>) -> Result<A, BoxDynError>
where
    Option<i64>: Encode<'static, A::Database> + Type<A::Database>,
    Option<f64>: Encode<'static, A::Database> + Type<A::Database>,
    Option<String>: Encode<'static, A::Database> + Type<A::Database>,
    Option<bool>: Encode<'static, A::Database> + Type<A::Database>,
    Option<Vec<u8>>: Encode<'static, A::Database> + Type<A::Database>,
{
    let mut arguments = A::default();
    for value in values {
        match value {
            Value::I64(value) => arguments.add(value),
            Value::F64(value) => arguments.add(value),
            Value::Text(value) => arguments.add(value.map(without_nul)),
            Value::Bool(value) => arguments.add(value),
            Value::Blob(value) => arguments.add(value),
        }?;
    }
    Ok(arguments)
}

/// PostgreSQL takes no NUL in a text, SQLite does. So neither gets one: it becomes the character that Unicode has for
/// what cannot be shown, and a look-up for it finds nothing, on both.
fn without_nul(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{FFFD}") } else { text }
}
