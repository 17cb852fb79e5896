//! What is to be validated: where it lies, which chains of digests there are, which keys are known.

mod chains;
mod keys;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::lines::{ChainLine, KeyLine, Range, Scope, VERSION};
use super::output::Subject;
use super::report::Report;
use super::shard::{Piece, Shard, WHOLE, day_of};
use super::trust::KeyUse;
use crate::aws::{Bucket, Session};
use crate::commands::sources::Source;
use crate::digest::{
    Asked, Candidate, ChainId, Document, Finding, Keys, KnownKey, Location, Place, Reason,
    RefusedKey, Rules,
};
use crate::event::inflate::Inflater;
use crate::event::key::{Folder, Key, Kind};
use crate::mirror::{self, Mirror};
use crate::source::memory::{LEAST, Memory};
use crate::source::{Arrived, Fault, FolderTest, Listed, Listing, Object, SourceError, Store};

/// Digests behind the range are listed for so long: those of its last hour, and some to bear
/// witness of it.
const BEHIND: SignedDuration = SignedDuration::from_hours(4);
/// A digest period.
const PERIOD: SignedDuration = SignedDuration::from_hours(1);
/// Bytes that an object may inflate to.
pub(super) const LIMIT: usize = 1 << 30;

/// The trail whose digests are validated, as far as it is known what it records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TrailScope {
    pub(super) name: String,
    pub(super) home: String,
    /// The account that owns it.
    pub(super) account: String,
    /// The ARN.
    pub(super) arn: String,
    /// Whether it records the accounts of an organization.
    pub(super) is_organization: Option<bool>,
    /// Whether it records all Regions.
    pub(super) is_multi_region: Option<bool>,
}

/// `--ended ACCOUNT/REGION=TIME`: a chain that is required up to then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EndedChain {
    pub(super) account: String,
    pub(super) region: String,
    pub(super) time: Timestamp,
    /// As the user wrote it.
    pub(super) words: String,
}

/// What is to be validated.
pub(super) struct Plan {
    source: Source,
    /// The bucket's name, or that of the bucket that the folder mirrors, if anybody knows.
    bucket: String,
    pub(super) location: Location,
    /// The trail, if one is named.
    pub(super) trail: Option<TrailScope>,
    pub(super) asked: Asked,
    now: Timestamp,
    /// Digests whose period ended by then are due.
    pub(super) due: Timestamp,
    accounts: Vec<String>,
    regions: Vec<String>,
    organisation: Option<String>,
    shard: Shard,
    /// Of each chain that is expected, what falls to this run.
    pub(super) chains: BTreeMap<ChainId, Vec<Piece>>,
    /// Chains that are known to have had digests, whatever is left of them.
    pub(super) known: BTreeSet<ChainId>,
    /// Accounts whose chains lie below the folder of an organization.
    organizations: BTreeSet<String>,
    /// Accounts that the named trail does not record, although digests of theirs are in the bucket.
    pub(super) out_of_scope: BTreeSet<String>,
    /// Where other trails deliver to as well.
    pub(super) shared: BTreeSet<(String, String)>,
    /// What could not be listed, and which keys could not be had.
    pub(super) errors: Vec<String>,
    pub(super) keys: Arc<Keys>,
    /// Public keys in the mirror that CloudTrail does not know.
    pub(super) unknown_keys: BTreeSet<KeyUse>,
    /// Public keys that are none.
    pub(super) refused: Vec<(Option<String>, RefusedKey)>,
    session: Option<Arc<Session>>,
    /// Why digest delivery to a Region stopped, where CloudTrail says that it did.
    pub(super) stopped: BTreeMap<String, String>,
    /// When chains ended, as the user says.
    pub(super) ended: Vec<EndedChain>,
    /// Whether objects are hashed as they are stored, too: a report records that.
    pub(super) hash_stored: bool,
    /// What objects may take.
    pub(super) memory: Memory,
    /// Buckets that a chain leads to.
    elsewhere: Mutex<HashMap<String, Arc<Bucket>>>,
}

