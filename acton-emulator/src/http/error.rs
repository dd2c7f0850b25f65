//! The errors Act-On answers with, in their envelopes (A§5.1, A§5.2).

use std::borrow::Cow;

use serde_json::json;

use super::Answer;

/// A refusal in one of the envelopes a caller meets.
#[derive(Clone, Debug)]
pub(crate) enum Refusal {
    /// `{errorCode, message}`.
    Api {
        status: u16,
        code: u32,
        message: Cow<'static, str>,
    },
    /// The same, with the code as a string: only "Invalid Column Specified" on add does that.
    ApiTextCode {
        status: u16,
        code: &'static str,
        message: &'static str,
    },
    /// `{httpCode, httpMessage, moreInformation}`, all strings.
    Gateway {
        status: u16,
        title: &'static str,
        more: Cow<'static, str>,
        retry_after: Option<u64>,
    },
    /// `{error, error_description}`, from `/token`.
    OAuth {
        status: u16,
        error: &'static str,
        description: Cow<'static, str>,
    },
    /// Act-On has it, the emulator does not.
    NotModelled { operation: String },
}

impl Refusal {
    pub(crate) const fn api(status: u16, code: u32, message: &'static str) -> Self {
        Self::Api {
            status,
            code,
            message: Cow::Borrowed(message),
        }
    }

    pub(crate) const fn gateway(status: u16, title: &'static str, more: &'static str) -> Self {
        Self::Gateway {
            status,
            title,
            more: Cow::Borrowed(more),
            retry_after: None,
        }
    }

    pub(crate) const fn oauth(status: u16, error: &'static str, description: &'static str) -> Self {
        Self::OAuth {
            status,
            error,
            description: Cow::Borrowed(description),
        }
    }

    /// 10121 is published for one name only; other names are inferred.
    pub(crate) fn missing(parameter: &str) -> Self {
        Self::Api {
            status: 422,
            code: 10121,
            message: Cow::Owned(format!("Missing parameter - {parameter}")),
        }
    }

    /// A request the contract has no code for: the gateway's envelope (inferred).
    pub(crate) fn bad_request(more: impl Into<Cow<'static, str>>) -> Self {
        Self::Gateway {
            status: 400,
            title: "Bad Request",
            more: more.into(),
            retry_after: None,
        }
    }

    pub(crate) fn not_modelled(operation: impl Into<String>) -> Self {
        Self::NotModelled {
            operation: operation.into(),
        }
    }
}

pub(crate) const INVALID_LIST: Refusal = Refusal::api(400, 10004, "Invalid or missing list");
pub(crate) const INVALID_CONTACT: Refusal = Refusal::api(400, 10008, "Invalid contact");
/// Only the number is known (A§5.2); status and text are inferred.
pub(crate) const NO_CONTACT: Refusal = Refusal::api(400, 10162, "No contact found");
pub(crate) const INVALID_COLUMN: Refusal = Refusal::api(400, 10010, "Invalid Column Specified");
pub(crate) const INVALID_COLUMN_ON_ADD: Refusal = Refusal::ApiTextCode {
    status: 400,
    code: "10010",
    message: "Invalid Column Specified",
};
pub(crate) const INVALID_FORM: Refusal = Refusal::api(400, 10012, "Invalid Form id");
pub(crate) const INVALID_PAGE: Refusal = Refusal::api(400, 10013, "Invalid Page id");
pub(crate) const INVALID_JOB: Refusal = Refusal::api(400, 10017, "Invalid or expired Job Id");
pub(crate) const NO_FILE: Refusal = Refusal::api(400, 10003, "Input file missing");
pub(crate) const INVALID_MERGE_LIST: Refusal =
    Refusal::api(400, 10025, "Invalid or missing merge destination list");
pub(crate) const MERGE_COLUMN_MISSING: Refusal = Refusal::api(
    400,
    10088,
    "At least one specified merge column is missing from the uploaded file",
);
pub(crate) const INVALID_URL: Refusal =
    Refusal::api(400, 90004, "Empty or improperly formatted URL given");
/// The text is published, number and status are inferred.
pub(crate) const INVALID_COLUMN_TYPE: Refusal = Refusal::api(
    400,
    10086,
    "Upload specs contain an invalid column type value.",
);

/// 10054, whose status depends on the operation.
pub(crate) const fn invalid_id(status: u16) -> Refusal {
    Refusal::api(status, 10054, "The id is invalid")
}

/// 10085, whose status depends on the operation.
pub(crate) const fn invalid_file_type(status: u16) -> Refusal {
    Refusal::api(status, 10085, "Invalid file type specified")
}

/// 10030, whose status depends on the operation.
pub(crate) const fn invalid_message(status: u16) -> Refusal {
    Refusal::api(status, 10030, "Invalid or deleted message")
}

pub(crate) const INVALID_VERB: Refusal = Refusal::api(400, 10089, "Invalid drill-down verb");
pub(crate) const INVALID_PERIOD: Refusal = Refusal::api(400, 10160, "The date period is invalid.");

pub(crate) const UNAUTHORIZED: Refusal = Refusal::gateway(401, "Unauthorized", "");
pub(crate) const NOT_FOUND: Refusal =
    Refusal::gateway(404, "Not Found", "No resources match requested URI");

/// What a caller over a limit sees (inferred: the gateway product's default).
pub(crate) const fn too_many_requests(retry_after: Option<u64>) -> Refusal {
    Refusal::Gateway {
        status: 429,
        title: "Too Many Requests",
        more: Cow::Borrowed("Rate Limit exceeded"),
        retry_after,
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Api {
                status,
                code,
                message,
            } => Self::json_status(status, &json!({"errorCode": code, "message": message})),
            Refusal::ApiTextCode {
                status,
                code,
                message,
            } => Self::json_status(status, &json!({"errorCode": code, "message": message})),
            Refusal::Gateway {
                status,
                title,
                more,
                retry_after,
            } => {
                let body = json!({
                    "httpCode": status.to_string(),
                    "httpMessage": title,
                    "moreInformation": more,
                });
                let answer = Self::json_status(status, &body);
                match retry_after {
                    Some(seconds) => answer.header("retry-after", seconds.to_string()),
                    None => answer,
                }
            }
            Refusal::OAuth {
                status,
                error,
                description,
            } => Self::json_status(
                status,
                &json!({"error": error, "error_description": description}),
            ),
            Refusal::NotModelled { operation } => Self::json_status(
                501,
                &json!({
                    "errorCode": "NOT_MODELLED",
                    "message": format!("acton-emulator does not model: {operation}"),
                }),
            ),
        }
    }
}
