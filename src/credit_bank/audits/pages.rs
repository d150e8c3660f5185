//! Pages of audits, and what anybody needs to verify a draw.

use askama::Template;

use super::rules::{AuditState, SHARE_PERMILLE_USUAL};
use super::{AuditRound, AuditRoundId};
use crate::clock::day_of;
use crate::credit_bank::completions::CompletionState;
use crate::credit_bank::completions::store::ListedCompletion;
use crate::db::At;
use crate::hours::Hours;
use crate::journal::Entry;
use crate::journal::history::happenings;
use crate::message::Message;
use crate::organizations::OrganizationId;
use crate::people::PersonId;
use crate::secrets::hex;
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Chip, Happening, Link, Problems};

/// Drawn completions on one page.
pub const SAMPLED_PER_PAGE: i64 = 200;

/// Where one round is.
pub fn href(id: AuditRoundId) -> String {
    format!("/audits/{id}")
}

fn chip(frame: &Frame, state: AuditState) -> Chip {
    let label = frame.say(state.name_key());
    match state {
        AuditState::Open => Chip::wait(label),
        AuditState::Drawn => Chip::due(label),
        AuditState::Closed => Chip::ok(label),
    }
}

/// A round as pages show it.
impl AuditRound {
    fn href(&self) -> String {
        href(self.id)
    }

    /// 50 thousandths are 5%.
    fn share_text(&self) -> String {
        format!("{}%", Hours(i64::from(self.share_permille) * 10))
    }

    fn commitment_text(&self) -> String {
        hex(&self.commitment)
    }

    fn seed_text(&self) -> Option<String> {
        self.seed.as_deref().map(hex)
    }
}

/// How much more likely a completion was drawn, as a factor.
impl ListedCompletion {
    fn weight_text(&self) -> String {
        format!("× {}", Hours(i64::from(self.completion.audit_weight) / 10))
    }
}

/// What waits for the next draw in a district, or in the schools that the bureau runs itself.
#[derive(Debug, Clone)]
pub struct Area {
    /// The district; none for the bureau's own schools.
    pub district: Option<OrganizationId>,
    /// Its name; empty for the bureau's own schools.
    pub name: String,
    /// Confirmed completions.
    pub waiting: i64,
    /// Their hours.
    pub hours: Hours,
    /// The open round, if there is one.
    pub open: Option<AuditRound>,
}

impl Area {
    /// What the form sends; nothing for the bureau's own schools.
    fn district_value(&self) -> String {
        self.district.map_or_else(String::new, |it| it.to_string())
    }

    fn open_href(&self) -> String {
        self.open
            .as_ref()
            .map_or_else(String::new, AuditRound::href)
    }
}

/// The rounds that the reader sees, and where a new one can be opened.
#[derive(Debug, Template)]
#[template(path = "credit_bank/audits.html")]
pub struct AuditsPage {
    /// The frame.
    pub frame: Frame,
    /// Where the reader audits.
    pub areas: Vec<Area>,
    /// The rounds, newest first.
    pub rounds: Vec<AuditRound>,
    /// What was typed.
    pub values: Values,
    /// What is wrong with it.
    pub problems: Problems,
}

impl AuditsPage {
    fn area_name(&self, area: &Area) -> String {
        if area.district.is_none() {
            self.frame.say("audit-bureau-run")
        } else {
            area.name.clone()
        }
    }

    fn waiting(&self, area: &Area) -> String {
        let message = Message::new("audit-waiting")
            .with("count", area.waiting)
            .with("hours", area.hours);
        self.frame.tell(&message)
    }

    fn round_name(&self) -> String {
        match self.values.get("name") {
            "" => {
                let today = day_of(At::new(self.frame.now));
                let month = self.frame.words.month(today);
                let message = Message::new("audit-name-usual").with("month", month);
                self.frame.tell(&message)
            }
            typed => typed.to_owned(),
        }
    }

    fn share(&self) -> String {
        match self.values.get("share") {
            "" => Hours(i64::from(SHARE_PERMILLE_USUAL) * 10).to_string(),
            typed => typed.to_owned(),
        }
    }

    fn chip(&self, round: &AuditRound) -> Chip {
        chip(&self.frame, round.state)
    }
}

/// One round: commitment, seed, sample.
#[derive(Debug, Template)]
#[template(path = "credit_bank/audit.html")]
pub struct AuditPage {
    /// The frame.
    pub frame: Frame,
    /// The round.
    pub round: AuditRound,
    /// What waits for its draw, if it is open.
    pub waiting: (i64, Hours),
    /// How many of its completions are in each state.
    pub counts: Vec<(CompletionState, i64)>,
    /// Drawn completions that wait for a decision.
    pub sampled: Vec<ListedCompletion>,
    /// Whether the reader draws and decides.
    pub can_audit: bool,
    /// The reader, who does not decide on one's own.
    pub reader: Option<PersonId>,
    /// What was decided about it, oldest first.
    pub entries: Vec<Entry>,
    /// What was typed.
    pub values: Values,
    /// What is wrong with it.
    pub problems: Problems,
}

impl AuditPage {
    fn trail(&self) -> [Link; 1] {
        [Link::new(self.frame.say("audits-title"), "/audits")]
    }

    fn chip(&self) -> Chip {
        chip(&self.frame, self.round.state)
    }

    fn lead(&self) -> String {
        let (count, hours) = self.waiting;
        match self.round.state {
            AuditState::Open => {
                let message = Message::new("audit-waiting")
                    .with("count", count)
                    .with("hours", hours);
                self.frame.tell(&message)
            }
            AuditState::Drawn => self.frame.say("audit-lead-drawn"),
            AuditState::Closed => self.frame.say("audit-lead-closed"),
        }
    }

    /// Why the round cannot be drawn yet; empty if it can.
    fn draw_blocked(&self) -> String {
        if self.waiting.0 == 0 {
            self.frame.say("audit-nothing-to-draw")
        } else {
            String::new()
        }
    }

    fn is_to_draw(&self) -> bool {
        self.can_audit && self.round.state == AuditState::Open
    }

    fn is_own(&self, it: &ListedCompletion) -> bool {
        Some(it.completion.person_id) == self.reader
    }

    fn is_ticked(&self, it: &ListedCompletion) -> bool {
        self.values.has("ids", &it.completion.id.to_string())
    }

    fn happenings(&self) -> Vec<Happening> {
        happenings(self.frame.words, &self.entries)
    }
}

/// The public list of commitments and seeds, for anybody.
#[derive(Debug, Template)]
#[template(path = "credit_bank/commitments.html")]
pub struct CommitmentsPage {
    /// The frame.
    pub frame: Frame,
    /// The rounds, newest first.
    pub rounds: Vec<AuditRound>,
}

impl CommitmentsPage {
    fn seed(&self, round: &AuditRound) -> String {
        round
            .seed_text()
            .unwrap_or_else(|| self.frame.say("audit-seed-sealed"))
    }
}
