//! Pages of documents built by hand: also hostile, empty and huge ones.

use super::*;
use crate::report::render::tests::{
    HOSTILE, by_region, document, hostile, over_time, report, text as text_of, tile, time, top,
    written,
};
use crate::sink::safe::is_steering;
use crate::table::html::escaped;
use crate::table::{Column, More};

fn page(document: &Document) -> String {
    written(document, |document, out| write(document, &TimeZone::UTC, out))
}

fn page_of(kind: TileKind, table: Table) -> String {
    let report = ReportResult { tiles: vec![tile("one", kind, table)], ..ReportResult::default() };
    page(&document(vec![report]))
}

/// The tags of a page, without what stands in quotes.
fn tags(page: &str) -> Vec<String> {
    let (head, rest) = page.split_once("<style>").unwrap();
    let body = [head, rest.split_once("</style>").unwrap().1].concat();
    let tag = |part: &str| {
        let inside = part.split_once('>').unwrap_or_else(|| panic!("no end: {part}")).0;
        inside.split('"').step_by(2).collect::<String>()
    };
    body.split('<').skip(1).map(tag).collect()
}

#[test]
fn a_page_has_only_tags_of_its_own() {
    const TAGS: &str = "!doctype html head meta title style body div header h1 h2 h3 p b a nav ol ul li \
                        main section article dl dt dd svg g text rect line path circle details summary \
                        table thead tbody tr th td span pre code";
    for document in [hostile(), document(vec![report(), report()])] {
        let page = page(&document);
        for tag in tags(&page) {
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
            assert!(TAGS.split_whitespace().any(|known| known == name), "{tag}");
            let is_attribute = |c: char| c.is_ascii_alphanumeric() || " =-/!".contains(c);
            assert!(tag.chars().all(is_attribute), "{tag}");
            assert!(!tag.contains(" on") && !tag.contains("src="), "{tag}");
        }
    }
}

#[test]
fn hostile_text_shows_as_text() {
    let page = page(&hostile());
    assert!(!page.contains(|c| is_steering(c) && c != '\n'));
    assert!(!page.contains("<script") && !page.contains("<img"));
    assert!(page.contains("&lt;&#x2f;style&gt;&lt;&#x2f;svg&gt;&lt;script&gt;alert(1)"));
    assert!(page.contains(r"{{7*7}} [a](&#x2f;&#x2f;b)\u{202e}\u{1b}[31m\n\u{0}=1"));
    // Every tile is there.
    assert!(HOSTILE.contains("</style>"));
    assert!(page.contains("No answer: &lt;&#x2f;style&gt;"));
}

#[test]
fn hostile_tiles_of_every_kind_show_as_text() {
    let mut document = hostile();
    document.reports[0].missing = None;
    let page = page(&document);
    assert_eq!(page.matches("<article").count(), 9);
    assert!(!page.contains(|c| is_steering(c) && c != '\n'));
    assert!(!page.contains("<script") && !page.contains("<img"));
    assert_eq!(page.matches("<style>").count(), 1);
    assert_eq!(page.matches("</style>").count(), 1);
}

