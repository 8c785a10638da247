//! Embeds the site folder: turns every file in it into a row of a sorted table that
//! `src/assets.rs` includes.
//!
//! The folder is `CASEWELL_SITE`, or what `scripts/site.mjs` leaves for this kind of build. Without
//! one the server still compiles, and serves its pages bare.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let site = site_folder()?;
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=CASEWELL_SITE");
    println!("cargo::rerun-if-changed={}", site.display());

    let mut files = BTreeMap::new();
    collect(&site, "", &mut files)?;
    let out = Path::new(&env::var("OUT_DIR")?).join("site.rs");
    fs::write(out, table(&files)?)?;
    Ok(())
}

/// Made when missing, since cargo takes a watched path that is not there for one that always changed.
fn site_folder() -> Result<PathBuf, Box<dyn Error>> {
    let folder = match env::var("CASEWELL_SITE") {
        Ok(named) => PathBuf::from(named),
        Err(_) => {
            let kind = if env::var("PROFILE")? == "release" { "release" } else { "dev" };
            let made = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join(format!("../target/site-{kind}"));
            fs::create_dir_all(&made)?;
            made
        }
    };
    Ok(folder.canonicalize()?)
}

/// Every file below `folder` under its address (`/pkg/…`), the build's own notes left out.
fn collect(
    folder: &Path,
    address: &str,
    files: &mut BTreeMap<String, PathBuf>,
) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let address = format!("{address}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &address, files)?;
        } else if address != "/manifest.json" {
            files.insert(address, entry.path());
        }
    }
    Ok(())
}

fn table(files: &BTreeMap<String, PathBuf>) -> Result<String, Box<dyn Error>> {
    let mut rows = String::from("&[\n");
    for (address, path) in files.iter().filter(|(address, _)| !address.ends_with(".br")) {
        let brotli = match files.get(&format!("{address}.br")) {
            Some(packed) => format!("Some(include_bytes!({packed:?}))"),
            None => "None".to_owned(),
        };
        let (logical, hashed) = logical_name(address);
        writeln!(
            rows,
            "    Asset {{ address: {address:?}, logical: {logical:?}, bytes: include_bytes!({path:?}), \
             brotli: {brotli}, content_type: {:?}, hashed: {hashed}, etag: {:?} }},",
            content_type(address),
            etag(&fs::read(path)?),
        )?;
    }
    rows.push_str("]\n");
    Ok(rows)
}

/// `/pkg/portal.0123456789abcdef.js` is `/pkg/portal.js`, and never changes.
fn logical_name(address: &str) -> (String, bool) {
    let parts: Vec<&str> = address.split('.').collect();
    match parts.as_slice() {
        [name @ .., hash, ext] if !name.is_empty() && is_hash(hash) => {
            (format!("{}.{ext}", name.join(".")), true)
        }
        _ => (address.to_owned(), false),
    }
}

fn is_hash(part: &str) -> bool {
    part.len() == 16 && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// Weak: the packed and the plain form of one file are the same file.
fn etag(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    format!("W/\"{:016x}\"", hasher.finish())
}

fn content_type(address: &str) -> &'static str {
    match address.rsplit('.').next().unwrap_or_default() {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
