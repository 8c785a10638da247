//! What a sentence means, as a point: texts that mean alike lie near each other, whatever words they use. Runs one
//! model, all-MiniLM-L6-v2, from the two files it is published as. It knows English. Without a word about desks.

mod bert;
mod tokens;
mod weights;

use std::path::Path;

use bert::Bert;
use tokens::Vocabulary;

/// Length of a point.
pub const DIMENSIONS: usize = 384;

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("{0} cannot be read: {1}")]
    Read(String, std::io::Error),
    #[error("{0} is not what the model needs: {1}")]
    Odd(String, String),
}

/// A model in memory, about 90 MB. May be asked by many threads at once.
pub struct Model {
    vocabulary: Vocabulary,
    bert: Bert,
}

impl Model {
    /// Reads `model.safetensors` and `tokenizer.json` in `folder`.
    ///
    /// # Errors
    /// When a file is missing, cut short or another model's.
    pub fn load(folder: &Path) -> Result<Self, Fault> {
        Ok(Self {
            vocabulary: Vocabulary::load(&folder.join("tokenizer.json"))?,
            bert: Bert::load(&folder.join("model.safetensors"))?,
        })
    }

    /// The point of `text`, of length 1, so that the product of two points is how near they are: from -1 to 1. Looks at
    /// the first 126 pieces of words, about 90 words. Takes tens of milliseconds: call it on a blocking thread.
    #[must_use]
    pub fn point(&self, text: &str) -> Vec<f32> {
        self.bert.point(&self.vocabulary.pieces(text))
    }
}

/// How near two points are.
#[must_use]
pub fn nearness(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
