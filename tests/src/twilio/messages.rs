//! Accounts and messages: create, fetch, list.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use haberdash_core::{Clock, Timestamp};
use serde_json::json;

use super::fault::problem;
use super::state::{Direction, MessageRecord, RequestRecord, Status};
use super::{Inner, resource, webhooks};

/// WhatsApp lets a business write freely for so long after the customer's last message.
const WINDOW: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);
const LONGEST_BODY: usize = 1600;

/// Notes the request and checks its credentials.
#[expect(clippy::result_large_err, reason = "the error is the response itself")]
pub(crate) fn authenticate(
    inner: &Inner,
    headers: &HeaderMap,
    account: &str,
    record: RequestRecord,
    needs_main_credentials: bool,
) -> Result<(), Response> {
    let shown = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Basic "))
        .and_then(|text| STANDARD.decode(text).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|pair| pair.split_once(':').map(|(user, password)| (user.to_owned(), password.to_owned())));
    let user = shown.as_ref().map(|(user, _)| user.clone());
    let options = &inner.options;
    let account_status = {
        let mut state = inner.state.lock();
        state.requests.push(RequestRecord { user, ..record });
        state.account_status
    };
    inner.changed.notify_waiters();
    let main = (options.account_sid.clone(), options.auth_token.clone());
    let known =
        shown.is_some_and(|pair| pair == main || (!needs_main_credentials && pair == options.api_key));
    if !known || account != options.account_sid {
        return Err(problem(StatusCode::UNAUTHORIZED, 20003, "Authenticate"));
    }
    if account_status != "active" && !needs_main_credentials {
        return Err(problem(StatusCode::FORBIDDEN, 20005, "Account is not active"));
    }
    Ok(())
}

pub(crate) fn record(method: &str, path: String, query: Option<String>) -> RequestRecord {
    RequestRecord {
        method: method.into(),
        path,
        query: query.unwrap_or_default(),
        user: None,
        form: Vec::new(),
    }
}

pub(crate) async fn account(
    State(inner): State<Arc<Inner>>,
    Path(account): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(sid) = account.strip_suffix(".json") else {
        return problem(StatusCode::NOT_FOUND, 20404, "The requested resource was not found");
    };
    let record = record("GET", format!("/2010-04-01/Accounts/{account}"), None);
    if let Err(refusal) = authenticate(&inner, &headers, sid, record, true) {
        return refusal;
    }
    let status = inner.state.lock().account_status;
    Json(json!({ "sid": sid, "friendly_name": "A simulated shop", "status": status, "type": "Full" }))
        .into_response()
}

/// The account's numbers for text messages; WhatsApp senders are not among them.
pub(crate) async fn numbers(
    State(inner): State<Arc<Inner>>,
    Path(account): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("/2010-04-01/Accounts/{account}/IncomingPhoneNumbers.json");
    if let Err(refusal) = authenticate(&inner, &headers, &account, record("GET", path, query.clone()), false)
    {
        return refusal;
    }
    let query = query.unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "PhoneNumber");
    let owned = &inner.options.sender;
    let is_owned = asked.is_none_or(|(_, number)| number == *owned) && owned.starts_with('+');
    let numbers =
        if is_owned { vec![json!({ "phone_number": owned, "account_sid": account })] } else { Vec::new() };
    Json(json!({ "incoming_phone_numbers": numbers, "next_page_uri": null })).into_response()
}

pub(crate) async fn fetch(
    State(inner): State<Arc<Inner>>,
    Path((account, sid)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let record = record("GET", format!("/2010-04-01/Accounts/{account}/Messages/{sid}"), None);
    if let Err(refusal) = authenticate(&inner, &headers, &account, record, false) {
        return refusal;
    }
    let state = inner.state.lock();
    let sid = sid.trim_end_matches(".json");
    match state.messages.iter().find(|message| message.sid == sid) {
        Some(message) => Json(resource::message(&account, message)).into_response(),
        None => problem(StatusCode::NOT_FOUND, 20404, "The requested resource was not found"),
    }
}

pub(crate) async fn create(
    State(inner): State<Arc<Inner>>,
    Path(account): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let form: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let mut noted = record("POST", format!("/2010-04-01/Accounts/{account}/Messages.json"), None);
    noted.form = form.clone();
    if let Err(refusal) = authenticate(&inner, &headers, &account, noted, false) {
        return refusal;
    }
    let value = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    if let Err((code, message)) = validate(&inner, &value) {
        return problem(StatusCode::BAD_REQUEST, code, message);
    }
    let accepted = {
        let now = inner.options.clock.now();
        let mut state = inner.state.lock();
        let message = MessageRecord {
            sid: state.new_sid("SM"),
            direction: Direction::Outbound,
            from: value("From").unwrap_or(&inner.options.sender).to_owned(),
            to: value("To").unwrap_or_default().to_owned(),
            body: value("Body").unwrap_or_default().to_owned(),
            status: Status::Queued,
            error_code: None,
            messaging_service_sid: value("MessagingServiceSid").map(str::to_owned),
            status_callback: value("StatusCallback").map(str::to_owned),
            profile_name: None,
            media: Vec::new(),
            extra: Vec::new(),
            created_at: now,
            sent_at: None,
        };
        state.messages.push(message.clone());
        message
    };
    inner.changed.notify_waiters();
    if inner.options.automatic_callbacks {
        tokio::spawn(webhooks::report_delivery(Arc::clone(&inner), accepted.sid.clone()));
    }
    (StatusCode::CREATED, Json(resource::message(&account, &accepted))).into_response()
}

fn validate<'a>(inner: &Inner, value: &impl Fn(&str) -> Option<&'a str>) -> Result<(), (i64, &'static str)> {
    let to = value("To").filter(|to| !to.is_empty()).ok_or((21604, "A 'To' phone number is required."))?;
    let from = value("From");
    if from.is_none() && value("MessagingServiceSid").is_none() {
        return Err((21603, "A 'From' phone number is required."));
    }
    let body = value("Body").unwrap_or_default();
    if body.is_empty() && value("MediaUrl").is_none() && value("ContentSid").is_none() {
        return Err((21602, "Message body is required."));
    }
    if body.chars().count() > LONGEST_BODY {
        return Err((21617, "The concatenated message body exceeds the 1600 character limit."));
    }
    if !plausible(to) {
        return Err((21211, "The 'To' number is not a valid phone number."));
    }
    if let Some(from) = from
        && from != inner.options.sender
    {
        return Err(if from.starts_with("whatsapp:") {
            (63007, "Twilio could not find a Channel with the specified From address")
        } else {
            (21606, "The 'From' phone number provided is not a valid message-capable Twilio phone number.")
        });
    }
    if inner.options.sender.starts_with("whatsapp:") != to.starts_with("whatsapp:") {
        return Err((21910, "Invalid From and To pair. From and To should be of the same channel"));
    }
    if inner.state.lock().opted_out.contains(to) {
        return Err((21610, "Attempt to send to unsubscribed recipient"));
    }
    if inner.options.refuses_closed_window_at_once
        && value("ContentSid").is_none()
        && !window_is_open(inner, to)
    {
        return Err((63016, "Failed to send freeform message because you are outside the allowed window."));
    }
    Ok(())
}

