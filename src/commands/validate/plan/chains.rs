//! Which chains of digests are expected, and which of their digests there are.
//!
//! A chain whose digests were all deleted leaves no trace in the window. It is found by what is
//! left elsewhere: digests of other months, the ledger of a mirror, an earlier report, or the trail
//! itself. Folders are listed, not years of keys. Judges nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::thread;

use jiff::civil::Date;

use super::{BEHIND, Plan, days, later};
use crate::commands::sources::Source;
use crate::digest::{Candidate, ChainId};
use crate::event::key::{Folder, Key, Kind};
use crate::mirror;
use crate::source::{Level, SourceError, Store};

/// Regions whose other months are looked through at once.
const AT_ONCE: usize = 16;
/// Months next to the window of which every day is looked into; of others, the first and last day.
const MONTHS_IN_FULL: usize = 3;
/// Digests of a chain on each side of the window that are read with it.
const NEIGHBORS: usize = 2;

type Digests = BTreeMap<ChainId, Vec<Candidate>>;

/// A Region's folder of digests.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct RegionFolder {
    path: String,
    account: String,
    region: String,
}

impl Plan {
    /// Finds the chains, and their digests in the window and next to it. `previous`: chains that an
    /// earlier report names.
    pub(in crate::commands::validate) fn list(&mut self, previous: Vec<ChainId>) {
        let window = days(self.asked.since, later(self.asked.until, BEHIND));
        let folders = Mutex::new(BTreeSet::new());
        let foreign = Mutex::new(BTreeSet::new());
        let folder = |folder: &Folder<'_>| {
            let is_wanted = self.wants(folder, Kind::Digest, window);
            if let (true, Some(account), Some(region)) = (is_wanted, folder.account, folder.region)
                && folder.kind() == Some(Kind::Digest)
            {
                if !self.records(folder) {
                    lock(&foreign).insert(account.to_owned());
                    return false;
                }
                let above = Folder { date: (None, None, None), ..*folder };
                lock(&folders).insert(RegionFolder {
                    path: self.key(&above.to_string()),
                    account: account.to_owned(),
                    region: region.to_owned(),
                });
            }
            is_wanted
        };
        let (mut chains, mut shared, mut errors) = (Digests::new(), BTreeSet::new(), Vec::new());
        for found in self.listing(&folder) {
            match found.map(|listed| Candidate::parse(&self.bucket, &self.key(&listed.key))) {
                Err(error) => errors.push(error.to_string()),
                Ok(Some((id, candidate))) if self.is_meant(&id) => {
                    chains.entry(id).or_default().push(candidate);
                }
                Ok(Some((id, _))) => {
                    shared.insert((id.account, id.region));
                }
                Ok(None) => {}
            }
        }
        let folders = folders.into_inner().unwrap_or_else(PoisonError::into_inner);
        let is_organization = |folder: &&RegionFolder| {
            Folder::parse(&folder.path).is_some_and(|folder| folder.organisation.is_some())
        };
        self.organizations =
            folders.iter().filter(is_organization).map(|folder| folder.account.clone()).collect();
        errors.extend(self.look_around(&folders, window, &mut chains, &mut shared));
        for digests in chains.values_mut() {
            digests.sort_by(|a, b| (a.stamp, &a.place).cmp(&(b.stamp, &b.place)));
            digests.dedup();
        }
        if self.bucket.is_empty() {
            self.name_bucket(&mut chains);
        }
        self.known = chains.keys().filter(|id| !id.backfill).cloned().collect();
        self.expect_chains(&mut chains, previous);
        let cut = |(id, digests): (ChainId, Vec<_>)| {
            let pieces = self.shard.pieces(&id, self.asked, &digests);
            (id, pieces)
        };
        self.chains = chains.into_iter().map(cut).collect();
        self.shared = shared;
        self.out_of_scope = foreign.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.errors.extend(errors);
    }

    /// Whether a digest is of the trail that is named, if one is.
    fn is_meant(&self, id: &ChainId) -> bool {
        self.trail.as_ref().is_none_or(|trail| trail.name == id.trail && trail.home == id.home)
    }

    /// Whether the named trail is known to leave the chain's Region out.
    pub(in crate::commands::validate) fn leaves_out(&self, id: &ChainId) -> bool {
        let trail = self.trail.as_ref();
        trail.is_some_and(|t| t.is_multi_region == Some(false) && t.home != id.region)
    }

    /// Whether the named trail records the account of a folder: its own, those of its organization,
    /// and those that the user names.
    fn records(&self, folder: &Folder<'_>) -> bool {
        let Some(trail) = &self.trail else { return true };
        let is_named = |account| self.accounts.iter().any(|named| named == account);
        let is_own = |account: &str| trail.account.is_empty() || trail.account == account;
        trail.is_organization == Some(true)
            || folder.organisation.is_some()
            || folder.account.is_none_or(|account| is_own(account) || is_named(account))
    }

    /// Whether the named trail records an account.
    pub(in crate::commands::validate) fn records_account(&self, account: &str) -> bool {
        let folder = Folder { account: Some(account), ..Folder::default() };
        self.organizations.contains(account) || self.records(&folder)
    }

    /// Whether the chain is one of an organization trail, whose owner is another account.
    pub(in crate::commands::validate) fn is_of_organization(&self, id: &ChainId) -> bool {
        self.organizations.contains(&id.account)
    }

    /// Adds the digests next to the window of all chains of the trails that are validated; gives
    /// what could not be listed.
    fn look_around(
        &self,
        folders: &BTreeSet<RegionFolder>,
        (first, last): (Date, Date),
        chains: &mut Digests,
        shared: &mut BTreeSet<(String, String)>,
    ) -> Vec<String> {
        let mut errors = Vec::new();
        // What the days before the window hold tells which trails there are.
        let before = |folder: &RegionFolder| {
            let lacks = chains.iter().all(|(id, digests)| {
                id.account != folder.account
                    || id.region != folder.region
                    || digests.iter().all(|digest| digest.stamp >= self.asked.since)
            });
            if lacks { self.nearest(folder, Side::Before(first), None) } else { Ok(Digests::new()) }
        };
        let mut found: Vec<Digests> = Vec::new();
        for result in in_parallel(folders, before) {
            match result {
                Ok(digests) => found.push(digests),
                Err(error) => errors.push(error.to_string()),
            }
        }
        for (id, digests) in found.into_iter().flatten() {
            if self.is_meant(&id) {
                chains.entry(id).or_default().extend(digests);
            } else {
                shared.insert((id.account, id.region));
            }
        }
        // A chain without digests next to the window may have some in other months.
        let trails: BTreeSet<(String, String)> = match &self.trail {
            Some(trail) => [(trail.name.clone(), trail.home.clone())].into(),
            None => chains.keys().map(|id| (id.trail.clone(), id.home.clone())).collect(),
        };
        let wanted = folders.iter().flat_map(|folder| trails.iter().map(move |t| (folder, t)));
        let wanted: BTreeSet<(ChainId, &RegionFolder)> = wanted
            .map(|(folder, (trail, home))| {
                let (account, region) = (folder.account.clone(), folder.region.clone());
                let (trail, home) = (trail.clone(), home.clone());
                (ChainId { account, region, trail, home, backfill: false }, folder)
            })
            .filter(|(id, _)| !chains.contains_key(id) && self.is_meant(id) && !self.leaves_out(id))
            .collect();
        let elsewhere = |(id, folder): &(ChainId, &RegionFolder)| {
            let before = self.nearest(folder, Side::Before(first), Some(id))?;
            if before.contains_key(id) {
                return Ok(before);
            }
            self.nearest(folder, Side::After(last), Some(id))
        };
        for result in in_parallel(&wanted, elsewhere) {
            match result {
                Ok(digests) => chains.extend(digests),
                Err(error) => errors.push(error.to_string()),
            }
        }
        errors
    }

    /// The digests of the nearest day before or after the window that has any: of a chain, or of
    /// all chains of the Region.
    fn nearest(
        &self,
        folder: &RegionFolder,
        side: Side,
        wanted: Option<&ChainId>,
    ) -> Result<Digests, SourceError> {
        let Some(store) = self.store() else { return Ok(Digests::new()) };
        let below = |path: &str| -> Result<Vec<String>, SourceError> {
            let Level { folders, .. } = store.level(path)?;
            Ok(folders.into_iter().map(|name| format!("{path}/{name}")).collect())
        };
        let mut months = Vec::new();
        for year in side.sorted(below(&folder.path)?) {
            months.extend(side.sorted(below(&year)?));
            // A chain that is wanted may be in any year; otherwise the nearest will do.
            if wanted.is_none() && !months.is_empty() {
                break;
            }
        }
        for (number, month) in months.into_iter().enumerate() {
            let mut days = side.sorted(below(&month)?);
            if number >= MONTHS_IN_FULL && days.len() > 2 {
                days = vec![days[0].clone(), days[days.len() - 1].clone()];
            }
            for day in days {
                let digests = self.digests_of(store, &day, side, wanted)?;
                if !digests.is_empty() {
                    return Ok(digests);
                }
            }
            if wanted.is_none() {
                break;
            }
        }
        Ok(Digests::new())
    }

    /// The digests of a day that are nearest to the window.
    fn digests_of(
        &self,
        store: &dyn Store,
        day: &str,
        side: Side,
        wanted: Option<&ChainId>,
    ) -> Result<Digests, SourceError> {
        let mut digests = Digests::new();
        for name in store.level(day)?.objects {
            let key = format!("{day}/{name}");
            if let Some((id, candidate)) = Candidate::parse(&self.bucket, &key)
                && !id.backfill
                && wanted.is_none_or(|wanted| *wanted == id)
            {
                digests.entry(id).or_default().push(candidate);
            }
        }
        for chain in digests.values_mut() {
            chain.sort_by_key(|digest| digest.stamp);
            match side {
                Side::Before(_) => drop(chain.drain(..chain.len().saturating_sub(NEIGHBORS))),
                Side::After(_) => chain.truncate(NEIGHBORS),
            }
        }
        Ok(digests)
    }

    /// Adds the chains of which nothing may be left: that of the trail's home Region, those that the
    /// ledger of a mirror or an earlier report names, and those that the user asks for.
    fn expect_chains(&mut self, chains: &mut Digests, previous: Vec<ChainId>) {
        let mut known: BTreeSet<ChainId> = previous.into_iter().collect();
        if let Source::Folder(folder) = &self.source {
            match mirror::recorded_digests(folder.root()) {
                Ok(keys) => {
                    let ids = keys.iter().filter_map(|key| Candidate::parse("", key));
                    known.extend(ids.map(|(id, _)| id));
                }
                Err(error) => self.errors.push(error.to_string()),
            }
        }
        let mut asked_for = BTreeSet::new();
        if let Some(trail) = &self.trail {
            let chain = |account: &str, region: &str| ChainId {
                account: account.to_owned(),
                region: region.to_owned(),
                trail: trail.name.clone(),
                home: trail.home.clone(),
                backfill: false,
            };
            let seen = chains.keys().map(|id| id.account.clone());
            let mut accounts: BTreeSet<String> =
                seen.chain(self.accounts.iter().cloned()).collect();
            if !trail.account.is_empty() && trail.is_organization != Some(true) {
                known.insert(chain(&trail.account, &trail.home));
                accounts.insert(trail.account.clone());
            }
            for account in &accounts {
                asked_for.extend(self.regions.iter().map(|region| chain(account, region)));
            }
        }
        let is_one = |all: &[String], name: &str| all.is_empty() || all.iter().any(|n| n == name);
        let is_wanted = |id: &ChainId| {
            !id.backfill
                && self.is_meant(id)
                && is_one(&self.accounts, &id.account)
                && is_one(&self.regions, &id.region)
        };
        known.retain(|id| is_wanted(id) && !self.leaves_out(id));
        asked_for.retain(is_wanted);
        for id in known.iter().chain(&asked_for) {
            chains.entry(id.clone()).or_default();
        }
        self.known.extend(known);
    }

    /// Whether logs of an account and Region lie in the bucket that were delivered before the
    /// window's first day.
    ///
    /// # Errors
    /// A folder cannot be listed.
    pub(in crate::commands::validate) fn has_older_logs(
        &self,
        id: &ChainId,
    ) -> Result<bool, SourceError> {
        let Some(store) = self.store() else { return Ok(false) };
        let (first, _) = days(self.asked.since, self.asked.until);
        for folder in self.log_folders(id) {
            let mut waiting = vec![folder];
            while let Some(path) = waiting.pop() {
                let is_older = |(start, _): (Date, Date)| start < first;
                let level = store.level(&path)?;
                let is_older_day = |path: &str| {
                    Folder::parse(path).is_some_and(|folder| {
                        folder.date.2.is_some() && folder.days().is_some_and(is_older)
                    })
                };
                let is_log = |name: &String| Key::parse(name).is_some();
                if is_older_day(&path) && level.objects.iter().any(is_log) {
                    return Ok(true);
                }
                let older = level.folders.into_iter().map(|name| format!("{path}/{name}"));
                waiting.extend(older.filter(|path| {
                    Folder::parse(path).and_then(|folder| folder.days()).is_some_and(is_older)
                }));
            }
        }
        Ok(false)
    }

    /// The folders of a chain's logs, next to those of its digests.
    fn log_folders(&self, id: &ChainId) -> BTreeSet<String> {
        let digests = self.chains.get(id).into_iter().flatten().flat_map(|piece| &piece.digests);
        let folder = |digest: &Candidate| {
            let folder = Key::parse(&digest.place.key)?.folder?;
            let service = Some(Kind::Events.name());
            Some(Folder { service, date: (None, None, None), ..folder }.to_string())
        };
        digests.filter_map(folder).collect()
    }
}

