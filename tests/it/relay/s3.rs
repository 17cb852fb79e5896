//! Which operation of S3 a method, a path and a query are. It knows names, not what they do.

use super::call::parameter;
use super::wire::Request;

/// What a query names besides the object or bucket itself, and how the operations on that are
/// called behind `Get`, `Put` and `Delete`.
const OF_BUCKET: [(&str, [&str; 3]); 15] = [
    ("acl", ["GetBucketAcl", "PutBucketAcl", ""]),
    ("encryption", ["GetBucketEncryption", "PutBucketEncryption", "DeleteBucketEncryption"]),
    (
        "lifecycle",
        [
            "GetBucketLifecycleConfiguration",
            "PutBucketLifecycleConfiguration",
            "DeleteBucketLifecycle",
        ],
    ),
    ("list-type", ["ListObjectsV2", "", ""]),
    ("location", ["GetBucketLocation", "", ""]),
    ("logging", ["GetBucketLogging", "PutBucketLogging", ""]),
    (
        "notification",
        ["GetBucketNotificationConfiguration", "PutBucketNotificationConfiguration", ""],
    ),
    ("object-lock", ["GetObjectLockConfiguration", "PutObjectLockConfiguration", ""]),
    (
        "ownershipControls",
        [
            "GetBucketOwnershipControls",
            "PutBucketOwnershipControls",
            "DeleteBucketOwnershipControls",
        ],
    ),
    ("policy", ["GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"]),
    ("policyStatus", ["GetBucketPolicyStatus", "", ""]),
    (
        "publicAccessBlock",
        ["GetPublicAccessBlock", "PutPublicAccessBlock", "DeletePublicAccessBlock"],
    ),
    ("tagging", ["GetBucketTagging", "PutBucketTagging", "DeleteBucketTagging"]),
    ("versioning", ["GetBucketVersioning", "PutBucketVersioning", ""]),
    ("versions", ["ListObjectVersions", "", ""]),
];

/// The same of an object.
const OF_OBJECT: [(&str, [&str; 3]); 5] = [
    ("acl", ["GetObjectAcl", "PutObjectAcl", ""]),
    ("legal-hold", ["GetObjectLegalHold", "PutObjectLegalHold", ""]),
    ("retention", ["GetObjectRetention", "PutObjectRetention", ""]),
    ("tagging", ["GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging"]),
    ("uploadId", ["ListParts", "UploadPart", "AbortMultipartUpload"]),
];

/// The operation that a request in path style is; none if it is of another kind.
pub(super) fn operation(request: &Request) -> Option<&'static str> {
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let path = path.trim_start_matches('/');
    let has_key = path.split_once('/').is_some_and(|(_, key)| !key.is_empty());
    let (table, names) = if has_key {
        (OF_OBJECT.as_slice(), ["GetObject", "PutObject", "DeleteObject"])
    } else if path.is_empty() {
        ([].as_slice(), ["ListBuckets", "", ""])
    } else {
        (OF_BUCKET.as_slice(), ["ListObjects", "CreateBucket", "DeleteBucket"])
    };
    let part = table.iter().find(|(part, _)| parameter(query, part).is_some());
    let at = match (request.method.as_str(), has_key) {
        ("GET", _) => 0,
        ("PUT", _) if request.header("x-amz-copy-source").is_some() => return Some("CopyObject"),
        ("PUT", _) => 1,
        ("DELETE", _) => 2,
        ("HEAD", true) => return Some("HeadObject"),
        ("HEAD", false) => return Some("HeadBucket"),
        ("POST", true) if parameter(query, "uploads").is_some() => {
            return Some("CreateMultipartUpload");
        }
        ("POST", true) if part.is_some() => return Some("CompleteMultipartUpload"),
        ("POST", false) if parameter(query, "delete").is_some() => return Some("DeleteObjects"),
        _ => return None,
    };
    Some(part.map_or(names, |(_, names)| *names)[at]).filter(|name| !name.is_empty())
}
