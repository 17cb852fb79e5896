//! The benchmark corpus: generated CloudTrail objects, the same on every machine, written once.
//!
//! Handles files and sizes; `object` generates their content. Nothing comes from a real account, and no clock is
//! read: object `i` of `n` always has the same bytes.

mod object;
mod principal;
mod random;
mod shape;

use std::fs;
use std::io;
use std::ops::AddAssign;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use libdeflater::{CompressionLvl, Compressor};

pub(crate) use object::{Object, RARE_ACCESS_KEY, RARE_ADDRESS, RARE_NAME};

/// Incremented with every change of the bytes, so that an older corpus is not reused.
const VERSION: &str = "1";
/// Present only in a corpus that is complete; holds its [`Figures`].
const MARKER: &str = ".complete";

/// A complete corpus on disk.
pub(crate) struct Corpus {
    /// The directory that holds `AWSLogs/`.
    pub(crate) directory: PathBuf,
    pub(crate) figures: Figures,
}

/// The counts of a corpus, made while it was generated.
#[derive(Clone, Copy, Default)]
pub(crate) struct Figures {
    pub(crate) objects: u64,
    pub(crate) records: u64,
    /// Records whose eventName is `PutObject`.
    pub(crate) puts: u64,
    /// Bytes of JSON.
    pub(crate) inflated: u64,
    /// Bytes of gzip.
    pub(crate) compressed: u64,
    /// Bytes of JSON in the largest object.
    pub(crate) largest: u64,
}

impl Corpus {
    /// The corpus of so many objects: the one already on disk, or a new one.
    pub(crate) fn ensure(objects: usize) -> io::Result<Self> {
        let directory = Self::home().join(format!("v{VERSION}-{objects}"));
        let marker = directory.join(MARKER);
        if let Some(figures) =
            fs::read_to_string(&marker).ok().and_then(|text| Figures::parse(&text))
        {
            return Ok(Self { directory, figures });
        }
        if directory.exists() {
            fs::remove_dir_all(&directory)?;
        }
        let figures = write(&directory, objects)?;
        fs::write(marker, figures.render())?;
        Ok(Self { directory, figures })
    }

    /// Beside the other things that cargo builds.
    fn home() -> PathBuf {
        let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
        scratch.parent().unwrap_or(scratch).join("bench-corpus")
    }

    /// Every object, in the order of its path.
    pub(crate) fn files(directory: &Path) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        let mut directories = vec![directory.to_path_buf()];
        while let Some(directory) = directories.pop() {
            for entry in fs::read_dir(directory)? {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    directories.push(entry.path());
                } else if entry.path().extension().is_some_and(|extension| extension == "gz") {
                    files.push(entry.path());
                }
            }
        }
        files.sort_unstable();
        Ok(files)
    }
}

impl Figures {
    fn fields(&mut self) -> [&mut u64; 6] {
        let Self { objects, records, puts, inflated, compressed, largest } = self;
        [objects, records, puts, inflated, compressed, largest]
    }

    fn render(mut self) -> String {
        self.fields().map(|field| field.to_string()).join(" ")
    }

    fn parse(text: &str) -> Option<Self> {
        let mut figures = Self::default();
        let mut numbers = text.split_whitespace();
        for field in figures.fields() {
            *field = numbers.next()?.parse().ok()?;
        }
        Some(figures)
    }
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        self.objects += other.objects;
        self.records += other.records;
        self.puts += other.puts;
        self.inflated += other.inflated;
        self.compressed += other.compressed;
        self.largest = self.largest.max(other.largest);
    }
}

/// Generates every object, on all processors.
fn write(directory: &Path, objects: usize) -> io::Result<Figures> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut figures = Figures::default();
        let mut compressor = Compressor::new(CompressionLvl::default());
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= objects {
                return io::Result::Ok(figures);
            }
            figures += write_object(directory, &Object::new(index, objects), &mut compressor)?;
        }
    };
    thread::scope(|scope| {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut total = Figures::default();
        for worker in workers {
            total += worker.join().expect("a corpus thread does not panic")?;
        }
        Ok(total)
    })
}

/// Compresses a text as CloudTrail does: one gzip member.
pub(crate) fn gzip(text: &[u8], compressor: &mut Compressor) -> io::Result<Vec<u8>> {
    let mut gzip = vec![0; compressor.gzip_compress_bound(text.len())];
    let size = compressor.gzip_compress(text, &mut gzip).map_err(io::Error::other)?;
    gzip.truncate(size);
    Ok(gzip)
}

/// Writes one object at level 6.
fn write_object(
    directory: &Path,
    object: &Object,
    compressor: &mut Compressor,
) -> io::Result<Figures> {
    let gzip = gzip(object.json.as_bytes(), compressor)?;
    let path = directory.join(&object.key);
    fs::create_dir_all(path.parent().unwrap_or(directory))?;
    fs::write(path, &gzip)?;
    let inflated = object.json.len() as u64;
    let (records, puts, compressed) = (object.records, object.puts, gzip.len() as u64);
    Ok(Figures { objects: 1, records, puts, inflated, compressed, largest: inflated })
}