/// Where to look for digests that are not in the window.
#[derive(Clone, Copy)]
enum Side {
    Before(Date),
    After(Date),
}

impl Side {
    /// The folders that lie on this side, the nearest first.
    fn sorted(self, folders: Vec<String>) -> Vec<String> {
        let is_there = |path: &String| {
            let days = Folder::parse(path).and_then(|folder| folder.days());
            days.is_some_and(|(start, end)| match self {
                Self::Before(day) => start < day,
                Self::After(day) => end > day,
            })
        };
        let mut folders: Vec<String> = folders.into_iter().filter(is_there).collect();
        folders.sort_unstable();
        if matches!(self, Self::Before(_)) {
            folders.reverse();
        }
        folders
    }
}

/// Does something for each, several at once; the results are in order.
fn in_parallel<'t, T: Sync + 't, R: Send>(
    all: impl IntoIterator<Item = &'t T>,
    task: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let all: Vec<&T> = all.into_iter().collect();
    let mut results = Vec::with_capacity(all.len());
    for some in all.chunks(AT_ONCE) {
        results.extend(thread::scope(|scope| {
            let tasks: Vec<_> = some.iter().map(|one| scope.spawn(|| task(one))).collect();
            let join = |task: thread::ScopedJoinHandle<'_, R>| {
                task.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            tasks.into_iter().map(join).collect::<Vec<_>>()
        }));
    }
    results
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
