//! Forms as they arrive: read, checked, tied to the session that asked for them.
//!
//! [`Sent`] refuses a form from another site or without the session's token before a handler sees
//! it. What is wrong with single fields is not refused here: the handler shows the form again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rocket::Request;
use rocket::data::{Data, FromData, Outcome, ToByteUnit};
use rocket::form::{Contextual, DataField, Form, FromForm, FromFormField, ValueField};
use rocket::http::Status;
use rocket::http::uri::Host;
use uuid::Uuid;
use validator::Validate;

use crate::context::Request as SentOnce;
use crate::drafts::FormKey;
use crate::error::FieldErrors;
use crate::message::Message;
use crate::secrets::{Keys, Purpose, hex, same_secret};
use crate::web::language::Words;
use crate::web::parts::{Problem, Problems};
use crate::web::visit::{Shared, form_base};

/// Name of the hidden field that ties a form to its session.
pub const TOKEN_FIELD: &str = "form_token";
/// Name of the hidden field that makes each form unique.
pub const ID_FIELD: &str = "form_id";

/// Name of the hidden field that names the draft of a long form.
pub const DRAFT_FIELD: &str = "draft";

/// A form of this site, sent by the person it was shown to.
#[derive(Debug)]
pub struct Sent<T> {
    /// The form, or what is wrong with it by field.
    pub form: Result<T, FieldErrors>,
    /// What was typed, to show it again.
    pub values: Values,
    /// The form's own id and a digest of what it carried.
    pub(super) once: Option<SentOnce>,
    /// The draft that it was typed from, which goes when the form has done its work.
    pub(super) draft: Option<FormKey>,
}

/// What was typed into a form, field by field. Passwords are left out.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Values(BTreeMap<String, Vec<String>>);

impl Values {
    /// Values of an object that is edited, before anything was typed.
    pub fn of<const N: usize>(fields: [(&str, String); N]) -> Values {
        Values(
            fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), vec![value]))
                .collect(),
        )
    }

    /// The value of a field; empty if it has none.
    pub fn get(&self, field: &str) -> &str {
        self.0
            .get(field)
            .and_then(|values| values.first())
            .map_or("", String::as_str)
    }

    /// All values of a field with several.
    pub fn all(&self, field: &str) -> &[String] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    /// Whether a box was ticked.
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.all(field).iter().any(|it| it == value)
    }
}

impl FieldErrors {
    /// As the form's macros want them.
    pub fn in_words(&self, words: Words) -> Problems {
        Problems(
            self.0
                .iter()
                .map(|(field, message)| Problem {
                    field: (*field).to_owned(),
                    message: words.tell(message),
                })
                .collect(),
        )
    }
}

/// The token of a session's forms.
pub fn token(shared: &Shared, base: &str) -> String {
    hex(&shared
        .house
        .keys
        .digest(Purpose::FormToken, &[base.as_bytes()]))
}

/// Browsers say where a form comes from; what they say must be this site.
fn is_same_origin(request: &Request<'_>) -> bool {
    let headers = request.headers();
    if let Some(site) = headers.get_one("Sec-Fetch-Site")
        && !matches!(site, "same-origin" | "none")
    {
        return false;
    }
    match (
        headers.get_one("Origin"),
        request.host().map(Host::to_string),
    ) {
        (Some(origin), Some(host)) => origin
            .split_once("://")
            .is_some_and(|(_, origin_host)| origin_host == host),
        _ => true,
    }
}

#[rocket::async_trait]
impl<'r, T> FromData<'r> for Sent<T>
where
    T: FromForm<'r> + Validate + Send + Sync + 'r,
{
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        let Some(shared) = request.rocket().state::<std::sync::Arc<Shared>>() else {
            return Outcome::Error((Status::InternalServerError, ()));
        };
        if !is_same_origin(request) {
            return Outcome::Error((Status::Forbidden, ()));
        }
        // Whoever has no cookie of ours was shown no form; what they send is not even read.
        let Some(base) = form_base(request) else {
            return Outcome::Error((Status::Forbidden, ()));
        };
        let form = match Form::<Contextual<'r, T>>::from_data(request, data).await {
            Outcome::Success(form) => form.into_inner(),
            Outcome::Error((status, _)) => return Outcome::Error((status, ())),
            Outcome::Forward((data, status)) => return Outcome::Forward((data, status)),
        };
        let expected = token(shared, &base);
        let sent = form.context.field_value(TOKEN_FIELD).unwrap_or_default();
        if !same_secret(expected.as_bytes(), sent.as_bytes()) {
            return Outcome::Error((Status::Forbidden, ()));
        }
        Outcome::Success(Sent::read(form, &shared.house.keys))
    }
}