impl Plan {
    pub(super) fn new(
        source: Source,
        location: Option<Location>,
        trail: Option<TrailScope>,
        (asked, now, due): (Asked, Timestamp, Timestamp),
    ) -> io::Result<Self> {
        let bucket = match &source {
            Source::Bucket(bucket) => bucket.name().to_owned(),
            Source::Folder(folder) => mirror::bucket_of(folder.root())?.unwrap_or_default(),
            Source::Stdin | Source::File(_) | Source::History(_) => String::new(),
        };
        let usual = if bucket.is_empty() { Location::Key } else { Location::Exact };
        Ok(Self {
            source,
            bucket,
            location: location.unwrap_or(usual),
            trail,
            asked,
            now,
            due,
            accounts: Vec::new(),
            regions: Vec::new(),
            organisation: None,
            shard: WHOLE,
            chains: BTreeMap::new(),
            known: BTreeSet::new(),
            organizations: BTreeSet::new(),
            out_of_scope: BTreeSet::new(),
            shared: BTreeSet::new(),
            errors: Vec::new(),
            keys: Arc::new(Keys::default()),
            unknown_keys: BTreeSet::new(),
            refused: Vec::new(),
            session: None,
            stopped: BTreeMap::new(),
            ended: Vec::new(),
            hash_stored: false,
            memory: Memory::new(LEAST, 1, LIMIT),
            elsewhere: Mutex::default(),
        })
    }

    /// Leaves out all other accounts, regions and organisations.
    pub(super) fn narrow(
        &mut self,
        accounts: &[String],
        regions: &[String],
        organisation: Option<&str>,
    ) {
        (self.accounts, self.regions) = (accounts.to_vec(), regions.to_vec());
        self.organisation = organisation.map(str::to_owned);
    }

    /// Leaves the rest to other runs.
    pub(super) fn take(&mut self, shard: Option<Shard>) {
        self.shard = shard.unwrap_or(WHOLE);
    }

    /// What was asked, for the report.
    pub(super) fn scope(&self, unlisted: bool) -> Scope {
        let source = match &self.source {
            Source::Folder(folder) => folder.root().display().to_string(),
            _ => format!("s3://{}", self.bucket),
        };
        Scope {
            source,
            trail: self.trail.as_ref().map(|trail| format!("{} ({})", trail.name, trail.home)),
            requested: self.requested(),
            accounts: self.accounts.clone(),
            only_regions: self.regions.clone(),
            organisation: self.organisation.clone(),
            relocated: self.location == Location::Relocated,
            unlisted: unlisted && self.shared.is_empty(),
        }
    }

    pub(super) fn requested(&self) -> Range {
        Range { from: self.asked.since, to: self.asked.until }
    }

    /// What is validated, for the output.
    pub(super) fn subject(&self) -> Subject {
        Subject {
            requested: self.requested(),
            chains: self.chains.keys().map(ChainLine::from).collect(),
            relocated: self.location == Location::Relocated,
            shared: !self.shared.is_empty(),
            out_of_scope: self.out_of_scope.clone(),
            shard: Some(self.shard).filter(|shard| !shard.is_whole()),
            is_online: self.is_bucket(),
        }
    }

    /// Reports the public keys and chains that were found.
    pub(super) fn describe(&self, report: &mut Report) -> io::Result<()> {
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
        for KnownKey { region, fingerprint, value, since, until, source, .. } in self.keys.known() {
            let (value, source) = (Some(value.to_owned()), Some(source.name().to_owned()));
            let line = line(region, fingerprint);
            report.line(&KeyLine { source, value, from: since, to: until, ..line })?;
        }
        for (region, RefusedKey { fingerprint, why }) in &self.refused {
            let refused = Some((*why).to_owned());
            report.line(&KeyLine { refused, ..line(region.as_deref(), fingerprint) })?;
        }
        self.chains.keys().try_for_each(|id| report.line(&ChainLine::from(id)))
    }

    /// The whole object at a place, for a thread that reads it now and holds no other.
    pub(super) fn read(&self, place: &Place, limit: usize) -> Result<Arrived, SourceError> {
        self.object(place)?.arrive(limit)
    }

    /// Says with a finding on an object that is too large which flag allows it.
    pub(super) fn with_advice(&self, mut finding: Finding) -> Finding {
        let most = self.memory.most();
        if finding.judgement.reason == Some(Reason::TooLarge) && most < LIMIT {
            let message = format!("larger than memory allows ({most} bytes): raise --max-memory");
            finding.judgement.message = message.into();
        }
        finding
    }

