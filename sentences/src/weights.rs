//! Tensors of a safetensors file: a length, a JSON header that says where each lies, then the numbers.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use ndarray::{Array1, Array2};
use serde::Deserialize;

use crate::Fault;

/// Words the model knows.
pub(crate) const ROWS: usize = 30_522;
/// Longest header that is read, in bytes.
const LONGEST_HEADER: u64 = 1_000_000;

#[derive(Deserialize)]
struct Tensor {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (u64, u64),
}

/// An open file of weights.
pub(crate) struct Weights {
    path: PathBuf,
    file: File,
    tensors: HashMap<String, Tensor>,
    /// Where the numbers begin.
    start: u64,
}

impl Weights {
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let mut file = File::open(path).map_err(|error| Fault::Read(path.display().to_string(), error))?;
        let odd = |what: String| Fault::Odd(path.display().to_string(), what);
        let mut length = [0; 8];
        file.read_exact(&mut length).map_err(|error| odd(error.to_string()))?;
        let length = u64::from_le_bytes(length);
        if length > LONGEST_HEADER {
            return Err(odd("its header is too long".to_owned()));
        }
        let mut header = Vec::new();
        file.by_ref().take(length).read_to_end(&mut header).map_err(|error| odd(error.to_string()))?;
        let entries: HashMap<String, serde_json::Value> =
            serde_json::from_slice(&header).map_err(|error| odd(error.to_string()))?;
        // Beside the tensors stands a note about the file.
        let tensors = entries
            .into_iter()
            .filter_map(|(name, entry)| Some((name, serde_json::from_value(entry).ok()?)))
            .collect();
        Ok(Self { path: path.to_owned(), file, tensors, start: 8 + length })
    }

    pub fn matrix(&mut self, name: &str, rows: usize, columns: usize) -> Result<Array2<f32>, Fault> {
        let numbers = self.numbers(name, &[rows, columns])?;
        Array2::from_shape_vec((rows, columns), numbers).map_err(|error| self.odd(error.to_string()))
    }

    pub fn vector(&mut self, name: &str, length: usize) -> Result<Array1<f32>, Fault> {
        Ok(Array1::from(self.numbers(name, &[length])?))
    }

    fn numbers(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, Fault> {
        let tensor = self.tensors.get(name).ok_or_else(|| self.odd(format!("it has no {name}")))?;
        let bytes = 4 * shape.iter().product::<usize>();
        let (from, to) = tensor.data_offsets;
        if tensor.dtype != "F32" || tensor.shape != shape || to.checked_sub(from) != Some(bytes as u64) {
            return Err(self.odd(format!("{name} has another shape")));
        }
        let mut read = vec![0; bytes];
        let got =
            self.file.seek(SeekFrom::Start(self.start + from)).and_then(|_| self.file.read_exact(&mut read));
        got.map_err(|error| self.odd(error.to_string()))?;
        let (words, _) = read.as_chunks::<4>();
        Ok(words.iter().map(|word| f32::from_le_bytes(*word)).collect())
    }

    fn odd(&self, what: String) -> Fault {
        Fault::Odd(self.path.display().to_string(), what)
    }
}