impl<T: Validate> Sent<T> {
    fn read(form: Contextual<'_, T>, keys: &Keys) -> Sent<T> {
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut digest = Vec::new();
        for name in form.context.fields() {
            for value in form.context.field_values(name) {
                // The digest is kept in the journal. It is keyed, so that nothing can be guessed from
                // it; passwords stay out all the same.
                if name == TOKEN_FIELD || name.as_str().contains("password") {
                    continue;
                }
                digest.extend_from_slice(name.as_str().as_bytes());
                digest.push(0);
                digest.extend_from_slice(value.as_bytes());
                digest.push(0);
                if name != ID_FIELD {
                    values
                        .entry(name.to_string())
                        .or_default()
                        .push(value.to_owned());
                }
            }
        }
        let once = form
            .context
            .field_value(ID_FIELD)
            .and_then(|id| Uuid::parse_str(id).ok())
            .map(|id| SentOnce {
                id,
                digest: keys.digest(Purpose::FormDigest, &[&digest]),
            });
        let draft = form.context.field_value(DRAFT_FIELD);
        let draft = draft.and_then(FormKey::parse);
        let form = match form.value {
            Some(value) => match value.validate() {
                Ok(()) => Ok(value),
                Err(errors) => Err(in_our_words(&errors)),
            },
            None => Err(FieldErrors(
                form.context
                    .errors()
                    .filter_map(|error| error.name.as_ref())
                    .map(|name| (intern(&name.to_string()), Message::new("field-not-valid")))
                    .collect(),
            )),
        };
        Sent {
            form,
            values: Values(values),
            once,
            draft,
        }
    }
}

/// Turns what `validator` found into messages: the code of a rule is the key of its sentence.
fn in_our_words(errors: &validator::ValidationErrors) -> FieldErrors {
    let mut found: Vec<(&'static str, Message)> = errors
        .field_errors()
        .into_iter()
        .filter_map(|(field, errors)| {
            let key = match errors.first()?.code {
                std::borrow::Cow::Borrowed(key) if key.starts_with("field-") => key,
                _ => "field-not-valid",
            };
            Some((intern(&field), Message::new(key)))
        })
        .collect();
    found.sort_by_key(|(field, _)| *field);
    FieldErrors(found)
}

/// Field names come from our own structs, so there are only so many of them.
fn intern(name: &str) -> &'static str {
    use std::collections::BTreeSet;
    use std::sync::Mutex;
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    const NAMES_MAX: usize = 2_000;
    let mut names = NAMES.lock().expect("nobody panics while holding the names");
    if let Some(known) = names.get(name) {
        return known;
    }
    if names.len() >= NAMES_MAX {
        return "";
    }
    let kept: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.insert(kept);
    kept
}

/// A form that is only a button.
#[derive(Debug, rocket::FromForm, Validate)]
pub struct Button {
    /// Always there; nothing else is.
    #[field(name = "form_id")]
    pub id: String,
}

/// An uploaded file, kept in a temporary file until it is dropped.
#[derive(Debug)]
pub struct Upload {
    path: PathBuf,
    /// Name as the browser gave it, without folders. Never used as a path.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Whether it was larger than we take; then it is cut off.
    pub is_cut_off: bool,
}

impl Upload {
    /// Where its content is, as long as this lives.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.path) {
            log::warn!("an uploaded file could not be removed: {error}");
        }
    }
}

#[rocket::async_trait]
impl<'r> FromFormField<'r> for Upload {
    fn from_value(_: ValueField<'r>) -> rocket::form::Result<'r, Self> {
        Err(rocket::form::Error::validation("a file is expected").into())
    }

    async fn from_data(field: DataField<'r, '_>) -> rocket::form::Result<'r, Self> {
        let limit = field
            .request
            .limits()
            .get("file")
            .unwrap_or_else(|| 20.mebibytes());
        let path = std::env::temp_dir().join(format!("xingtan-{}", Uuid::now_v7().simple()));
        // The guard removes the file even if the client goes away half-way.
        let mut upload = Upload {
            path,
            name: String::new(),
            size: 0,
            is_cut_off: false,
        };
        crate::private::create_new(&upload.path)?;
        let file = field.data.open(limit).into_file(&upload.path).await?;
        upload.size = file.n.written;
        upload.is_cut_off = !file.is_complete();
        let raw = field
            .file_name
            .map_or("", |name| name.dangerous_unsafe_unsanitized_raw().as_str());
        upload.name = plain_name(raw);
        Ok(upload)
    }
}

/// The last part of a file name, without control characters, at most 120 characters.
fn plain_name(raw: &str) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars()
        .filter(|it| !it.is_control())
        .take(120)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_only_a_name() {
        assert_eq!(plain_name("C:\\老师\\完成名单.xlsx"), "完成名单.xlsx");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("a\u{0}\nb.csv"), "ab.csv");
        assert_eq!(plain_name(&"长".repeat(500)).chars().count(), 120);
    }

    #[test]
    fn a_name_is_kept_once() {
        assert!(std::ptr::eq(intern("hours"), intern("hours")));
    }
}
