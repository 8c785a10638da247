//! The colours that a mail's HTML gives to its words.

/// How far red, green and blue of a colour lie apart that one sees.
const SEEN: u8 = 0x50;
/// Colours that people choose for their answers, by name.
const NAMED: [(&str, [u8; 3]); 9] = [
    ("red", [255, 0, 0]),
    ("blue", [0, 0, 255]),
    ("green", [0, 128, 0]),
    ("purple", [128, 0, 128]),
    ("orange", [255, 165, 0]),
    ("magenta", [255, 0, 255]),
    ("maroon", [128, 0, 0]),
    ("navy", [0, 0, 128]),
    ("teal", [0, 128, 128]),
];

/// Whether the attributes set a colour that one sees: not black, not white, not grey.
pub(super) fn is_coloured(attributes: &str) -> bool {
    let lower = attributes.to_ascii_lowercase();
    let values = lower.match_indices("color").filter_map(|(at, word)| {
        let is_own =
            !lower[..at].ends_with('-') && !lower[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let value = lower[at + word.len()..].trim_start().strip_prefix([':', '='])?;
        is_own.then(|| value.trim_start_matches([' ', '"', '\'']))
    });
    values.filter_map(colour).any(|[r, g, b]| r.max(g).max(b) - r.min(g).min(b) >= SEEN)
}

/// Red, green and blue of a colour as style sheets write it.
fn colour(value: &str) -> Option<[u8; 3]> {
    if let Some(hex) = value.strip_prefix('#') {
        let digits: Vec<u8> = hex.chars().map_while(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
        return match digits[..] {
            [r, g, b] => Some([r * 17, g * 17, b * 17]),
            [r, s, g, h, b, c] => Some([r * 16 + s, g * 16 + h, b * 16 + c]),
            _ => None,
        };
    }
    if let Some(inside) = value.strip_prefix("rgb(") {
        let mut parts = inside
            .split(')')
            .next()?
            .split([',', ' '])
            .filter(|part| !part.is_empty())
            .map(|part| part.trim().parse().ok());
        return Some([parts.next()??, parts.next()??, parts.next()??]);
    }
    let name: String = value.chars().take_while(char::is_ascii_alphabetic).collect();
    NAMED.iter().find(|(own, _)| *own == name).map(|(_, parts)| *parts)
}
