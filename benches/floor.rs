//! The floor: reads and inflates every object with libdeflate, and does nothing else.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context as _, ensure};
use libdeflater::Decompressor;

use crate::corpus::Corpus;

/// The process `floor DIRECTORY`; prints the number of inflated bytes.
pub(crate) fn run(
    directory: &Path,
    threads: usize,
    each: impl Fn(&[u8]) + Sync,
) -> anyhow::Result<()> {
    let files = Corpus::files(directory)?;
    let next = AtomicUsize::new(0);
    let total = thread::scope(|scope| {
        let workers: Vec<_> =
            (0..threads).map(|_| scope.spawn(|| worker(&files, &next, &each))).collect();
        let mut total = 0;
        for worker in workers {
            total += worker.join().expect("a floor thread does not panic")?;
        }
        anyhow::Ok(total)
    })?;
    println!("{total}");
    Ok(())
}

/// Inflates objects until none is left, all into the same two buffers.
fn worker(files: &[PathBuf], next: &AtomicUsize, each: impl Fn(&[u8])) -> anyhow::Result<usize> {
    let (mut gzip, mut json) = (Vec::new(), Vec::new());
    let mut decompressor = Decompressor::new();
    let mut total = 0;
    while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
        gzip.clear();
        File::open(path)?.read_to_end(&mut gzip)?;
        let (_, size) = gzip.split_last_chunk().context("shorter than a gzip trailer")?;
        let size = usize::try_from(u32::from_le_bytes(*size))?;
        if json.len() < size {
            json.resize(size, 0);
        }
        let inflated = decompressor.gzip_decompress(&gzip, &mut json)?;
        ensure!(inflated == size, "{}: {inflated} bytes, not {size}", path.display());
        each(&json[..size]);
        total += inflated;
    }
    Ok(total)
}
