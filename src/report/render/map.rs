//! A map of the world with a bubble for each country.
//!
//! The outline and the countries' places are made by `map/make.py` from Natural Earth 4.1.0
//! (<https://www.naturalearthdata.com>), which is in the public domain. Knows country codes and
//! numbers, no tables and no colours: the page styles the classes `land` and `bubble`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use indicatif::HumanCount;

/// The `viewBox`, and the `d` of the path in the next line.
const LAND: &str = include_str!("map/land.txt");
/// A line for each country: code, x, y, name.
const COUNTRIES: &str = include_str!("map/countries.tsv");

/// The radius of the largest bubble, in units of the `viewBox`.
const LARGEST: f64 = 64.0;
/// A smaller bubble could not be seen, or not be pointed at.
const SMALLEST: f64 = 9.0;

/// A country on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Country {
    code: &'static str,
    x: u32,
    y: u32,
    name: &'static str,
}

impl Country {
    fn parse(line: &'static str) -> Option<Self> {
        let mut cells = line.split('\t');
        let (code, x, y) =
            (cells.next()?, cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
        Some(Self { code, x, y, name: cells.next()? })
    }

    fn named(code: &str) -> Option<Self> {
        let mut all = COUNTRIES.lines().filter_map(Self::parse);
        all.find(|country| country.code.eq_ignore_ascii_case(code))
    }
}

/// Whether the map has a place for this ISO 3166-1 alpha-2 code.
pub fn has_place(code: &str) -> bool {
    Country::named(code).is_some()
}

/// The map of these countries, by ISO 3166-1 alpha-2 code, as an `<svg>` element; `None` if none of
/// them has a place on it. The area of a bubble is proportional to the number.
pub fn svg(rows: &[(String, u64)]) -> Option<String> {
    let mut counts: BTreeMap<Country, u64> = BTreeMap::new();
    for (code, count) in rows.iter().filter(|(_, count)| *count > 0) {
        if let Some(country) = Country::named(code) {
            let sum = counts.entry(country).or_default();
            *sum = sum.saturating_add(*count);
        }
    }
    let most = counts.values().copied().max()?;
    let mut bubbles: Vec<(Country, u64)> = counts.into_iter().collect();
    // Small bubbles lie on top of large ones.
    bubbles.sort_by_key(|(country, count)| (u64::MAX - count, country.code));
    let (view_box, land) = LAND.trim_end().split_once('\n')?;
    let countries = if bubbles.len() == 1 { "country" } else { "countries" };
    let mut svg = format!(
        "<svg class=\"map\" viewBox=\"{view_box}\" role=\"img\" aria-label=\"Map with {} {countries}\">\
         <path class=\"land\" d=\"{land}\"/>",
        bubbles.len()
    );
    for (Country { code, x, y, name }, count) in bubbles {
        let radius = radius(count, most);
        let count = HumanCount(count);
        let _ = write!(
            svg,
            "<circle class=\"bubble\" cx=\"{x}\" cy=\"{y}\" r=\"{radius:.1}\">\
             <title>{name} ({code}): {count}</title></circle>"
        );
    }
    svg.push_str("</svg>");
    Some(svg)
}

#[expect(clippy::cast_precision_loss, reason = "a radius is drawn to a tenth of a unit")]
fn radius(count: u64, most: u64) -> f64 {
    (LARGEST * (count as f64 / most as f64).sqrt()).max(SMALLEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(rows: &[(&str, u64)]) -> Option<String> {
        let rows: Vec<_> = rows.iter().map(|(code, count)| ((*code).to_owned(), *count)).collect();
        svg(&rows)
    }

    #[test]
    fn the_outline_is_small_and_all_countries_lie_on_it() {
        assert!(LAND.len() <= 40 * 1024);
        let (view_box, land) = LAND.trim_end().split_once('\n').unwrap();
        let size: Vec<u32> = view_box.split(' ').map(|number| number.parse().unwrap()).collect();
        assert!(land.starts_with('M') && land.ends_with('z') && !land.contains(['"', '<', '&']));
        let countries: Vec<_> = COUNTRIES.lines().filter_map(Country::parse).collect();
        assert_eq!(countries.len(), COUNTRIES.lines().count());
        assert_eq!(countries.len(), 249, "those of ISO 3166-1 and Kosovo, without Antarctica");
        for Country { code, x, y, name } in countries {
            assert!(x <= size[2] && y <= size[3], "{code}");
            assert!(code.len() == 2 && !name.contains(['"', '<', '&']), "{name}");
        }
    }

    #[test]
    fn the_area_of_a_bubble_is_proportional_and_its_title_names_country_and_number() {
        let svg = map(&[("de", 400), ("US", 1600), ("SG", 1)]).unwrap();
        let circles: Vec<&str> = svg.split("<circle").skip(1).collect();
        assert!(
            circles[0].contains(" r=\"64.0\"><title>United States (US): 1,600</title>"),
            "{svg}"
        );
        assert!(circles[1].contains(" r=\"32.0\"><title>Germany (DE): 400</title>"), "{svg}");
        assert!(circles[2].contains(" r=\"9.0\"><title>Singapore (SG): 1</title>"), "{svg}");
        assert!(svg.contains("aria-label=\"Map with 3 countries\""));
    }

    #[test]
    fn without_a_country_there_is_no_map() {
        for rows in [&[][..], &[("private", 3), ("aws:AWS Internal", 2), ("", 1)], &[("DE", 0)]] {
            assert_eq!(map(rows), None, "{rows:?}");
        }
        assert!(has_place("DE") && has_place("xk") && !has_place("private") && !has_place("<b>"));
    }

    #[test]
    fn rows_of_the_same_country_are_added() {
        let svg = map(&[("DE", 1), ("de", u64::MAX), ("private", 5)]).unwrap();
        assert_eq!(svg.matches("<circle").count(), 1);
        assert!(svg.contains("18,446,744,073,709,551,615"));
    }
}
