//! AWS: reads and changes buckets, trails, queues and public keys. The only asynchronous code in the
//! crate; its interface blocks.
//!
//! Knows nothing of events and flags. A failed call becomes an [`Error`] of one line that says what
//! failed, and what to do.

mod account;
mod bucket;
mod change;
mod endpoint;
mod error;
mod history;
mod interrupt;
mod keys;
mod lenient;
mod limits;
mod paging;
mod posture;
mod queue;
mod selectors;
mod trail;
mod trails;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, ConfigLoader, Region, SdkConfig};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::Semaphore;

pub use account::Organization;
pub use bucket::Bucket;
pub use change::{Incomplete, PrefixedBuckets};
pub use endpoint::{is_cleartext, without_user_info};
pub use error::Error;
pub use history::{
    History, Known, LookupRegion, Query, REACH, Report, Standing, why_regions_are_off,
};
use interrupt::Ending;
pub use interrupt::listen;
pub use keys::PublicKeys;
pub use limits::Limits;
pub use posture::NamedQueue;
pub use queue::{Depth, Message, Queue, QueueSettings, Receiving};
pub use trails::TrailList;

use crate::source::FaultKind;
use crate::source::interrupt::Interrupt;
use crate::source::memory::ReadAhead;

/// The Region to look up buckets from if none is configured.
const ANY_REGION: &str = "us-east-1";

/// The user's settings; the rest comes from the environment and the profile.
#[derive(Clone, Default)]
pub struct Settings {
    /// A profile of the shared configuration.
    pub profile: Option<String>,
    /// The Region to look up trails in.
    pub region: Option<String>,
    /// A custom endpoint for all services.
    pub endpoint: Option<String>,
    /// Requests that may be in flight at the same time.
    pub concurrency: usize,
    /// The budget of bytes for all objects, of which a part is for those in flight.
    pub memory: usize,
    /// Deadlines and retries.
    pub limits: Limits,
    /// Cancels requests once it is set.
    pub interrupt: Option<Interrupt>,
}

/// A session with AWS: configuration, credentials, connections.
pub struct Session {
    settings: Settings,
    /// `None` only while it is dropped.
    threads: Option<Runtime>,
    runtime: Handle,
    ending: Ending,
    config: SdkConfig,
    concurrency: usize,
    requests: Arc<Semaphore>,
    clients: Mutex<HashMap<String, aws_sdk_s3::Client>>,
    /// Room for objects that are downloaded ahead of their readers.
    ahead: Arc<ReadAhead>,
    /// Signs requests for objects.
    signer: Option<Arc<bucket::Signer>>,
}

impl Session {
    /// Loads the configuration. Credentials are loaded when the first request needs them.
    ///
    /// # Errors
    /// The system has no threads, or the run is interrupted.
    pub fn start(settings: &Settings) -> Result<Arc<Self>, Error> {
        endpoint::none_is_empty()?;
        let threads = Builder::new_multi_thread().enable_all().build().map_err(|error| {
            Error::new(FaultKind::Other, format!("cannot start: {error}"), "free memory or threads")
        })?;
        let runtime = threads.handle().clone();
        let ending = Ending::new(settings.interrupt.as_ref());
        let config = runtime.block_on(ending.clone().unless(config_loader(settings).load()));
        let config = config.ok_or_else(Error::interrupted)?;
        Ok(Self::with_config(settings, config, threads, ending))
    }

    /// A session with a configuration that was loaded.
    fn with_config(
        settings: &Settings,
        config: SdkConfig,
        threads: Runtime,
        ending: Ending,
    ) -> Arc<Self> {
        let signer = bucket::Signer::new(&config, settings.limits).map(Arc::new);
        let runtime = threads.handle().clone();
        Arc::new(Self {
            settings: settings.clone(),
            threads: Some(threads),
            runtime,
            ending,
            config,
            concurrency: settings.concurrency,
            requests: Arc::new(Semaphore::new(settings.concurrency)),
            clients: Mutex::default(),
            ahead: ReadAhead::new(settings.memory),
            signer,
        })
    }

