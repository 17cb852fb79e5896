//! Every tile of every report, and many counts, equal `DuckDB`'s answers over the same raw logs:
//! `engine.py` has the questions in SQL.

use std::process::Command;

use super::corpus;
use crate::harness::root;
use crate::venv::Installation;

const DUCKDB: Installation = Installation { name: "duckdb", requirement: "duckdb==1.4.2" };

#[test]
fn tiles_and_counts_equal_those_of_duckdb() {
    let folder = tempfile::tempdir().unwrap();
    corpus::write(folder.path());
    let python = DUCKDB.python().unwrap();
    let compared = Command::new(python)
        .current_dir(root())
        .args(["tests/it/report/engine.py", env!("CARGO_BIN_EXE_ct")])
        .args(["fixtures/trail", "fixtures/events"])
        .arg(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&compared.stdout);
    assert!(compared.status.success(), "{said}{}", String::from_utf8_lossy(&compared.stderr));
    assert_eq!(said.matches("45 tiles, 21 counts").count(), 3, "{said}");
}
