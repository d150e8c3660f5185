//! Public notices (公示): what an office is about to certify, posted for some working days, and the
//! objections that anybody may raise.
//!
//! Features open a notice with [`actions::open_notice`] and ask [`actions::may_certify`] before they
//! certify; this module knows none of them. The counting of days is `workflow::publicity`. Start with
//! `rules` (what may be posted and said), then `actions`. Not here: what is certified in the end.

pub mod actions;
pub mod pages;
pub mod routes;
pub mod rules;
pub mod store;

use chrono::NaiveDate;
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::Facts;
use crate::clock::day_of;
use crate::db::schema::{notices, objections};
use crate::db::{At, Json};
use crate::error::Error;
use crate::organizations::OrganizationId;
use crate::people::PersonId;
use crate::workflow::publicity;
use rules::Entry;

crate::id_type!(
    /// A public notice.
    NoticeId
);
crate::id_type!(
    /// An objection to one.
    ObjectionId
);
crate::id_type!(
    /// Whatever a notice is about, of whatever table.
    NoticeSubjectId
);

crate::text_enum!(
    /// What is posted.
    NoticeKind {
        /// 定期注册校内公示
        Registration => "registration",
        /// 评选、推荐人选公示
        Selection => "selection",
    }
);

impl NoticeKind {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            NoticeKind::Registration => "notice-kind-registration",
            NoticeKind::Selection => "notice-kind-selection",
        }
    }
}

crate::text_enum!(
    /// Which list of a selection is posted.
    Occasion {
        /// 学校推荐人选公示
        School => "school",
        /// 区级推荐人选公示
        District => "district",
        /// 评选结果公示
        Results => "results",
        /// 递补公示
        Replacement => "replacement",
        /// 异议成立后重新公示
        Again => "again",
    }
);

impl Occasion {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            Occasion::School => "notice-occasion-school",
            Occasion::District => "notice-occasion-district",
            Occasion::Results => "notice-occasion-results",
            Occasion::Replacement => "notice-occasion-replacement",
            Occasion::Again => "notice-occasion-again",
        }
    }
}

crate::text_enum!(
    /// Whether a notice hangs.
    NoticeState {
        /// It was posted; whether its period runs is a matter of the day.
        Posted => "posted",
        /// Taken down with a reason; it certifies nothing.
        Withdrawn => "withdrawn",
    }
);

crate::text_enum!(
    /// What became of an objection.
    ObjectionState {
        /// Nobody has answered it.
        Open => "open",
        /// Found to be without ground.
        Dismissed => "dismissed",
        /// Found to be right.
        Upheld => "upheld",
    }
);

impl ObjectionState {
    /// Key of its name.
    pub const fn name_key(self) -> &'static str {
        match self {
            ObjectionState::Open => "objection-open",
            ObjectionState::Dismissed => "objection-dismissed",
            ObjectionState::Upheld => "objection-upheld",
        }
    }
}

/// A notice as it was posted.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = notices, treat_none_as_default_value = false)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// What is posted.
    pub kind: NoticeKind,
    /// Its heading.
    pub title: String,
    /// What it is about: a table's name.
    pub subject_kind: String,
    /// And a row's id.
    pub subject_id: NoticeSubjectId,
    /// Whose notice it is; its officers answer objections.
    pub organization_id: OrganizationId,
    /// The organization's district; none for what the bureau looks after itself.
    pub district_id: Option<OrganizationId>,
    /// The day of posting, which is not counted.
    pub posted_on: NaiveDate,
    /// How long it hangs.
    pub working_days: i32,
    /// The last day, by the calendar of the day of posting.
    pub last_day: NaiveDate,
    /// Who and what: [`Entry`].
    pub entries: Json,
    /// Whether it hangs.
    pub state: NoticeState,
    /// When it was posted.
    pub posted_at: At,
    /// Grows by one with each change.
    pub version: i64,
    /// Which list of a selection it is.
    pub occasion: Option<Occasion>,
    /// Why it was posted after another.
    pub reason: Option<String>,
}

impl Notice {
    /// Where it belongs, for questions of access, as far as the notice itself tells: see
    /// [`actions::facts`].
    fn facts(&self, reader: Option<PersonId>) -> Result<Facts, Error> {
        let named = self.entries()?.into_iter().filter_map(|it| it.person);
        Ok(Facts {
            person: reader.filter(|reader| named.into_iter().any(|it| it == *reader)),
            organization: Some(self.organization_id),
            district: self.district_id,
        })
    }

    /// Who and what stands in it.
    pub fn entries(&self) -> Result<Vec<Entry>, Error> {
        self.entries
            .read()
            .map_err(|error| Error::Fault(format!("notice {}: {error}", self.id)))
    }

    /// What still stands in it.
    pub fn standing(&self) -> Result<Vec<Entry>, Error> {
        let entries = self.entries()?.into_iter();
        Ok(entries.filter(|it| !it.is_struck).collect())
    }

    /// As the engine counts its days.
    pub fn period(&self) -> publicity::Notice {
        publicity::Notice {
            posted_on: self.posted_on,
            working_days: u32::try_from(self.working_days).unwrap_or(0),
        }
    }

    /// Whether it hangs on a day, for everybody to read.
    pub fn is_public(&self, today: NaiveDate) -> bool {
        self.state == NoticeState::Posted && (self.posted_on..=self.last_day).contains(&today)
    }

    /// The row that it is about.
    pub fn subject(&self) -> Uuid {
        self.subject_id.0
    }
}

/// An objection as it came in. What it says is sealed.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = objections, treat_none_as_default_value = false)]
pub struct Objection {
    /// Its id.
    pub id: ObjectionId,
    /// To which notice.
    pub notice_id: NoticeId,
    /// Of the receipt code.
    pub receipt_digest: Vec<u8>,
    /// What it says.
    pub text_cipher: Vec<u8>,
    /// How the objector can be reached, if that was said.
    pub contact_cipher: Option<Vec<u8>>,
    /// When it came in.
    pub received_at: At,
    /// What became of it.
    pub state: ObjectionState,
    /// The answer, as the objector reads it.
    pub answer: Option<String>,
    /// When it was answered.
    pub answered_at: Option<At>,
    /// Grows by one with each change.
    pub version: i64,
    /// Of whom it was found right: persons of the notice; none for the list as a whole.
    pub concerns: Option<Json>,
}

impl Objection {
    /// Whether it was found right, and of this person or of the list as a whole.
    pub fn is_right_about(&self, person: PersonId) -> Result<bool, Error> {
        if self.state != ObjectionState::Upheld {
            return Ok(false);
        }
        let Some(concerns) = &self.concerns else {
            return Ok(true);
        };
        let concerns: Vec<PersonId> = concerns
            .read()
            .map_err(|error| Error::Fault(format!("objection {}: {error}", self.id)))?;
        Ok(concerns.contains(&person))
    }

    /// As the engine sees it; `number` is its place among the objections to the notice.
    pub fn case(&self, number: usize) -> publicity::Objection {
        use publicity::ObjectionState as State;
        let answer = publicity::Answer {
            answered_on: day_of(self.answered_at.unwrap_or(self.received_at)),
            reason: self.answer.clone().unwrap_or_default(),
        };
        publicity::Objection {
            number,
            received_on: day_of(self.received_at),
            state: match self.state {
                ObjectionState::Open => State::Open,
                ObjectionState::Dismissed => State::Dismissed(answer),
                ObjectionState::Upheld => State::Upheld(answer),
            },
        }
    }
}
