//! The settings of a trail that is to be created or updated, as a value; reads and changes nothing.

use super::Tag;
use super::change::last;
use super::made::TAG;

/// What a trail is told to be; what is none stays as it is, or as the API has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Its name, or the ARN of one that is there.
    pub name: String,
    /// The bucket that it delivers to.
    pub bucket: Option<String>,
    /// The prefix of its keys.
    pub prefix: Option<String>,
    /// Whether it records all regions.
    pub multi_region: Option<bool>,
    /// Whether it records all accounts of the organisation.
    pub organisation: Option<bool>,
    /// Whether it records services that have no region.
    pub global_events: Option<bool>,
    /// Whether it delivers digests.
    pub validation: Option<bool>,
    /// Id, ARN or alias of the key that encrypts its logs; empty for that of S3.
    pub key: Option<String>,
    /// Name or ARN of the topic that is told of deliveries; empty for none.
    pub topic: Option<String>,
    /// ARNs of a log group and of the role that writes to it; empty for none.
    pub log_group: Option<[String; 2]>,
    /// Only when it is created.
    pub tags: Vec<Tag>,
}

impl Settings {
    /// What is said of a trail, in the fewest words.
    pub fn told(&self) -> Vec<String> {
        let mut told = Vec::new();
        let mut flag = |value: Option<bool>, yes: &str, no: &str| {
            if let Some(value) = value {
                told.push(if value { yes } else { no }.to_owned());
            }
        };
        flag(self.multi_region, "all regions", "this region only");
        flag(self.organisation, "all accounts of the organisation", "this account only");
        let off = "log file validation OFF: the chain of digests ends";
        flag(self.validation, "log file validation on", off);
        flag(self.global_events, "global services", "no global services");
        let named = [
            (self.bucket.as_deref(), "to bucket", "no bucket"),
            (self.prefix.as_deref(), "below prefix", "no prefix"),
            (self.key.as_deref(), "encrypted with", "encrypted by S3"),
            (self.topic.as_deref(), "tells topic", "tells no topic"),
            (
                self.log_group.as_ref().map(|[group, _]| group.as_str()),
                "also to log group",
                "to no log group",
            ),
        ];
        for (value, some, none) in named {
            told.extend(value.map(|value| match last(value) {
                "" => none.to_owned(),
                value => format!("{some} {value}"),
            }));
        }
        let tags = self.tags.iter().filter(|tag| tag.key != TAG);
        let tags: Vec<&str> = tags.map(|tag| &*tag.key).collect();
        if !tags.is_empty() {
            told.push(format!("tagged {}", tags.join(" ")));
        }
        told
    }
}
