//! Archives and compressed files that `ct` does not unpack: which format, and how to unpack it.
//!
//! Knows no files: it is given a name or the first bytes. Gzip, which `ct` reads, is not listed.

use std::fmt;

/// A format that has to be unpacked before its logs can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Archive {
    format: &'static Format,
    /// The archive was found inside gzip.
    in_gzip: bool,
}

#[derive(Debug, PartialEq, Eq)]
struct Format {
    name: &'static str,
    /// What files of this format begin with.
    magic: &'static [&'static [u8]],
    /// What their names end with.
    extensions: &'static [&'static str],
    command: &'static str,
}

const TAR: usize = 0;
const TAR_GZ: usize = 1;

/// Magic numbers from the formats' specifications; a tar header is recognized by its checksum.
static FORMATS: [Format; 8] = [
    Format { name: "tar", magic: &[], extensions: &[".tar"], command: "tar -xf" },
    Format { name: "tar.gz", magic: &[], extensions: &[".tar.gz", ".tgz"], command: "tar -xzf" },
    Format {
        name: "zip",
        magic: &[b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"],
        extensions: &[".zip"],
        command: "unzip",
    },
    Format {
        name: "zstd",
        magic: &[&[0x28, 0xB5, 0x2F, 0xFD]],
        extensions: &[".zst", ".zstd"],
        command: "zstd -d",
    },
    Format {
        name: "bzip2",
        magic: &[b"BZh"],
        extensions: &[".bz2", ".tbz", ".tbz2"],
        command: "bunzip2",
    },
    Format {
        name: "xz",
        magic: &[&[0xFD, b'7', b'z', b'X', b'Z', 0]],
        extensions: &[".xz", ".txz"],
        command: "unxz",
    },
    Format {
        name: "7z",
        magic: &[&[b'7', b'z', 0xBC, 0xAF, 0x27, 0x1C]],
        extensions: &[".7z"],
        command: "7z x",
    },
    Format {
        name: "lz4",
        magic: &[&[0x04, 0x22, 0x4D, 0x18]],
        extensions: &[".lz4"],
        command: "lz4 -d",
    },
];

impl Archive {
    /// The format of a file that begins with these bytes. `in_gzip`: they were inflated first.
    pub fn of_bytes(bytes: &[u8], in_gzip: bool) -> Option<Self> {
        if is_tar(bytes) {
            let format = &FORMATS[if in_gzip { TAR_GZ } else { TAR }];
            return Some(Self { format, in_gzip: false });
        }
        let begins = |format: &&Format| format.magic.iter().any(|magic| bytes.starts_with(magic));
        FORMATS.iter().find(begins).map(|format| Self { format, in_gzip })
    }

    /// The format of a file with this name.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let is_named = |format: &&Format| format.extensions.iter().any(|end| name.ends_with(end));
        FORMATS.iter().find(is_named).map(|format| Self { format, in_gzip: false })
    }
}

impl fmt::Display for Archive {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Format { name, command, .. } = self.format;
        let (inside, first) =
            if self.in_gzip { (" inside gzip", "gunzip FILE, then ") } else { ("", "") };
        write!(formatter, "{name} archive{inside}: unpack it first ({first}{command} FILE)")
    }
}

/// Whether a tar archive begins here: its first header holds the sum of its own bytes, with the
/// sum itself taken for spaces (POSIX.1-1988, "ustar", and the older formats).
fn is_tar(bytes: &[u8]) -> bool {
    const SUM: std::ops::Range<usize> = 148..156;
    let Some(header) = bytes.get(..512) else { return false };
    let written = header[SUM].iter().filter(|byte| byte.is_ascii_digit());
    let written = written.fold(0, |sum: u64, digit| sum * 8 + u64::from(digit - b'0'));
    let sum: u64 = header.iter().map(|byte| u64::from(*byte)).sum();
    let own: u64 = header[SUM].iter().map(|byte| u64::from(*byte)).sum();
    written > 0 && written == sum - own + 8 * u64::from(b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The header of an archive whose first file has this name.
    fn tar(name: &str) -> Vec<u8> {
        let mut header = vec![0; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        header
    }

    #[test]
    fn formats_are_recognized_by_their_bytes() {
        let table: [(&[u8], &str, &str); 8] = [
            (b"PK\x03\x04rest", "zip archive", "unzip FILE"),
            (b"PK\x05\x06", "zip archive", "unzip FILE"),
            (b"\x28\xB5\x2F\xFDrest", "zstd archive", "zstd -d FILE"),
            (b"BZh91AY&SY", "bzip2 archive", "bunzip2 FILE"),
            (b"\xFD7zXZ\0rest", "xz archive", "unxz FILE"),
            (b"7z\xBC\xAF\x27\x1C", "7z archive", "7z x FILE"),
            (b"\x04\x22\x4D\x18", "lz4 archive", "lz4 -d FILE"),
            (&tar("logs/a.json"), "tar archive", "tar -xf FILE"),
        ];
        for (bytes, name, command) in table {
            let message = Archive::of_bytes(bytes, false).unwrap().to_string();
            assert!(message.starts_with(name) && message.contains(command), "{message}");
        }
        let message = |bytes: &[u8]| Archive::of_bytes(bytes, true).unwrap().to_string();
        assert_eq!(message(&tar("a")), "tar.gz archive: unpack it first (tar -xzf FILE)");
        let zip = "zip archive inside gzip: unpack it first (gunzip FILE, then unzip FILE)";
        assert_eq!(message(b"PK\x03\x04"), zip);
        for text in ["", "{\"Records\":[]}", "PK", "plain text", &"0".repeat(600)] {
            assert_eq!(Archive::of_bytes(text.as_bytes(), false), None, "{text}");
        }
        assert_eq!(Archive::of_bytes(&[0; 1024], false), None);
    }

    #[test]
    fn formats_are_recognized_by_their_names() {
        let name = |name: &str| Archive::of_name(name).map(|archive| archive.format.name);
        let table = [
            ("logs.ZIP", "zip"),
            ("a/b.tar.gz", "tar.gz"),
            ("b.tgz", "tar.gz"),
            ("x.json.zst", "zstd"),
            ("x.json.bz2", "bzip2"),
            ("x.jsonl.xz", "xz"),
        ];
        for (file, format) in table {
            assert_eq!(name(file), Some(format), "{file}");
        }
        assert_eq!((name("a.json.gz"), name("zip"), name("a.gz")), (None, None, None));
    }
}
