//! What a file is, told from how its content begins. A name says nothing: what is shown on our own pages has to be what
//! it claims to be, and everything that could run is text or unknown here.

use super::pixels::can_be_shown;

/// How contents begin, and at which byte.
const KINDS: [(usize, &[u8], &str); 12] = [
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
];
/// Of pictures that are too large to be shown.
const UNKNOWN: &str = "application/octet-stream";
/// Bytes that are looked at: cameras put a small picture and their settings before the size.
pub(super) const HEAD: usize = 256 << 10;

/// The media type that `head`, the first [`HEAD`] bytes of a content, shows; what shows none is text or anything, and so is a
/// picture that no page should show.
pub(super) fn media_of(head: &[u8]) -> &'static str {
    let begins =
        |(at, mark, _): &&(usize, &[u8], _)| head.get(*at..).is_some_and(|rest| rest.starts_with(mark));
    match KINDS.iter().find(begins) {
        Some((.., media)) if can_be_shown(media, head, head.len() < HEAD) => media,
        Some(_) => UNKNOWN,
        None if is_text(head) => "text/plain",
        None => UNKNOWN,
    }
}

/// The last character may have been cut in the middle.
fn is_text(head: &[u8]) -> bool {
    let reads = std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true);
    reads && !head.contains(&0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_tells_what_it_is() {
        assert_eq!(media_of(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "image/png");
        assert_eq!(media_of(b"RIFF\x10\0\0\0WEBPVP8 "), "image/webp");
        assert_eq!(media_of(b"%PDF-1.7 "), "application/pdf");
        assert_eq!(media_of("grün\n".as_bytes()), "text/plain");
        assert_eq!(media_of(&"grün".as_bytes()[..3]), "text/plain");
        assert_eq!(media_of(b"a\0b"), "application/octet-stream");
        assert_eq!(media_of(b""), "text/plain");
    }

    #[test]
    fn scripts_in_disguise_never_become_pictures() {
        let scripts = [
            "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
            "<script>1</script>",
            "\u{feff}<html>",
            "GIF8<script>",
        ];
        for text in scripts {
            assert!(!domain::files::is_picture(media_of(text.as_bytes())), "{text}");
        }
    }
}
