//! The address of an article: words of its title, nobody else's, and for ever its own once it was read.

use domain::error::{Checks, Problem};

use super::markdown;
use crate::db::{Tx, q};
use crate::{Failure, Outcome};

const SLUG_TAKEN: &str = "SELECT id FROM articles WHERE slug = $1
  UNION ALL SELECT article_id FROM article_slugs WHERE slug = $1 LIMIT 1";
/// Longest address made of a title, in bytes.
const MAX_SLUG: usize = 80;
/// How many articles may share the words of an address.
const SAME_SLUG: u32 = 1_000;

/// `chosen`, unless another article has or had it: who typed an address means that one.
pub(super) async fn chosen_slug(tx: &mut Tx, chosen: String, id: &str) -> Outcome<String> {
    let owner: Option<String> = q(SLUG_TAKEN).bind(&chosen).opt(tx).await?;
    let mut checks = Checks::default();
    checks.ensure(owner.is_none_or(|owner| owner == id), "slug", Problem::Taken);
    checks.finish()?;
    Ok(chosen)
}

/// `wished`, or with the first number that makes it nobody else's.
pub(super) async fn free_slug(tx: &mut Tx, wished: &str, id: &str) -> Outcome<String> {
    for n in 1..=SAME_SLUG {
        let slug = if n == 1 { wished.to_owned() } else { format!("{wished}-{n}") };
        let owner: Option<String> = q(SLUG_TAKEN).bind(&slug).opt(tx).await?;
        if owner.is_none_or(|owner| owner == id) {
            return Ok(slug);
        }
    }
    Err(Failure::broken(format!("more than {SAME_SLUG} articles want the address {wished}")))
}

/// Words for an address: lower case, digits and letters, joined by single hyphens; never empty.
pub(crate) fn slug_of(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !matches!(c, '\'' | '’') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = markdown::cut(&slug, MAX_SLUG).trim_matches('-');
    if slug.is_empty() { "article".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::slug_of;

    #[test]
    fn an_address_is_words_and_hyphens() {
        assert_eq!(slug_of("What’s new in 7.4 – and why?"), "whats-new-in-7-4-and-why");
        assert_eq!(slug_of("  ??? "), "article");
        assert_eq!(slug_of("Über Etiketten"), "über-etiketten");
        assert!(slug_of(&"long ".repeat(100)).len() <= 80);
    }
}
