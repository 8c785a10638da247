//! What an entry carries beside its words: the mail that it came by, and files.

use super::entry::Body;
use crate::files::Attachment;
use crate::mail::Came;

impl Body {
    /// How it came by mail, if it did.
    #[must_use]
    pub fn mail(&self) -> Option<&Came> {
        match self {
            Self::Created { mail, .. } | Self::Message { mail, .. } | Self::Note { mail, .. } => {
                mail.as_deref()
            }
            Self::Mailed { mail, .. } => Some(mail),
            _ => None,
        }
    }

    /// The same, with how it came by mail.
    #[must_use]
    pub fn by_mail(mut self, came: &Came) -> Self {
        match &mut self {
            Self::Created { mail, .. } | Self::Message { mail, .. } | Self::Note { mail, .. } => {
                *mail = Some(Box::new(came.clone()));
            }
            _ => {}
        }
        self
    }

    /// The files of what can carry some; `None` for everything else.
    #[must_use]
    pub fn files(&self) -> Option<&[Attachment]> {
        match self {
            Self::Created { files, .. }
            | Self::Message { files, .. }
            | Self::Answers { files, .. }
            | Self::Mailed { files, .. }
            | Self::Note { files, .. } => Some(files),
            _ => None,
        }
    }

    /// The same, to be filled.
    pub fn files_mut(&mut self) -> Option<&mut Vec<Attachment>> {
        match self {
            Self::Created { files, .. }
            | Self::Message { files, .. }
            | Self::Answers { files, .. }
            | Self::Mailed { files, .. }
            | Self::Note { files, .. } => Some(files),
            _ => None,
        }
    }
}
