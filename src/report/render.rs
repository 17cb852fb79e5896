//! stub
pub mod map;
pub mod terminal {
    use std::io::{self, Write};
    pub fn write(
        _: &crate::report::result::Document,
        _: &crate::table::text::Look,
        _: &mut dyn Write,
    ) -> io::Result<()> {
        todo!()
    }
}
pub mod html {
    use std::io::{self, Write};
    pub fn write(
        _: &crate::report::result::Document,
        _: &jiff::tz::TimeZone,
        _: &mut dyn Write,
    ) -> io::Result<()> {
        todo!()
    }
}
pub mod markdown {
    use std::io::{self, Write};
    pub fn write(
        _: &crate::report::result::Document,
        _: &jiff::tz::TimeZone,
        _: &mut dyn Write,
    ) -> io::Result<()> {
        todo!()
    }
}
pub mod csv {
    use std::io::{self, Write};
    pub fn write(_: &crate::report::result::Document, _: &mut dyn Write) -> io::Result<()> {
        todo!()
    }
}
pub mod json {
    use std::io::{self, Write};
    pub fn write(d: &crate::report::result::Document, out: &mut dyn Write) -> io::Result<()> {
        let r = &d.reports[0];
        let tiles: Vec<String> = r
            .tiles
            .iter()
            .map(|t| {
                let table = t.table.as_ref().unwrap();
                let rows: Vec<String> = table
                    .rows
                    .iter()
                    .map(|row| {
                        format!(
                            "[{}]",
                            row.iter()
                                .zip(&table.columns)
                                .map(|(v, c)| crate::table::json::json(v, c.kind))
                                .collect::<Vec<_>>()
                                .join(",")
                        )
                    })
                    .collect();
                format!("{{\"id\":\"{}\",\"rows\":[{}]}}", t.id, rows.join(","))
            })
            .collect();
        writeln!(out, "{{\"version\":1,\"tiles\":[{}]}}", tiles.join(","))
    }
}
