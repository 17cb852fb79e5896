//! What a run works from: the scope, where the objects are, the expected chains and the public keys.
//!
//! Made step by step before the run, and not changed by it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::answer::Subject;
use super::chains::{Chains, Discovery};
use super::keys::{KeyLookup, PublicKeys};
use super::origin::Origin;
use super::report::{ChainLine, KeyLine, ReportScope, VERSION};
use super::scope::Scope;
use super::shard::ChainPart;
use super::status;
use super::trust::{KeyTrust, KeyUse};
use super::{AccountRegion, Note};
use crate::aws::Session;
use crate::digest::{ChainId, Finding, Keys, KnownKey, Location, Reason, RefusedKey, Rules};
use crate::event::key::{Folder, Key};
use crate::source::interrupt::Interrupt;
use crate::source::memory::Memory;
use crate::source::{FolderTest, Listed, Listing};

/// The most bytes that an object may have, stored or inflated, whatever the budget.
const LARGEST: usize = 1 << 30;

/// What a run may use.
#[derive(Clone)]
pub struct Settings {
    /// Threads that judge objects.
    pub threads: usize,
    /// Log files that are requested before a thread judges them.
    pub concurrency: usize,
    /// Bytes that all objects together may take.
    pub memory: usize,
    /// Whether objects are also hashed as they are stored, for a report.
    pub hash_stored: bool,
    /// Ends the run early.
    pub interrupt: Interrupt,
}

/// What a run works from.
pub struct Plan {
    /// What is to be validated.
    pub scope: Scope,
    pub(super) origin: Origin,
    pub(super) chains: Chains,
    pub(super) keys: PublicKeys,
    /// Regions to which digest delivery stopped, and why, according to CloudTrail.
    pub(super) stopped: BTreeMap<String, String>,
    pub(super) settings: Settings,
    pub(super) memory: Memory,
    /// What could not be listed or looked up.
    errors: Vec<String>,
}

impl Plan {
    /// Lists the digests, and finds which chains are expected. `previous`: the chains that earlier
    /// reports name.
    pub fn new(
        scope: Scope,
        mut origin: Origin,
        previous: Vec<ChainId>,
        settings: Settings,
    ) -> Self {
        let memory = Memory::new(settings.memory, settings.threads, LARGEST);
        let (mut chains, errors) = Discovery::new(&scope, &origin).run(previous);
        if origin.bucket().is_empty()
            && let Some(digest) = chains.first_digest.clone()
        {
            origin.name_from_digest(&digest, memory.most());
            chains.set_bucket(origin.bucket());
        }
        let (keys, stopped) = (PublicKeys::default(), BTreeMap::new());
        Self { scope, origin, chains, keys, stopped, settings, memory, errors }
    }

    /// Looks up the public keys of all Regions, or reads saved ones.
    pub fn load_keys(&mut self, lookup: KeyLookup<'_>) -> Vec<Note> {
        let (keys, errors, notes) =
            PublicKeys::load(lookup, &self.scope, &self.origin, &self.chains);
        self.keys = keys;
        self.errors.extend(errors);
        notes
    }

    /// Looks up to which Regions digest delivery of the named trail stopped.
    pub fn load_status(&mut self, session: &Session) -> Vec<Note> {
        let regions = self.chains.regions();
        let (stopped, notes) = status::stopped(&self.scope, &regions, session);
        self.stopped = stopped;
        notes
    }

    /// What could not be listed or looked up.
    pub fn errors(&self) -> &[String] {
        &self.errors
    }

    /// The expected chains.
    pub fn chains(&self) -> impl Iterator<Item = &ChainId> {
        self.chains.parts.keys()
    }

    /// Whether the source is a bucket, where CloudTrail's metadata must be, and not a copy.
    pub fn is_bucket(&self) -> bool {
        self.origin.is_bucket()
    }

    /// Whether the recorded locations of digests are believed.
    fn is_relocated(&self) -> bool {
        self.origin.location() == Location::Relocated
    }

    /// The keys that verified a signature, and those that CloudTrail does not know.
    pub fn trust(&self, trust_mirror: bool) -> KeyTrust {
        let used = self.keys.keys.known().filter(|key| key.is_used);
        KeyTrust {
            keys: used.map(|key| KeyUse::new(&key, trust_mirror)).collect(),
            unknown_keys: self.keys.unknown.clone(),
        }
    }

