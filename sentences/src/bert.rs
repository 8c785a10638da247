//! The network: six layers of attention over 384 numbers for each piece, their mean at the end.

use std::path::Path;

use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};

use crate::weights::{ROWS, Weights};
use crate::{DIMENSIONS, Fault};

const LAYERS: usize = 6;
const HEADS: usize = 12;
const OF_A_HEAD: usize = DIMENSIONS / HEADS;
const INNER: usize = 4 * DIMENSIONS;
const PLACES: usize = 512;
/// Keeps a division from one by zero.
const EPSILON: f32 = 1e-12;

pub(crate) struct Bert {
    words: Array2<f32>,
    /// What stands for each place in the text, with what stands for "one text".
    places: Array2<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    attended: Linear,
    attended_norm: Norm,
    inner: Linear,
    outer: Linear,
    norm: Norm,
}

struct Linear {
    weight: Array2<f32>,
    bias: Array1<f32>,
}

struct Norm {
    weight: Array1<f32>,
    bias: Array1<f32>,
}

impl Bert {
    pub fn load(path: &Path) -> Result<Self, Fault> {
        let mut file = Weights::open(path)?;
        let one = file.matrix("embeddings.token_type_embeddings.weight", 2, DIMENSIONS)?;
        let places = file.matrix("embeddings.position_embeddings.weight", PLACES, DIMENSIONS)?;
        Ok(Self {
            words: file.matrix("embeddings.word_embeddings.weight", ROWS, DIMENSIONS)?,
            places: places + one.row(0),
            norm: Norm::load(&mut file, "embeddings.LayerNorm")?,
            layers: (0..LAYERS).map(|number| Layer::load(&mut file, number)).collect::<Result<_, _>>()?,
        })
    }

    /// The point of a text of at most 512 pieces.
    pub fn point(&self, pieces: &[usize]) -> Vec<f32> {
        let words = self.words.select(Axis(0), pieces);
        let mut x = self.norm.of(words + self.places.slice_axis(Axis(0), Slice::from(..pieces.len())));
        for layer in &self.layers {
            x = layer.of(x);
        }
        let mut point = x.sum_axis(Axis(0));
        let length = point.dot(&point).sqrt().max(EPSILON);
        point /= length;
        point.to_vec()
    }
}

impl Layer {
    fn load(file: &mut Weights, number: usize) -> Result<Self, Fault> {
        let mut part = |name: &str, rows, columns| {
            Linear::load(file, &format!("encoder.layer.{number}.{name}"), rows, columns)
        };
        let (query, key, value, attended) = (
            part("attention.self.query", DIMENSIONS, DIMENSIONS)?,
            part("attention.self.key", DIMENSIONS, DIMENSIONS)?,
            part("attention.self.value", DIMENSIONS, DIMENSIONS)?,
            part("attention.output.dense", DIMENSIONS, DIMENSIONS)?,
        );
        let inner = part("intermediate.dense", INNER, DIMENSIONS)?;
        let outer = part("output.dense", DIMENSIONS, INNER)?;
        let attended_norm = Norm::load(file, &format!("encoder.layer.{number}.attention.output.LayerNorm"))?;
        let norm = Norm::load(file, &format!("encoder.layer.{number}.output.LayerNorm"))?;
        Ok(Self { query, key, value, attended, attended_norm, inner, outer, norm })
    }

    fn of(&self, x: Array2<f32>) -> Array2<f32> {
        let attended = self.attended.of(&self.attention(&x));
        let x = self.attended_norm.of(x + attended);
        let mut inner = self.inner.of(&x);
        inner.mapv_inplace(gelu);
        let outer = self.outer.of(&inner);
        self.norm.of(x + outer)
    }

    /// What each piece takes from the others, head by head.
    fn attention(&self, x: &Array2<f32>) -> Array2<f32> {
        let (query, key, value) = (self.query.of(x), self.key.of(x), self.value.of(x));
        let mut taken = Array2::zeros(x.raw_dim());
        for head in 0..HEADS {
            let part = Slice::from(head * OF_A_HEAD..(head + 1) * OF_A_HEAD);
            let of = |x: &Array2<f32>| x.slice_axis(Axis(1), part).to_owned();
            let mut shares = of(&query).dot(&of(&key).t()) / (OF_A_HEAD as f32).sqrt();
            into_shares(&mut shares);
            taken.slice_axis_mut(Axis(1), part).assign(&shares.dot(&of(&value)));
        }
        taken
    }
}

/// Each row as shares of 1.
fn into_shares(scores: &mut Array2<f32>) {
    for mut row in scores.rows_mut() {
        let most = row.fold(f32::MIN, |most, score| most.max(*score));
        row.mapv_inplace(|score| (score - most).exp());
        let sum = row.sum();
        row /= sum;
    }
}

impl Linear {
    fn load(file: &mut Weights, name: &str, rows: usize, columns: usize) -> Result<Self, Fault> {
        let weight = file.matrix(&format!("{name}.weight"), rows, columns)?;
        Ok(Self { weight, bias: file.vector(&format!("{name}.bias"), rows)? })
    }

    fn of(&self, x: &Array2<f32>) -> Array2<f32> {
        let weight: ArrayView2<'_, f32> = self.weight.t();
        x.dot(&weight) + &self.bias
    }
}

impl Norm {
    fn load(file: &mut Weights, name: &str) -> Result<Self, Fault> {
        let weight = file.vector(&format!("{name}.weight"), DIMENSIONS)?;
        Ok(Self { weight, bias: file.vector(&format!("{name}.bias"), DIMENSIONS)? })
    }

    fn of(&self, mut x: Array2<f32>) -> Array2<f32> {
        for mut row in x.rows_mut() {
            let mean = row.sum() / DIMENSIONS as f32;
            row -= mean;
            let deviation = (row.dot(&row) / DIMENSIONS as f32 + EPSILON).sqrt();
            row /= deviation;
            row *= &self.weight;
            row += &self.bias;
        }
        x
    }
}

fn gelu(x: f32) -> f32 {
    x * 0.5 * (1.0 + erf(x / std::f32::consts::SQRT_2))
}

/// The error function, after Abramowitz and Stegun 7.1.26: at most 1.5e-7 off.
fn erf(x: f32) -> f32 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs());
    let sum = [1.061_405_4, -1.453_152_1, 1.421_413_8, -0.284_496_72, 0.254_829_6];
    let sum = sum.iter().fold(0.0, |sum, factor| sum * t + factor) * t;
    (1.0 - sum * (-x * x).exp()).copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_function_is_known() {
        for (x, expected) in [(0.0, 0.0), (0.5, 0.520_499_9), (-1.0, -0.842_700_8), (3.0, 0.999_977_9)] {
            assert!((erf(x) - expected).abs() < 1e-6, "{x}");
        }
    }
}
