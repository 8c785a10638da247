//! The servers that the desk speaks to, as the settings name them: the one that takes its mail, and the one that keeps its
//! files.

use std::path::Path;

use backend::files::{Bucket, BucketAt};
use backend::mail::{MailSettings, Sender, Smtp};
use backend::webhooks::WebhookSettings;

use crate::commands::Failed;

/// How mail is sent; what is wrong with it is said at the start, not when the first mail waits.
pub fn mail(url: Option<String>, ca: Option<&Path>, from: Option<&str>) -> Result<MailSettings, Failed> {
    let trusted = ca.map(std::fs::read).transpose();
    let trusted = trusted.map_err(|error| Failed::usage(format!("cannot read CASEWELL_SMTP_CA: {error}")))?;
    let smtp = url.map(|url| Smtp::new(&url, trusted.unwrap_or_default())).transpose();
    let smtp = smtp.map_err(|error| Failed::usage(format!("CASEWELL_SMTP_URL: {error}")))?;
    let parsed = |text: &str| {
        let bad = || Failed::usage(format!("CASEWELL_MAIL_FROM must be an address, not {text}"));
        Sender::parse(text).ok_or_else(bad)
    };
    Ok(MailSettings { smtp, from: from.map(parsed).transpose()?, ..MailSettings::default() })
}

/// Where webhooks may lead besides the public internet, and whose certificates they may have.
pub fn webhooks(private: &[String], ca: Option<&Path>) -> Result<WebhookSettings, Failed> {
    let trusted = ca.map(std::fs::read).transpose();
    let trusted =
        trusted.map_err(|error| Failed::usage(format!("cannot read CASEWELL_WEBHOOK_CA: {error}")))?;
    WebhookSettings::new(private, trusted.unwrap_or_default())
        .map_err(|error| Failed::usage(format!("CASEWELL_WEBHOOK_PRIVATE or CASEWELL_WEBHOOK_CA: {error}")))
}

/// The bucket for files, if one is named; what is wrong with it is said at the start.
pub fn bucket(ca: Option<&Path>, at: BucketAt) -> Result<Option<Bucket>, Failed> {
    if at.address.is_empty() {
        return Ok(None);
    }
    let trusted = ca.map(std::fs::read).transpose();
    let trusted = trusted.map_err(|error| Failed::usage(format!("cannot read CASEWELL_S3_CA: {error}")))?;
    let bucket = Bucket::new(&BucketAt { trusted: trusted.unwrap_or_default(), ..at });
    bucket.map(Some).map_err(|error| Failed::usage(format!("CASEWELL_FILES_URL: {error}")))
}
