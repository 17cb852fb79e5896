//! Each derived field.
