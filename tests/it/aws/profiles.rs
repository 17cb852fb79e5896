//! Region, endpoint and credentials as users configure them: the shared configuration files, and
//! what else there is. moto answers for one machine only, so that a bucket whose name were put in
//! the host's would not be found: whatever prints something has named the bucket in the path.

use std::path::Path;

use tempfile::TempDir;

use super::{ACME, all, homeless};
use crate::harness::{Ct, put};

/// A folder with the files `config` and `credentials`.
struct Home {
    folder: TempDir,
}

impl Home {
    /// `$` stands for moto's address in both.
    fn new(config: &str, credentials: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("config", config), ("credentials", credentials)] {
            put(folder.path(), name, text.replace('$', ACME.moto.endpoint()));
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// The program with nothing but these files to go by.
    fn ct(&self, line: &str) -> Ct {
        Ct::new(line)
            .env("AWS_CONFIG_FILE", &self.path("config"))
            .env("AWS_SHARED_CREDENTIALS_FILE", &self.path("credentials"))
    }
}

/// The credentials of the account, as a section of a file.
fn keys(section: &str) -> String {
    let [_, (_, id), (_, secret)] = ACME.moto.environment();
    format!("[{section}]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n")
}

fn has_all(ct: Ct, how: &str) {
    assert!(ct.run().expect_silent_yes().stdout == all(), "{how}");
}

const AUDIT: &str = "[profile audit]\nregion = us-east-1\nendpoint_url = $\n";

#[test]
fn a_profile_gives_region_endpoint_and_credentials() {
    let home = Home::new(AUDIT, &keys("audit"));
    has_all(home.ct("grep --profile audit"), "by flag");
    has_all(home.ct("grep --profile audit s3://acme-trail"), "by flag, a bucket");
    has_all(home.ct("grep").env("AWS_PROFILE", "audit"), "by variable");
    let default = Home::new("[default]\nregion = us-east-1\nendpoint_url = $\n", &keys("default"));
    has_all(default.ct("grep"), "by default");
    // The flag goes before the variable.
    has_all(home.ct("grep --profile audit").env("AWS_PROFILE", "missing"), "by both");
}

#[test]
fn a_profile_can_have_an_endpoint_for_each_service() {
    let config = "[profile audit]\nregion = us-east-1\nservices = here\n\
                  [services here]\ns3 =\n  endpoint_url = $\ncloudtrail =\n  endpoint_url = $\n";
    let home = Home::new(config, &keys("audit"));
    has_all(home.ct("grep --profile audit"), "of the trail");
    has_all(home.ct("grep --profile audit s3://acme-trail"), "of the bucket");
}

#[test]
fn a_variable_can_set_the_endpoint_of_each_service() {
    let config = "[profile audit]\nregion = us-east-1\n";
    let home = Home::new(config, &keys("audit"));
    let ct = home.ct("grep --profile audit").env("AWS_ENDPOINT_URL_S3", ACME.moto.endpoint());
    has_all(ct.env("AWS_ENDPOINT_URL_CLOUDTRAIL", ACME.moto.endpoint()), "of the trail");
    let ct = home.ct("grep --profile audit s3://acme-trail");
    has_all(ct.env("AWS_ENDPOINT_URL_S3", ACME.moto.endpoint()), "of the bucket");
}

#[test]
fn endpoint_url_applies_to_all_services() {
    let config = "[profile audit]\nregion = us-east-1\nendpoint_url = http://127.0.0.1:1\n";
    let home = Home::new(config, &keys("audit"));
    has_all(
        home.ct("grep --profile audit --endpoint-url").arg(ACME.moto.endpoint()),
        "before the profile's",
    );
    let [(_, endpoint), ..] = ACME.moto.environment();
    let ct = homeless(&ACME.moto, "grep --region us-east-1,eu-west-1 s3://acme-trail");
    has_all(
        ct.env("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
            .args(&format!("--endpoint-url {endpoint}")),
        "before the variable's",
    );
}

/// A program that prints credentials is run by a shell; that of Windows has no `cat`.
#[cfg(unix)]
#[test]
fn credential_process_gives_the_credentials() {
    let home = Home::new("", "");
    let [_, (_, id), (_, secret)] = ACME.moto.environment();
    let printed = serde_json::json!({ "Version": 1, "AccessKeyId": id, "SecretAccessKey": secret });
    let printed = put(home.folder.path(), "credentials.json", printed.to_string());
    let process = format!("{AUDIT}credential_process = cat '{}'\n", printed.display());
    put(home.folder.path(), "config", process.replace('$', ACME.moto.endpoint()));
    // Only the account of these credentials has the trail.
    has_all(home.ct("grep --profile audit"), "by process");
}

#[test]
fn missing_settings_are_reported_in_one_line() {
    let home = Home::new(AUDIT, &keys("other"));
    insta::assert_snapshot!(home.ct("grep --profile audit --count").run(), @"
    code 2
    --- stdout
    --- stderr
    ct: no source is named, and the account's trail cannot be read: no usable AWS credentials: the profile has none
    help: run aws sso login or aws configure, or set AWS_PROFILE to a profile that exists; or name a file, a folder or s3://BUCKET
    ");
    insta::assert_snapshot!(home.ct("grep --profile missing --count s3://acme-trail").run(), @"
    code 2
    --- stdout
    --- stderr
    ct: s3://acme-trail: no usable AWS credentials: profile `missing` was not defined: could not find source profile missing referenced from the root profile
    help: run aws sso login or aws configure, or set AWS_PROFILE to a profile that exists
    ");
    let mut no_server = home.ct("grep --profile other --count --endpoint-url http://127.0.0.1:1");
    no_server = no_server.env("AWS_REGION", "us-east-1");
    let ran = no_server.run();
    assert_eq!(ran.code, 2, "{ran}");
    let fault =
        "ct: no source is named, and the account's trail cannot be read: cannot reach AWS: ";
    assert!(ran.stderr.starts_with(fault), "{ran}");
    let help = "help: check the network, AWS_REGION and --endpoint-url; or name a file, a folder or \
                s3://BUCKET\n";
    assert!(ran.stderr.ends_with(help), "{ran}");
}

#[test]
fn a_missing_configuration_file_is_ignored_if_the_environment_is_complete() {
    let none = Path::new("no-such-folder").join("config").display().to_string();
    let ct = super::ct(&ACME.moto, "grep");
    has_all(ct.env("AWS_CONFIG_FILE", &none).env("AWS_SHARED_CREDENTIALS_FILE", &none), "none");
}
