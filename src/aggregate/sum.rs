//! Sums: exact for whole numbers, to more than 1e-9 for others.

use super::cell::Number;
use crate::table::Value;

/// A sum of numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    numbers: u64,
    whole: i128,
    real: Compensated,
    /// Not all numbers were whole, or their sum does not fit.
    is_real: bool,
}

/// A sum with what rounding took from it (Neumaier, "Rundungsfehleranalyse einiger Verfahren zur
/// Summation endlicher Summen", 1974).
#[derive(Clone, Copy, Debug, Default)]
struct Compensated {
    sum: f64,
    lost: f64,
}

impl Compensated {
    fn add(&mut self, number: f64) {
        let sum = self.sum + number;
        self.lost += if self.sum.abs() >= number.abs() {
            (self.sum - sum) + number
        } else {
            (number - sum) + self.sum
        };
        self.sum = sum;
    }
}

impl Sum {
    pub(super) fn add(&mut self, number: Number) {
        self.numbers += 1;
        match number {
            Number::Whole(whole) => self.add_whole(whole),
            Number::Real(real) => {
                self.is_real = true;
                self.real.add(real);
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "only of sums beyond 38 digits")]
    fn add_whole(&mut self, whole: i128) {
        if let Some(sum) = self.whole.checked_add(whole) {
            self.whole = sum;
        } else {
            self.is_real = true;
            self.real.add(whole as f64);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.numbers += other.numbers;
        self.is_real |= other.is_real;
        self.add_whole(other.whole);
        self.real.add(other.real.sum);
        self.real.add(other.real.lost);
    }

    /// The sum; nothing of no numbers.
    pub(super) fn value(&self) -> Value {
        match (self.numbers, self.is_real) {
            (0, _) => Value::Null,
            (_, false) => Value::Integer(self.whole),
            (_, true) => finite(self.total()),
        }
    }

    /// The mean; nothing of no numbers.
    #[expect(clippy::cast_precision_loss, reason = "a mean is rounded")]
    pub(super) fn mean(&self) -> Value {
        let count = i128::from(self.numbers);
        match self.numbers {
            0 => Value::Null,
            _ if !self.is_real && self.whole % count == 0 => Value::Integer(self.whole / count),
            _ => finite(self.total() / count as f64),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a sum with fractions is rounded")]
    fn total(&self) -> f64 {
        let mut total = self.real;
        total.add(self.whole as f64);
        total.sum + total.lost
    }
}

fn finite(number: f64) -> Value {
    if number.is_finite() { Value::Number(number) } else { Value::Null }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::cell::number;

    fn sum(texts: &[&str]) -> Sum {
        let mut sum = Sum::default();
        texts.iter().for_each(|text| sum.add(number(text).unwrap()));
        sum
    }

    #[test]
    fn whole_numbers_add_up_exactly() {
        let texts = ["9007199254740993", "1", "2.0"];
        assert_eq!(sum(&texts).value(), Value::Integer(9_007_199_254_740_996));
        assert_eq!(sum(&["1", "2"]).mean(), Value::Number(1.5));
        assert_eq!(sum(&["1", "3"]).mean(), Value::Integer(2));
        assert_eq!(sum(&[]).value(), Value::Null);
    }

    #[test]
    fn small_fractions_are_not_lost_beside_large_numbers() {
        assert_eq!(sum(&["1e16", "0.25", "-1e16"]).value(), Value::Number(0.25));
        let mut one = sum(&["1e16", "0.25"]);
        one.merge(&sum(&["-1e16"]));
        assert_eq!(one.value(), Value::Number(0.25));
    }

    #[test]
    fn a_sum_beyond_38_digits_is_rounded() {
        let most = i128::MAX.to_string();
        assert!(matches!(sum(&[&most, &most]).value(), Value::Number(n) if n > 3e38));
    }
}
