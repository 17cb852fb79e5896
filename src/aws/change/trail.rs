//! Trails: created, updated, started, stopped, tagged, deleted.

use aws_sdk_cloudtrail::types::Tag as ApiTag;

use crate::aws::Session;
use crate::aws::error::{ApiCall, Error};
use crate::policy::arn::name_of;
use crate::source::FaultKind;
use crate::trail::change::Change;
use crate::trail::{LogGroupSettings, Tag, TrailSettings};

impl Session {
    pub(super) async fn change_trail(&self, change: &Change, region: &str) -> Result<(), Error> {
        let client = self.cloudtrail(Some(region))?;
        let operation = change.operations().first().copied().unwrap_or_default();
        let call = |resource| ApiCall { action: operation, resource };
        match change {
            Change::CreateTrail(settings) => {
                self.create_trail(settings, region, call(&settings.name)).await
            }
            Change::UpdateTrail(settings) => {
                self.update_trail(settings, region, call(&settings.name)).await
            }
            Change::StartLogging { trail } => {
                let answer = client.start_logging().name(trail).send().await;
                answer.map(drop).map_err(|error| Error::of(&error, call(trail)))
            }
            Change::StopLogging { trail } => {
                let answer = client.stop_logging().name(trail).send().await;
                answer.map(drop).map_err(|error| Error::of(&error, call(trail)))
            }
            Change::DeleteTrail { trail } => {
                // The client is that of the home Region, where the name is enough; moto takes no ARN.
                let answer = client.delete_trail().name(name_of(trail)).send().await;
                answer.map(drop).map_err(|error| Error::of(&error, call(trail)))
            }
            Change::AddTags { trail, tags } => {
                let add = client.add_tags().resource_id(trail).set_tags_list(Some(api_tags(tags)?));
                add.send().await.map(drop).map_err(|error| Error::of(&error, call(trail)))
            }
            Change::RemoveTags { trail, tags } => {
                let tags = Some(api_tags(tags)?);
                let remove = client.remove_tags().resource_id(trail).set_tags_list(tags);
                remove.send().await.map(drop).map_err(|error| Error::of(&error, call(trail)))
            }
            _ => Ok(()),
        }
    }

    async fn create_trail(
        &self,
        settings: &TrailSettings,
        region: &str,
        call: ApiCall<'_>,
    ) -> Result<(), Error> {
        let TrailSettings { name, log_group, tags, .. } = settings.clone();
        let (group, role) = log_group.map(arns).unzip();
        let tags = if tags.is_empty() { None } else { Some(api_tags(&tags)?) };
        let create = self.cloudtrail(Some(region))?.create_trail().name(name);
        let answer = create
            .set_s3_bucket_name(settings.bucket.clone())
            .set_s3_key_prefix(settings.prefix.clone().filter(|prefix| !prefix.is_empty()))
            .set_sns_topic_name(settings.topic.clone())
            .set_include_global_service_events(settings.global_events)
            .set_is_multi_region_trail(settings.multi_region)
            .set_is_organization_trail(settings.organization)
            .set_enable_log_file_validation(settings.validation)
            .set_cloud_watch_logs_log_group_arn(group)
            .set_cloud_watch_logs_role_arn(role)
            .set_kms_key_id(settings.key.clone())
            .set_tags_list(tags)
            .send()
            .await;
        answer.map(drop).map_err(|error| Error::of(&error, call))
    }

    async fn update_trail(
        &self,
        settings: &TrailSettings,
        region: &str,
        call: ApiCall<'_>,
    ) -> Result<(), Error> {
        let TrailSettings { name, log_group, .. } = settings.clone();
        let (group, role) = log_group.map(arns).unzip();
        let answer = self
            .cloudtrail(Some(region))?
            .update_trail()
            .name(name)
            .set_s3_bucket_name(settings.bucket.clone())
            .set_s3_key_prefix(settings.prefix.clone())
            .set_sns_topic_name(settings.topic.clone())
            .set_include_global_service_events(settings.global_events)
            .set_is_multi_region_trail(settings.multi_region)
            .set_is_organization_trail(settings.organization)
            .set_enable_log_file_validation(settings.validation)
            .set_cloud_watch_logs_log_group_arn(group)
            .set_cloud_watch_logs_role_arn(role)
            .set_kms_key_id(settings.key.clone())
            .send()
            .await;
        answer.map(drop).map_err(|error| Error::of(&error, call))
    }
}

fn arns(log_group: LogGroupSettings) -> (String, String) {
    (log_group.group, log_group.role)
}

fn api_tags(tags: &[Tag]) -> Result<Vec<ApiTag>, Error> {
    let tag = |Tag { key, value }: &Tag| ApiTag::builder().key(key).value(value).build();
    let tags: Result<Vec<ApiTag>, _> = tags.iter().map(tag).collect();
    tags.map_err(|error| Error::new(FaultKind::Other, error.to_string(), ""))
}
