//! The memory that this process may use: on Linux the limit of its control groups, else the machine's
//! memory; elsewhere 8 GiB are assumed.
//!
//! Knows nothing of what the memory is for.

use std::fs;
use std::path::Path;

/// Bytes of a machine that does not report its memory.
const ASSUMED: usize = 8 << 30;

/// Bytes that this process may use.
pub fn available_memory() -> usize {
    available(&|path| fs::read_to_string(path).ok())
}

/// The least limit of this process's control groups, or the machine's memory.
fn available(read: &dyn Fn(&Path) -> Option<String>) -> usize {
    let machine = read(Path::new("/proc/meminfo")).as_deref().and_then(of_machine);
    let groups = read(Path::new("/proc/self/cgroup")).unwrap_or_default();
    let limits = groups.lines().flat_map(|line| of_group(line, read));
    limits.chain(machine).min().unwrap_or(ASSUMED)
}

/// The limits of one line of `/proc/self/cgroup` (cgroups(7)): those of the group and of all above it.
fn of_group(line: &str, read: &dyn Fn(&Path) -> Option<String>) -> Vec<usize> {
    let mut parts = line.splitn(3, ':').skip(1);
    let (Some(controllers), Some(group)) = (parts.next(), parts.next()) else { return Vec::new() };
    let (root, name) = match controllers {
        "" => ("/sys/fs/cgroup", "memory.max"),
        _ if controllers.split(',').any(|name| name == "memory") => {
            ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
        }
        _ => return Vec::new(),
    };
    // In a container the group may be named as the host sees it; then the root is its own.
    let group = Path::new(group.trim_start_matches('/'));
    let limit = |group: &Path| read(&Path::new(root).join(group).join(name))?.trim().parse().ok();
    group.ancestors().filter_map(limit).collect()
}

/// `MemTotal` of `/proc/meminfo`.
fn of_machine(text: &str) -> Option<usize> {
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<usize>().ok()?.checked_mul(1 << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> usize {
        available(&|path| {
            let text = files.iter().find(|(name, _)| Path::new(name) == path)?.1;
            Some(text.to_owned())
        })
    }

    #[test]
    fn the_least_limit_counts() {
        let meminfo = ("/proc/meminfo", "MemTotal:       16384 kB\nMemFree: 1 kB\n");
        assert_eq!(found(&[meminfo]), 16 << 20);
        let group = ("/proc/self/cgroup", "0::/a/b\n");
        let max = ("/sys/fs/cgroup/a/b/memory.max", "max\n");
        assert_eq!(found(&[meminfo, group, max]), 16 << 20);
        let above = ("/sys/fs/cgroup/a/memory.max", "4096\n");
        assert_eq!(found(&[meminfo, group, max, above]), 4096);
        let old = ("/proc/self/cgroup", "5:cpu:/x\n4:memory,hugetlb:/docker/1\n");
        let limit = ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "8192");
        assert_eq!(found(&[meminfo, old, limit]), 8192);
        assert_eq!(found(&[]), ASSUMED);
    }
}