/// An E.164 number, or a business-scoped user id on WhatsApp.
fn plausible(address: &str) -> bool {
    let (bare, is_whatsapp) = address.strip_prefix("whatsapp:").map_or((address, false), |rest| (rest, true));
    let is_number = bare
        .strip_prefix('+')
        .is_some_and(|digits| (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()));
    let is_user_id = is_whatsapp
        && bare.split_once('.').is_some_and(|(country, id)| {
            country.len() == 2
                && country.bytes().all(|b| b.is_ascii_uppercase())
                && (1..=128).contains(&id.len())
                && id.bytes().all(|b| b.is_ascii_alphanumeric())
        });
    is_number || is_user_id
}

/// Whether the customer wrote within the last 24 hours. Only WhatsApp has the rule.
pub(crate) fn window_is_open(inner: &Inner, customer: &str) -> bool {
    let now = inner.options.clock.now();
    !customer.starts_with("whatsapp:")
        || inner.state.lock().messages.iter().any(|message| {
            message.direction == Direction::Inbound
                && message.from == customer
                && now.since(message.created_at) < WINDOW
        })
}

pub(crate) async fn list(
    State(inner): State<Arc<Inner>>,
    Path(account): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let path = format!("/2010-04-01/Accounts/{account}/Messages.json");
    if let Err(refusal) =
        authenticate(&inner, &headers, &account, record("GET", path.clone(), query.clone()), false)
    {
        return refusal;
    }
    let query = query.unwrap_or_default();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let size: usize = value("PageSize").and_then(|size| size.parse().ok()).unwrap_or(50).clamp(1, 1000);
    let page: usize = value("Page").and_then(|page| page.parse().ok()).unwrap_or(0);
    for name in ["DateSent", "DateSent<", "DateSent>"] {
        if value(name).is_some_and(|day| !is_day(day)) {
            return problem(StatusCode::BAD_REQUEST, 20001, "Invalid Parameter DateSent");
        }
    }
    let state = inner.state.lock();
    let mut matching: Vec<&MessageRecord> = state
        .messages
        .iter()
        .rev()
        .filter(|message| value("To").is_none_or(|to| to == message.to))
        .filter(|message| value("From").is_none_or(|from| from == message.from))
        .filter(|message| {
            // Days compare as text. Without a date no filter by date matches.
            let day = message.sent_at.map(day);
            let compare = |name: &str, holds: fn(&str, &str) -> bool| {
                value(name).is_none_or(|asked| day.as_deref().is_some_and(|day| holds(day, asked)))
            };
            compare("DateSent", |day, asked| day == asked)
                && compare("DateSent<", |day, asked| day <= asked)
                && compare("DateSent>", |day, asked| day >= asked)
        })
        .collect();
    // Newest first by sending time; what is not sent yet stands in front.
    matching.sort_by_key(|message| std::cmp::Reverse(message.sent_at.map_or(i64::MAX, Timestamp::as_millis)));
    let start = match value("PageToken").and_then(|token| token.strip_prefix("PA")) {
        // The token names the last one seen, so that a new message does not shift the pages.
        Some(last) => {
            matching.iter().position(|message| message.sid == last).map_or(matching.len(), |at| at + 1)
        }
        None => 0,
    };
    let shown: Vec<_> = matching.iter().skip(start).take(size).collect();
    let next = (start + shown.len() < matching.len()).then(|| {
        let last = &shown.last().expect("a page before the last holds a message").sid;
        let mut next = form_urlencoded::Serializer::new(String::new());
        next.extend_pairs(pairs.iter().filter(|(name, _)| !["Page", "PageToken"].contains(&name.as_str())));
        next.append_pair("Page", &(page + 1).to_string()).append_pair("PageToken", &format!("PA{last}"));
        format!("{path}?{}", next.finish())
    });
    let messages: Vec<_> = shown.iter().map(|message| resource::message(&account, message)).collect();
    Json(json!({
        "messages": messages,
        "page": page,
        "page_size": size,
        "next_page_uri": next,
        "uri": format!("{path}?{query}"),
    }))
    .into_response()
}

fn day(time: Timestamp) -> String {
    time.to_jiff().strftime("%Y-%m-%d").to_string()
}

fn is_day(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok()
}