    /// What is asked of digests.
    pub(super) fn rules(&self) -> Rules {
        let limit = self.memory.share();
        Rules { location: self.location, limit, hash_stored: self.hash_stored }
    }

    /// Whether the source is a bucket, where CloudTrail's metadata must be, and not a copy.
    pub(super) fn is_bucket(&self) -> bool {
        matches!(self.source, Source::Bucket(_))
    }

    fn store(&self) -> Option<&dyn Store> {
        match &self.source {
            Source::Bucket(bucket) => Some(bucket),
            Source::Folder(folder) => Some(folder),
            Source::Stdin | Source::File(_) | Source::History(_) => None,
        }
    }

    /// A copy does not know its bucket's name; a digest does. It is only for what is printed.
    fn name_bucket(&mut self, chains: &mut BTreeMap<ChainId, Vec<Candidate>>) {
        let Some(digest) = chains.values().flatten().next() else { return };
        let arrived = self.read(&digest.place, self.memory.most());
        let mut text = Vec::new();
        let Ok(Arrived { bytes, .. }) = arrived else { return };
        Inflater::new(self.memory.most()).inflate_carefully(&bytes, &mut text);
        let Ok(document) = Document::parse(&text) else { return };
        self.bucket = document.place.bucket;
        for digest in chains.values_mut().flatten() {
            digest.place.bucket.clone_from(&self.bucket);
        }
    }