#[test]
fn a_page_loads_nothing_and_its_policy_names_its_style() {
    let page = page(&document(vec![report()]));
    // As in any attribute, a slash of the hash is escaped.
    let hash = escaped(&STANDARD.encode(Sha256::digest(STYLE)));
    let policy = format!(
        "content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\""
    );
    assert!(page.contains(&policy));
    assert!(page.contains(&format!("<style>{STYLE}</style>")));
    for outside in ["url(", "@import", "http:", "https:", "style=\"", "href=\"h"] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn a_page_is_small_however_many_rows_there_are() {
    let mut table = top(&["PutObject"]);
    table.rows = (0..100_000)
        .map(|number| vec![text_of(&format!("Event{number}")), Value::Integer(2)])
        .collect();
    for kind in [TileKind::Table, TileKind::Bars] {
        let page = page_of(kind, table.clone());
        assert!(page.len() < 200_000, "{}", page.len());
        assert_eq!(page.matches("<tr><td").count(), ROWS);
        let more = "and 99,812 more groups, 203,201 events; 99,500 rows of them in csv and json";
        assert!(page.contains(more), "{kind:?}");
    }
    let mut years = over_time(1);
    let row = |hour| {
        let mut row = over_time(1).rows[0].clone();
        row[0] = Value::Time(time("1990-01-01T00:00:00Z") + jiff::Span::new().hours(hour));
        row
    };
    years.rows = (0..20_000).map(row).collect();
    let page = page_of(TileKind::Line, years);
    assert!(page.len() < 400_000, "{}", page.len());
    assert!(page.contains("A point is the highest of 50 buckets."));
}

#[test]
fn a_huge_text_is_cut() {
    let page = page_of(TileKind::Bars, top(&["x".repeat(1_000_000).as_str()]));
    assert!(page.len() < 100_000, "{}", page.len());
    assert!(page.contains("… (1,000,000 characters)"));
}

#[test]
fn empty_and_failed_tiles_say_so() {
    let page = page(&document(vec![report()]));
    assert_eq!(page.matches("no events").count(), 1);
    let failed = "too many groups (10,000,001): raise --max-memory, or narrow the search";
    assert!(page.contains(failed));
    let nothing =
        written(&document(Vec::new()), |document, out| write(document, &TimeZone::UTC, out));
    assert!(nothing.contains("CloudTrail reports"));
}

#[test]
fn one_bucket_and_one_row_have_charts() {
    for table in [over_time(1), over_time(2)] {
        for kind in [TileKind::Line, TileKind::Stacked] {
            let page = page_of(kind, table.clone());
            assert!(page.contains("class=\"chart\""), "{kind:?}");
            assert!(!page.contains("NaN") && !page.contains("inf"), "{kind:?}");
        }
    }
    assert!(page_of(TileKind::Line, over_time(1)).contains("<path class=\"dot s1\" d=\"M0.5"));
    assert!(page_of(TileKind::Line, over_time(2)).contains("<path class=\"line s1\" d=\"M0.5"));
    assert!(page_of(TileKind::Bars, top(&["PutObject"])).contains("width=\"100.00%\""));
}

#[test]
fn at_most_eight_series_have_a_colour_and_the_others_are_one() {
    let regions: Vec<String> = (0..12).map(|number| format!("region-{number}")).collect();
    let names: Vec<&str> = regions.iter().map(String::as_str).collect();
    let page = page_of(TileKind::Stacked, by_region(5, &names));
    let legend = page.split_once("<ul class=\"legend\">").unwrap().1.split_once("</ul>").unwrap().0;
    assert_eq!(legend.matches("<li>").count(), 9);
    assert!(legend.contains("region-11 <b>5,600</b>"), "{legend}");
    assert!(legend.contains("other <b>3,400</b>"), "{legend}");
    assert!(page.contains("region-11: 1,140\nregion-10: 1,040"), "{page}");
}

#[test]
fn a_bucket_without_a_value_is_a_gap_in_the_line() {
    let mut table = over_time(5);
    table.rows[2][1] = Value::Null;
    let page = page_of(TileKind::Line, table);
    let path =
        page.split_once("<path class=\"line s1\" d=\"").unwrap().1.split('"').next().unwrap();
    let starts: Vec<usize> = path.match_indices('M').map(|(at, _)| at).collect();
    assert_eq!(starts.len(), 2, "{path}");
}

#[test]
fn charts_have_their_table_behind_a_disclosure_and_tables_have_none() {
    assert!(page_of(TileKind::Bars, top(&["a", "b"])).contains("<summary>Table: 2 rows</summary>"));
    assert!(!page_of(TileKind::Table, top(&["a", "b"])).contains("<details>"));
    // A table that a chart cannot draw is shown as it is.
    let columns = vec![Column::key("eventName", Kind::Text)];
    let table = Table { columns, rows: vec![vec![text_of("a")]], ..Table::default() };
    for kind in [TileKind::Bars, TileKind::Heatmap, TileKind::Line, TileKind::Map] {
        let page = page_of(kind, table.clone());
        assert!(page.contains("<td>a</td>") && !page.contains("<details>"), "{kind:?}");
    }
}

#[test]
fn narrow_tiles_stand_in_pairs_and_no_tile_stands_alone() {
    let kinds = [TileKind::Bars, TileKind::Bars, TileKind::Bars, TileKind::Table, TileKind::Bars];
    let tiles: Vec<_> = kinds.iter().map(|kind| tile("t", *kind, top(&["a"]))).collect();
    let page = page(&document(vec![ReportResult { tiles, ..ReportResult::default() }]));
    let wide: Vec<bool> =
        page.split("<article class=\"tile").skip(1).map(|rest| rest.starts_with(" wide")).collect();
    assert_eq!(wide, [false, false, true, true, true]);
}

#[test]
fn a_tile_has_its_span_commands_and_table() {
    let table = Table { more: More::default(), ..top(&["PutObject"]) };
    let page = page_of(TileKind::Table, table);
    let tile = page.split_once("<main>").unwrap().1.split_once("</main>").unwrap().0;
    insta::assert_snapshot!(tile.trim(), @r#"
    <section class="report" id="r0">
    <h2></h2>
    <div class="tiles">
    <article class="tile wide" id="r0t0">
    <h3>Title of one</h3>
    <p class="note">A note.</p>
    <p class="span">2026-11-20 00:00:00Z .. 2026-11-22 00:00:00Z, 7 matching events outside</p>
    <div class="scroll" tabindex="0">
    <table>
    <thead><tr><th scope="col">eventName</th><th scope="col" class="n">events</th></tr></thead>
    <tbody>
    <tr><td>PutObject</td><td class="n">6,000</td></tr>
    </tbody>
    </table>
    </div>
    <div class="commands">
    <pre>ct report sample --tile one .&#x2f;logs</pre>
    </div>
    </article>
    </div>
    </section>
    "#);
}