    /// What is validated.
    pub fn subject(&self) -> Subject {
        Subject {
            requested: self.scope.requested(),
            chains: self.chain_lines().collect(),
            is_relocated: self.is_relocated(),
            is_shared: !self.chains.shared.is_empty(),
            out_of_scope: self.chains.out_of_scope.clone(),
            shard: Some(self.scope.shard).filter(|shard| !shard.is_whole()),
            is_online: self.is_bucket(),
        }
    }

    /// The scope for a report.
    pub fn report_scope(&self) -> ReportScope {
        let Scope { trail, accounts, regions, organization, unlisted, .. } = &self.scope;
        ReportScope {
            source: self.origin.name(),
            trail: trail.as_ref().map(|trail| format!("{} ({})", trail.name, trail.home)),
            requested: self.scope.requested(),
            accounts: accounts.clone(),
            only_regions: regions.clone(),
            organization: organization.clone(),
            relocated: self.is_relocated(),
            unlisted: *unlisted && self.chains.shared.is_empty(),
        }
    }

    /// The public keys for a report: those at hand, then those that were refused.
    pub fn key_lines(&self) -> Vec<KeyLine> {
        let line = |region: Option<&str>, fingerprint: &str| KeyLine {
            version: VERSION,
            kind: "key".to_owned(),
            region: region.map(str::to_owned),
            fingerprint: fingerprint.to_owned(),
            source: None,
            value: None,
            from: None,
            to: None,
            refused: None,
        };
        let known = self.keys.keys.known().map(|key| {
            let KnownKey { region, fingerprint, value, since, until, source, .. } = key;
            let (value, source) = (Some(value.to_owned()), Some(source.name().to_owned()));
            KeyLine { source, value, from: since, to: until, ..line(region, fingerprint) }
        });
        let refused = self.keys.refused.iter().map(|(region, key)| {
            let RefusedKey { fingerprint, why } = key;
            let refused = Some((*why).to_owned());
            KeyLine { refused, ..line(region.as_deref(), fingerprint) }
        });
        known.chain(refused).collect()
    }

    /// The chains for a report.
    pub fn chain_lines(&self) -> impl Iterator<Item = ChainLine> {
        self.chains().map(ChainLine::from)
    }

    /// About one item for each object that the run will read, for a progress bar.
    pub fn objects<'a>(&'a self, folders: FolderTest<'a>) -> impl Iterator<Item = ()> + 'a {
        let digests = self.parts().flat_map(|(_, part)| &part.digests).map(drop);
        let is_own = |listed: &Listed| {
            Key::parse(&self.origin.key(&listed.key)).is_some_and(|key| self.scope.owns(&key))
        };
        digests.chain(self.logs(folders).flatten().filter(is_own).map(drop))
    }

    /// Whether a folder may hold log files that this run validates, for [`Plan::objects`].
    pub fn wants_logs(&self, folder: &Folder<'_>) -> bool {
        self.scope.wants_logs(folder)
    }

    /// What this run validates, one part of a chain after another.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&ChainId, &ChainPart)> {
        let parts = |(id, parts)| std::iter::repeat(id).zip(parts);
        self.chains.parts.iter().flat_map(parts)
    }

    /// The log files in the folders that pass the test, those of all trails.
    pub(super) fn logs<'a>(&'a self, folders: FolderTest<'a>) -> Listing<'a> {
        self.origin.list(folders)
    }

    /// Whether several trails deliver to the folders of an account and Region.
    pub(super) fn is_shared_at(&self, at: &AccountRegion) -> bool {
        self.chains.shared.contains(at)
    }

    /// The rules for digests of at most `limit` bytes.
    pub(super) fn rules(&self, limit: usize) -> Rules {
        let hash_stored = self.settings.hash_stored;
        Rules { location: self.origin.location(), limit, hash_stored }
    }

    /// The keys that verify digests.
    pub(super) fn verifying_keys(&self) -> Arc<Keys> {
        Arc::clone(&self.keys.keys)
    }

    /// Adds to a finding on an object that is too large which flag allows it.
    pub(super) fn with_advice(&self, mut finding: Finding) -> Finding {
        let most = self.memory.most();
        if finding.judgement.reason == Some(Reason::TooLarge) && most < LARGEST {
            let message = format!("larger than memory allows ({most} bytes): raise --max-memory");
            finding.judgement.message = message.into();
        }
        finding
    }
}