    /// All that is to be read, more or less, for whoever counts it.
    pub(super) fn objects<'a>(
        &'a self,
        folder: &'a (dyn Fn(&Folder<'_>) -> bool + Send + Sync),
    ) -> impl Iterator<Item = ()> + 'a {
        let digests = self.pieces().flat_map(|(_, piece)| &piece.digests).map(drop);
        let is_own =
            |listed: &Listed| Key::parse(&self.key(&listed.key)).is_some_and(|key| self.owns(&key));
        digests.chain(self.logs(folder).flatten().filter(is_own).map(drop))
    }

    /// When the user says that a chain ended, and the words for it.
    pub(super) fn ended_at(&self, id: &ChainId) -> Option<(Timestamp, &str)> {
        let is_it = |ended: &&EndedChain| ended.account == id.account && ended.region == id.region;
        self.ended.iter().find(is_it).map(|ended| (ended.time, &*ended.words))
    }

    /// The parts of the window that fall to this run for a chain of which nothing was listed.
    pub(super) fn parts(&self, id: &ChainId) -> Vec<Asked> {
        self.shard.pieces(id, self.asked, &[]).into_iter().map(|piece| piece.asked).collect()
    }

    /// What falls to this run, one after another.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (&ChainId, &Piece)> {
        let pieces = |(id, pieces)| std::iter::repeat(id).zip(pieces);
        self.chains.iter().flat_map(pieces)
    }

    /// Whether what was delivered then falls to this run.
    pub(super) fn owns(&self, key: &Key<'_>) -> bool {
        let is_asked = self.asked.since <= key.stamp && key.stamp <= self.asked.last;
        is_asked && self.shard.owns(key.account, key.region, day_of(key.stamp))
    }

    /// Whether a log that was delivered then may belong to a digest that falls to this run: a
    /// period that ends on a day may have begun the day before.
    pub(super) fn is_near(&self, key: &Key<'_>) -> bool {
        let is_asked = self.asked.since <= key.stamp && key.stamp <= self.asked.last;
        let owns = |time| self.shard.owns(key.account, key.region, day_of(time));
        is_asked && (owns(key.stamp) || owns(later(key.stamp, PERIOD)))
    }

    /// The logs of the range that are there, those of all trails.
    pub(super) fn logs<'a>(&'a self, folder: FolderTest<'a>) -> Listing<'a> {
        self.listing(folder)
    }

    /// Whether a folder may hold logs of the range that fall to this run.
    pub(super) fn wants_logs(&self, folder: &Folder<'_>) -> bool {
        let days = days(self.asked.since, later(self.asked.until, BEHIND));
        let is_own = match (folder.account, folder.region, folder.days()) {
            (Some(account), Some(region), Some((day, last))) if day == last => {
                let next = day.tomorrow().unwrap_or(day);
                [day, next].iter().any(|day| self.shard.owns(account, region, *day))
            }
            _ => true,
        };
        is_own && self.wants(folder, Kind::Events, days)
    }

    fn listing<'a>(&'a self, folders: FolderTest<'a>) -> Listing<'a> {
        self.store().map_or(Box::new(std::iter::empty()), |store| store.list(folders))
    }

    fn wants(&self, folder: &Folder<'_>, kind: Kind, (first, last): (Date, Date)) -> bool {
        let is_one = |all: &[String], name: &str| all.is_empty() || all.iter().any(|n| n == name);
        let organisation = self.organisation.as_deref();
        let is_above = folder.account.is_none() && folder.organisation.is_none();
        (is_above || organisation.is_none() || folder.organisation == organisation)
            && folder.account.is_none_or(|account| is_one(&self.accounts, account))
            && (folder.service.is_none() || folder.kind() == Some(kind))
            && folder.region.is_none_or(|region| is_one(&self.regions, region))
            && folder.days().is_none_or(|(start, end)| start <= last && first <= end)
    }

    /// The key in the bucket of what a listing found.
    pub(super) fn key(&self, listed: &str) -> String {
        let Source::Folder(folder) = &self.source else { return listed.to_owned() };
        let root = folder.root().to_string_lossy();
        let root = if cfg!(windows) { root.replace('\\', "/") } else { root.into_owned() };
        let rest = listed.strip_prefix(root.trim_end_matches('/')).unwrap_or(listed);
        rest.trim_start_matches('/').to_owned()
    }

    /// Where an object of the listing is.
    pub(super) fn place(&self, key: &str) -> Place {
        Place::new(&*self.bucket, key)
    }

    /// The object at a place. Its download starts now if there is room for it.
    pub(super) fn object(&self, place: &Place) -> Result<Object, SourceError> {
        if place.bucket == self.bucket || self.session.is_none() {
            let refused =
                matches!(self.source, Source::Folder(_)) && Mirror::refuses(&place.key).is_some();
            return match self.store() {
                Some(store) if !refused => store.get(&place.key),
                _ => Err(SourceError { name: place.to_string(), fault: Fault::Missing }),
            };
        }
        self.elsewhere(&place.bucket, |bucket| bucket.get(&place.key))
    }

    /// Asks a bucket that a chain leads to.
    fn elsewhere<T>(
        &self,
        name: &str,
        ask: impl FnOnce(&Bucket) -> Result<T, SourceError>,
    ) -> Result<T, SourceError> {
        let fault = |fault: Fault| SourceError { name: format!("s3://{name}"), fault };
        let session = self.session.as_ref().ok_or_else(|| fault(Fault::Missing))?;
        let known =
            self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        let bucket = match known {
            Some(bucket) => bucket,
            None => Bucket::below(session, name, "").map_err(|e| fault(e.into()))?.into(),
        };
        let mut elsewhere = self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner);
        elsewhere.insert(name.to_owned(), Arc::clone(&bucket));
        drop(elsewhere);
        ask(&bucket)
    }

    /// The digests of a piece of a chain before a time in the bucket and below the prefix of a key.
    pub(super) fn digests_at(
        &self,
        (id, asked): (&ChainId, Asked),
        place: &Place,
        before: Timestamp,
    ) -> Result<Vec<Candidate>, SourceError> {
        let Some(session) = &self.session else { return Ok(Vec::new()) };
        let error =
            |error: crate::aws::Error| SourceError { name: place.to_string(), fault: error.into() };
        let prefix = prefix_of(&place.key).unwrap_or_default();
        let bucket = Bucket::of_trail(session, &place.bucket, prefix).map_err(error)?;
        let days = days(asked.since, before);
        let folder = |folder: &Folder<'_>| self.wants(folder, Kind::Digest, days);
        let mut digests = Vec::new();
        for listed in bucket.list(&folder) {
            let Listed { key, .. } = listed?;
            if let Some((other, digest)) = Candidate::parse(&place.bucket, &key)
                && other == *id
                && digest.stamp < before
            {
                digests.push(digest);
            }
        }
        Ok(digests)
    }
}

/// What stands before `AWSLogs/` in a key.
pub(super) fn prefix_of(key: &str) -> Option<&str> {
    Key::parse(key)?.folder.map(|folder| folder.prefix)
}

pub(super) fn later(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.saturating_add(by).unwrap_or(Timestamp::MAX)
}

fn days(first: Timestamp, last: Timestamp) -> (Date, Date) {
    (day_of(first), day_of(last))
}
