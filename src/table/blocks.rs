//! Charts made of Unicode blocks: bars and sparklines.
//!
//! Knows numbers and columns of a terminal.

/// Eighths of a block, from the left.
const EIGHTHS: [char; 8] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
/// Eighths of a block, from the bottom.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Nothing, in a sparkline.
const ZERO: char = '·';

/// A bar as long as the number's share of the largest; what is not zero shows at least an eighth.
pub fn bar(number: f64, largest: f64, width: usize) -> String {
    let eighths = steps(number, largest, width * 8);
    let mut bar = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        bar.push(EIGHTHS[eighths % 8 - 1]);
    }
    bar
}

/// A character a number; `·` is zero or missing.
pub fn sparkline(numbers: &[f64], largest: f64) -> String {
    let height = |number: &f64| match steps(*number, largest, HEIGHTS.len()) {
        0 => ZERO,
        height => HEIGHTS[height - 1],
    };
    numbers.iter().map(height).collect()
}

/// The sums of runs of equal length, at most so many of them.
pub fn sums(numbers: &[f64], width: usize) -> Vec<f64> {
    numbers.chunks(run(numbers.len(), width)).map(|run| run.iter().sum()).collect()
}

/// The largest of each of these runs, for numbers that must not be added up.
pub fn peaks(numbers: &[f64], width: usize) -> Vec<f64> {
    let peak = |run: &[f64]| run.iter().copied().fold(0.0, f64::max);
    numbers.chunks(run(numbers.len(), width)).map(peak).collect()
}

fn run(length: usize, width: usize) -> usize {
    length.div_ceil(width.max(1)).max(1)
}

/// The number in so many steps of the largest, rounded, but at least 1 if it is more than zero.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a share of a terminal's width"
)]
pub fn steps(number: f64, largest: f64, all: usize) -> usize {
    if number <= 0.0 || largest <= 0.0 || all == 0 {
        return 0;
    }
    ((number / largest * all as f64).round() as usize).clamp(1, all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        assert_eq!(bar(10.0, 10.0, 4), "████");
        assert_eq!(bar(5.0, 10.0, 4), "██");
        assert_eq!(bar(1.0, 16.0, 4), "▎");
        assert_eq!(bar(1.0, 1e9, 4), "▏");
        assert_eq!(bar(0.0, 10.0, 4), "");
        assert_eq!(bar(-5.0, 10.0, 4), "");
        assert_eq!(bar(0.0, 0.0, 4), "");
    }

    #[test]
    fn a_sparkline_shows_zero_as_a_dot() {
        assert_eq!(sparkline(&[0.0, 1.0, 4.0, 8.0], 8.0), "·▁▄█");
        assert_eq!(sparkline(&[], 0.0), "");
    }

    #[test]
    fn what_does_not_fit_is_taken_together_in_runs() {
        assert_eq!(sums(&[1.0, 2.0, 3.0, 4.0, 5.0], 2), [6.0, 9.0]);
        assert_eq!(peaks(&[1.0, 2.0, 3.0, 4.0, 5.0], 2), [3.0, 5.0]);
        assert_eq!(sums(&[1.0, 2.0], 5), [1.0, 2.0]);
    }
}
