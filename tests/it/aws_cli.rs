//! The AWS command line, which `ct` is measured by and held against.

use crate::venv::Installation;

pub(crate) const AWS_CLI: Installation =
    Installation { name: "awscli", requirement: "awscli==1.46.2" };