    /// The flags with which another command reaches a Region with the same settings.
    pub fn flags(&self, region: &str) -> String {
        let Settings { profile, endpoint, .. } = &self.settings;
        let named = [("profile", profile), ("endpoint-url", endpoint)];
        let named = named.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?)));
        let all = [("region", region)].into_iter().chain(named);
        all.map(|(name, value)| format!(" --{name} {value}")).collect::<Vec<_>>().concat()
    }

    /// The configured Region.
    fn region(&self) -> Option<&str> {
        self.config.region().map(Region::as_ref)
    }

    fn s3(&self, region: &str, attempts: u32) -> aws_sdk_s3::Client {
        let retry = self.config.retry_config().cloned();
        let retry = retry.map(|retry| retry.with_max_attempts(attempts));
        let mut config = aws_sdk_s3::config::Builder::from(&self.config)
            .region(Region::new(region.to_owned()))
            .force_path_style(self.has_endpoint())
            .interceptor(lenient::RenameRoot);
        config.set_retry_config(retry);
        aws_sdk_s3::Client::from_conf(config.build())
    }

    /// The client for a bucket's Region, which is looked up once.
    fn bucket_client(&self, bucket: &str) -> Result<aws_sdk_s3::Client, Error> {
        let known = |clients: &Mutex<HashMap<_, aws_sdk_s3::Client>>| {
            clients.lock().unwrap_or_else(PoisonError::into_inner).get(bucket).cloned()
        };
        if let Some(client) = known(&self.clients) {
            return Ok(client);
        }
        let configured = self.region().unwrap_or(ANY_REGION);
        let any_region = self.s3(configured, self.settings.limits.first_attempts);
        let region = self.wait(bucket::region(&any_region, bucket, configured))??;
        let client = self.s3(
            if self.has_endpoint() { configured } else { &region },
            self.settings.limits.attempts,
        );
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        clients.insert(bucket.to_owned(), client.clone());
        Ok(client)
    }

    /// A client for trails in a Region, by default the configured one.
    fn cloudtrail(&self, region: Option<&str>) -> Result<aws_sdk_cloudtrail::Client, Error> {
        let region = region.or(self.region()).ok_or_else(account::no_region)?;
        Ok(aws_sdk_cloudtrail::Client::new(&self.at(region)))
    }

    /// The configuration for services other than S3 in a Region, with few attempts: a user without a
    /// network should know soon.
    fn at(&self, region: &str) -> SdkConfig {
        let retry = self.config.retry_config().cloned();
        let retry = retry.map(|retry| retry.with_max_attempts(self.settings.limits.first_attempts));
        let mut config = self.config.to_builder().region(Region::new(region.to_owned()));
        config.set_retry_config(retry);
        config.build()
    }

    fn kms(&self, region: &str) -> aws_sdk_kms::Client {
        aws_sdk_kms::Client::new(&self.at(region))
    }

    fn sns(&self, region: &str) -> aws_sdk_sns::Client {
        aws_sdk_sns::Client::new(&self.at(region))
    }

    fn sqs(&self, region: &str) -> aws_sdk_sqs::Client {
        aws_sdk_sqs::Client::new(&self.at(region))
    }

    fn sts(&self, region: &str) -> aws_sdk_sts::Client {
        aws_sdk_sts::Client::new(&self.at(region))
    }

    fn organizations(&self, region: &str) -> aws_sdk_organizations::Client {
        aws_sdk_organizations::Client::new(&self.at(region))
    }

    /// Waits for a future.
    ///
    /// # Errors
    /// The run is interrupted.
    fn wait<T>(&self, future: impl Future<Output = T>) -> Result<T, Error> {
        let outcome = self.runtime.block_on(self.ending.clone().unless(future));
        outcome.ok_or_else(Error::interrupted)
    }
}

/// Loads the configuration that the settings name.
fn config_loader(settings: &Settings) -> ConfigLoader {
    let limits = settings.limits;
    let retry = RetryConfig::standard()
        .with_max_attempts(limits.attempts)
        .with_initial_backoff(limits.first_pause)
        .with_max_backoff(limits.longest_pause);
    let timeout = TimeoutConfig::builder()
        .connect_timeout(limits.connect)
        .read_timeout(limits.response)
        .operation_attempt_timeout(limits.attempt)
        .build();
    let mut loader =
        aws_config::defaults(BehaviorVersion::latest()).retry_config(retry).timeout_config(timeout);
    if let Ok(name) = AppName::new("ct") {
        loader = loader.app_name(name);
    }
    if let Some(profile) = &settings.profile {
        // A named profile takes precedence over access keys in the environment.
        let named = ProfileFileCredentialsProvider::builder().profile_name(profile).build();
        loader = loader.profile_name(profile).credentials_provider(named);
    }
    if let Some(region) = &settings.region {
        loader = loader.region(Region::new(region.clone()));
    }
    if let Some(endpoint) = settings.endpoint.as_ref().filter(|it| !it.is_empty()) {
        loader = loader.endpoint_url(endpoint);
    }
    loader
}

impl Drop for Session {
    /// Does not wait for tasks: a DNS lookup may block its thread for long, and the last owner of a
    /// session may be one of its own tasks, which must not block.
    fn drop(&mut self) {
        if let Some(threads) = self.threads.take() {
            threads.shutdown_background();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Session, Settings};

    #[test]
    fn a_task_may_be_the_last_owner_of_its_session() {
        let session = Session::start(&Settings::default()).unwrap();
        let (dropped, end) = std::sync::mpsc::channel();
        session.runtime.clone().spawn(async move {
            let dropped = dropped;
            drop(session);
            dropped.send(()).unwrap();
        });
        assert_eq!(end.recv(), Ok(()), "a panic");
    }
}
