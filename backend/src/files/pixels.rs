//! How large a picture is drawn, read from how its content begins: few bytes can ask a browser for gigabytes.

/// Pixels that are shown on our pages: a browser needs four bytes for each, 160 MB for these.
const MOST: u64 = 40_000_000;

/// Whether the picture of this media type that begins with `head` may be shown. `is_whole`: nothing comes after `head`.
/// What does not say its size where it has to cannot be drawn either.
pub(super) fn can_be_shown(media: &str, head: &[u8], is_whole: bool) -> bool {
    let size = match media {
        "image/png" => png(head),
        "image/gif" => gif(head),
        "image/webp" => webp(head),
        "image/jpeg" => jpeg(head),
        _ => return true,
    };
    size.map_or(is_whole || media != "image/jpeg", |(width, height)| width * height <= MOST)
}

type Size = Option<(u64, u64)>;

/// `N` bytes from `at` on.
fn bytes<const N: usize>(head: &[u8], at: usize) -> Option<[u8; N]> {
    head.get(at..at + N)?.try_into().ok()
}

fn png(head: &[u8]) -> Size {
    let number = |at| bytes(head, at).map(|four| u64::from(u32::from_be_bytes(four)));
    number(16).zip(number(20))
}

fn gif(head: &[u8]) -> Size {
    little(head, 6).zip(little(head, 8))
}

fn little(head: &[u8], at: usize) -> Option<u64> {
    bytes(head, at).map(|two| u64::from(u16::from_le_bytes(two)))
}

fn webp(head: &[u8]) -> Size {
    match &bytes::<4>(head, 12)? {
        b"VP8X" => {
            let number =
                |at| bytes(head, at).map(|[a, b, c]| u64::from(u32::from_le_bytes([a, b, c, 0])) + 1);
            number(24).zip(number(27))
        }
        b"VP8L" => {
            let bits = u64::from(u32::from_le_bytes(bytes(head, 21)?));
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8 " => Some((little(head, 26)? & 0x3fff, little(head, 28)? & 0x3fff)),
        _ => None,
    }
}

/// The first frame's: behind segments that each say how long they are.
fn jpeg(head: &[u8]) -> Size {
    let mut at = 2;
    loop {
        let [mark, kind] = bytes(head, at)?;
        if mark != 0xff {
            return None;
        }
        let number = |from| bytes(head, from).map(|two| u64::from(u16::from_be_bytes(two)));
        match kind {
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            0xc4 | 0xc8 | 0xcc => at += 2 + usize::try_from(number(at + 2)?).ok()?,
            0xc0..=0xcf => return Some((number(at + 7)?, number(at + 5)?)),
            _ => at += 2 + usize::try_from(number(at + 2)?).ok()?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png_of(width: u32, height: u32) -> Vec<u8> {
        let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
        [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", size.as_slice(), &[8, 6, 0, 0, 0]].concat()
    }

    fn jpeg_of(width: u16, height: u16, before: usize) -> Vec<u8> {
        let mut jpeg = b"\xff\xd8".to_vec();
        for _ in 0..before {
            jpeg.extend(b"\xff\xe1\xff\xfe");
            jpeg.resize(jpeg.len() + 0xfffc, 0);
        }
        jpeg.extend(b"\xff\xc2\0\x11\x08");
        jpeg.extend([height.to_be_bytes(), width.to_be_bytes()].concat());
        jpeg
    }

    #[test]
    fn each_kind_says_how_large_it_is() {
        assert_eq!(png(&png_of(12_000, 6_000)), Some((12_000, 6_000)));
        assert_eq!(gif(b"GIF89a\x10\x27\x02\x00"), Some((10_000, 2)));
        assert_eq!(jpeg(&jpeg_of(8_000, 600, 2)), Some((8_000, 600)));
        let vp8x = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xdf\x2e\0\x6f\x17\0";
        assert_eq!(webp(vp8x), Some((12_000, 6_000)));
        assert_eq!(webp(b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\xff\xff\xff\x0f"), Some((16_384, 16_384)));
        assert_eq!(webp(b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x40\x01\xf0\0"), Some((320, 240)));
    }

    #[test]
    fn what_would_fill_a_browsers_memory_is_not_shown() {
        assert!(can_be_shown("image/png", &png_of(6_000, 4_000), false));
        assert!(!can_be_shown("image/png", &png_of(12_000, 6_000), false));
        assert!(!can_be_shown("image/png", &png_of(u32::MAX, u32::MAX), false));
        let hidden = jpeg_of(60_000, 60_000, 8);
        assert!(!can_be_shown("image/jpeg", &hidden[..256 << 10], false), "its size lies too far behind");
        assert!(can_be_shown("image/jpeg", b"\xff\xd8\xff", true), "nothing that could be drawn");
        assert!(can_be_shown("application/pdf", b"%PDF-", false));
    }
}
