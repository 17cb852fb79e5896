//! Responses of S3-compatible endpoints that the AWS CLI reads and the SDK for Rust does not: the root
//! element has another name, or there is none.
//!
//! A response that the SDK could not parse is parsed once more with the expected root element.

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::config::interceptors::FinalizerInterceptorContextMut;
use aws_sdk_s3::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_s3::error::BoxError;
use aws_sdk_s3::primitives::SdkBody;
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse as _, SharedResponseDeserializer,
};

/// The responses that are parsed again (Amazon S3 API Reference).
const RESPONSES: [ResponseShape; 11] = [
    ResponseShape { operation: "GetBucketAcl", root: "AccessControlPolicy", holds: "<Grant" },
    ResponseShape {
        operation: "GetBucketEncryption",
        root: "ServerSideEncryptionConfiguration",
        holds: "<Rule",
    },
    ResponseShape { operation: "GetBucketLogging", root: "BucketLoggingStatus", holds: "" },
    ResponseShape {
        operation: "GetBucketNotificationConfiguration",
        root: "NotificationConfiguration",
        holds: "",
    },
    ResponseShape {
        operation: "GetBucketOwnershipControls",
        root: "OwnershipControls",
        holds: "<Rule",
    },
    ResponseShape { operation: "GetBucketPolicyStatus", root: "PolicyStatus", holds: "<IsPublic" },
    ResponseShape { operation: "GetBucketVersioning", root: "VersioningConfiguration", holds: "" },
    ResponseShape {
        operation: "GetPublicAccessBlock",
        root: "PublicAccessBlockConfiguration",
        holds: "<BlockPublic",
    },
    ResponseShape {
        operation: "ListObjectVersions",
        root: "ListVersionsResult",
        holds: "<IsTruncated",
    },
    ResponseShape { operation: "ListObjects", root: "ListBucketResult", holds: "<IsTruncated" },
    ResponseShape { operation: "ListObjectsV2", root: "ListBucketResult", holds: "<IsTruncated" },
];

struct ResponseShape {
    operation: &'static str,
    /// The root element.
    root: &'static str,
    /// A part that a response must have, so that no other document passes for an empty one. If this is
    /// empty, an empty response means that nothing is configured.
    holds: &'static str,
}

/// Parses a response again with its root element renamed.
#[derive(Debug)]
pub(super) struct RenameRoot;

impl Intercept for RenameRoot {
    fn name(&self) -> &'static str {
        "RenameRoot"
    }

    fn modify_before_attempt_completion(
        &self,
        context: &mut FinalizerInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(Err(_)) = context.output_or_error() else { return Ok(()) };
        let operation = config.load::<Metadata>().map_or("", Metadata::name);
        let expected = RESPONSES.iter().find(|shape| shape.operation == operation);
        let response = context.response().filter(|response| response.status().is_success());
        let body = response.and_then(|response| response.body().bytes());
        let (Some(expected), Some(response), Some(body)) = (expected, response, body) else {
            return Ok(());
        };
        let Some(renamed) = expected.renamed(body) else { return Ok(()) };
        let mut again = HttpResponse::new(response.status(), SdkBody::from(renamed));
        *again.headers_mut() = response.headers().clone();
        let Some(reader) = config.load::<SharedResponseDeserializer>() else { return Ok(()) };
        let read = reader.deserialize_nonstreaming_with_config(&again, config);
        if let (Ok(output), Some(outcome)) = (read, context.output_or_error_mut()) {
            *outcome = Ok(output);
        }
        Ok(())
    }
}

impl ResponseShape {
    /// The document with the expected root element; `None` if it has it already, or is another
    /// document. An empty response is an empty element.
    fn renamed(&self, body: &[u8]) -> Option<String> {
        let Self { root, holds, .. } = self;
        let text = std::str::from_utf8(body).ok()?.trim();
        let (head, document) = text.split_at(end_of_prolog(text)?);
        if !document.contains(holds) {
            return None;
        }
        if document.is_empty() {
            return Some(format!("<{root}/>"));
        }
        let name = document.strip_prefix('<')?;
        let name = &name[..name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?];
        let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
        if name.is_empty() || local == *root || is_other(local) {
            return None;
        }
        let rest = &document[1 + name.len()..];
        let closing = format!("</{name}");
        let rest = match rest.rfind(&closing) {
            Some(end) => format!("{}</{root}{}", &rest[..end], &rest[end + closing.len()..]),
            None => rest.to_owned(),
        };
        Some(format!("{head}<{root}{rest}"))
    }
}

/// Whether the root element is that of an error or of a web page.
fn is_other(root: &str) -> bool {
    ["error", "errors", "errorresponse", "html"].contains(&root.to_ascii_lowercase().as_str())
}

/// Where the root element begins: after the XML declaration and comments.
fn end_of_prolog(text: &str) -> Option<usize> {
    let mut end = 0;
    while text[end..].starts_with("<?") || text[end..].starts_with("<!") {
        end += text[end..].find('>')? + 1;
        end += text[end..].len() - text[end..].trim_start().len();
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(body: &str, holds: &'static str) -> Option<String> {
        ResponseShape { operation: "", root: "R", holds }.renamed(body.as_bytes())
    }

    #[test]
    fn the_root_element_is_renamed() {
        let table = [
            ("<A><B>1</B></A>", Some("<R><B>1</B></R>")),
            (
                "<?xml version=\"1.0\"?>\n<A xmlns=\"u\">\n</A>\n",
                Some("<?xml version=\"1.0\"?>\n<R xmlns=\"u\">\n</R>"),
            ),
            ("<!-- a --><A/>", Some("<!-- a --><R/>")),
            ("<A><A>1</A></A >", Some("<R><A>1</A></R >")),
            ("", Some("<R/>")),
            (" \n", Some("<R/>")),
            ("<?xml version=\"1.0\"?>", Some("<R/>")),
            ("<R></R>", None),
            ("<x:R></x:R>", None),
            ("{}", None),
            ("<", None),
        ];
        for (body, expected) in table {
            assert_eq!(renamed(body, "").as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn an_error_or_a_web_page_is_not_a_response() {
        for body in ["<Error><Code>X</Code></Error>", "<html/>", "<!DOCTYPE html>\n<HTML></HTML>"] {
            assert_eq!(renamed(body, ""), None, "{body}");
        }
        for body in ["", "<A></A>"] {
            assert_eq!(renamed(body, "<IsTruncated"), None, "{body}");
        }
        let list = renamed("<A><IsTruncated>false</IsTruncated></A>", "<IsTruncated");
        assert_eq!(list.as_deref(), Some("<R><IsTruncated>false</IsTruncated></R>"));
    }
}
