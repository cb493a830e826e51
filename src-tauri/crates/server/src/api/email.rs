//! The account that the shop's e-mail is sent from. It is tried before it is kept.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use haberdash_core::codes;
use haberdash_core::contacts;
use haberdash_core::mail::{Mail, MailOutcome, MailProblem};
use haberdash_core::settings::{self, Document, EmailSettings};
use haberdash_core::{Code, Error, Result};

use super::ApiState;
use super::wire::{EmailAnswer, EmailChange, EmailStatus, EmailTestTo};
use crate::channels::email::{self, EmailAccount};
use crate::http::auth::Caller;
use crate::http::extract::{Body, read_json};
use crate::http::problem::{ApiError, ApiResult};
use crate::secrets::{Secret, SecretName};

/// The account that e-mail is sent from, without its password, and how the last mail with a code fared.
#[utoipa::path(get, path = "/email", operation_id = "get_email", tag = "email", responses((status = 200, body = EmailStatus)))]
pub async fn show(State(state): State<ApiState>) -> ApiResult<Json<EmailStatus>> {
    Ok(Json(status(&state).await?))
}

/// Connects and logs in with an account, sends nothing, and keeps the account if that works. A password that is left out
/// stays as it is, for the same server and user.
#[utoipa::path(put, path = "/email", operation_id = "keep_email", tag = "email",
    request_body = EmailChange, responses((status = 200, body = EmailAnswer)))]
pub async fn keep(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<EmailChange>,
) -> ApiResult<Json<EmailAnswer>> {
    let value: EmailSettings =
        read_json(body.account.to_string().as_bytes()).map_err(|error| error.under("account"))?;
    value.validate().map_err(|error| ApiError::from(error).under("account"))?;
    if !value.is_set_up() {
        let error = Error::invalid("The server's name is missing, such as smtp.example.com.").at("server");
        return Err(ApiError::from(error).under("account"));
    }
    let new = body.password.as_deref().filter(|password| !password.is_empty()).map(Secret::new);
    let before = state.database.read(settings::get::<EmailSettings>).await?;
    if before.version != body.version {
        let detail = "These settings were changed meanwhile. Look at them again, then save.";
        return Err(ApiError::new(Code::Conflict, detail));
    }
    let password = match &new {
        Some(new) => Some(new.clone()),
        None if value.user.is_empty() => None,
        None => kept(&state, &before.value, &value).await?,
    };
    let account = EmailAccount::new(value.clone(), password);
    let outcome = account.check().await;
    if let MailOutcome::NotSent { problem, answer } = outcome {
        return Ok(Json(EmailAnswer::refused(problem, answer, status(&state).await?)));
    }
    if let Some(new) = new {
        in_keyring(&state, move |secrets| secrets.set(SecretName::SmtpPassword, &new)).await?;
    }
    state.act(caller, move |tx| settings::update(tx, value, body.version)).await?;
    Ok(Json(EmailAnswer::good(status(&state).await?)))
}

/// Sends a mail to the owner by the account that is kept.
#[utoipa::path(post, path = "/email/test", operation_id = "test_email", tag = "email",
    request_body = EmailTestTo, responses((status = 200, body = EmailAnswer)))]
pub async fn test(
    State(state): State<ApiState>,
    Body(body): Body<EmailTestTo>,
) -> ApiResult<Json<EmailAnswer>> {
    let to = body.to.trim().to_owned();
    if !contacts::is_email(&to) {
        let error = Error::invalid("This is no e-mail address, such as hello@example.com.").at("to");
        return Err(ApiError::from(error));
    }
    let settings = state.database.read(settings::get::<EmailSettings>).await?.value;
    let now = status(&state).await?;
    if !settings.is_set_up() {
        return Ok(Json(EmailAnswer::refused(MailProblem::NotSetUp, None, now)));
    }
    let password = email::password(&state.secrets).await?;
    let mail = Mail {
        to,
        subject: "Test mail from Haberdash".into(),
        text: "This mail was sent by Haberdash with the e-mail account of your shop. It works.\n\nYou need not answer.".into(),
    };
    let answer = match EmailAccount::new(settings, password).send(&mail).await {
        MailOutcome::Sent => EmailAnswer::good(now),
        MailOutcome::NotSent { problem, answer } => EmailAnswer::refused(problem, answer, now),
        MailOutcome::Unknown => EmailAnswer::unknown(now),
    };
    Ok(Json(answer))
}

/// Forgets the account and its password.
#[utoipa::path(delete, path = "/email", operation_id = "forget_email", tag = "email", responses((status = 200, body = EmailStatus)))]
pub async fn forget(State(state): State<ApiState>, caller: Caller) -> ApiResult<Json<EmailStatus>> {
    // The account first: without its password nothing is sent anyway, and a locked keyring must not keep it.
    state
        .act(caller, |tx| {
            let now = settings::get::<EmailSettings>(tx.sql())?;
            if !now.value.is_set_up() {
                return Ok(());
            }
            settings::update(tx, EmailSettings::default(), now.version).map(|_| ())
        })
        .await?;
    in_keyring(&state, |secrets| secrets.delete(SecretName::SmtpPassword)).await?;
    Ok(Json(status(&state).await?))
}

/// The password that the keyring has, which is another server's or user's no business.
async fn kept(state: &ApiState, before: &EmailSettings, now: &EmailSettings) -> ApiResult<Option<Secret>> {
    let kept = email::password(&state.secrets).await?;
    let same = before.server == now.server && before.user == now.user && before.encryption == now.encryption;
    if kept.is_some() && (same || !before.is_set_up()) {
        return Ok(kept);
    }
    let detail = if kept.is_none() {
        "The password is missing."
    } else {
        "Enter the password again: it is sent to another server, or for another user."
    };
    Err(ApiError::from(Error::invalid(detail).at("password")))
}

async fn in_keyring<F>(state: &ApiState, work: F) -> Result<()>
where
    F: FnOnce(&dyn crate::secrets::SecretStore) -> Result<()> + Send + 'static,
{
    let secrets = Arc::clone(&state.secrets);
    let done = tokio::task::spawn_blocking(move || work(&*secrets)).await;
    done.map_err(|error| Error::caused(Code::Internal, "The keyring's work ended unexpectedly.", error))?
}

async fn status(state: &ApiState) -> Result<EmailStatus> {
    let (setting, last) = state
        .database
        .read(|connection| Ok((settings::get::<EmailSettings>(connection)?, codes::last_mail(connection)?)))
        .await?;
    // A locked keyring has no password to show; its trouble is told where it is used.
    let has_password = email::password(&state.secrets).await.ok().flatten().is_some();
    EmailStatus::of(&setting, has_password, last)
}
