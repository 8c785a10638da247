//! Files that go with what people write.

use super::{Lang, fill, words};
use crate::files::{MAX_FILE_BYTES, MAX_FILES};

words! {
    Files, files {
        title: "Files",
        label: "Photos, screenshots or logs",
        add: "Add files",
        hint: "Up to {most} files of {max} MB each.",
        paste_hint: "A screenshot can be pasted.",
        in_text: "Pictures and files go into the text, where the cursor stands.",
        remove: "Take out {name}",
        sending: "Sending {name}",
        waits: "No connection. It goes on by itself.",
        arrived: "{name} is attached.",
        on_the_way: "Files are still on their way. Send it once they are attached.",
        open: "Open {name}",
        start: "First lines",
        start_of: "of {name}",
        no_start: "The first lines can’t be shown right now.",
        bytes: "{n} bytes",
        kilobytes: "{n} kB",
        megabytes: "{n} MB",
    }
    de {
        title: "Dateien",
        label: "Fotos, Bildschirmfotos oder Protokolle",
        add: "Dateien anhängen",
        sending: "{name} wird gesendet",
        arrived: "{name} ist angehängt.",
    }
}

/// What can be sent.
#[must_use]
pub fn hint(lang: Lang) -> String {
    let (most, max) = (MAX_FILES.to_string(), (MAX_FILE_BYTES >> 20).to_string());
    fill(files(lang).hint, &[("most", &most), ("max", &max)])
}

/// A size as people say it: `980 bytes`, `12 kB`, `3.4 MB`.
#[must_use]
pub fn size(lang: Lang, bytes: u64) -> String {
    let w = files(lang);
    let (pattern, n) = match bytes {
        0..1_000 => (w.bytes, bytes.to_string()),
        1_000..1_000_000 => (w.kilobytes, (bytes / 1_000).to_string()),
        _ => (w.megabytes, format!("{}.{}", bytes / 1_000_000, bytes / 100_000 % 10)),
    };
    fill(pattern, &[("n", &n)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_as_people_say_them() {
        let said = |bytes| size(Lang::En, bytes);
        assert_eq!([said(980), said(12_345), said(3_449_000)], ["980 bytes", "12 kB", "3.4 MB"]);
    }
}
