//! What a check finds, and how it is told.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::Serialize;

crate::text_enum!(
    /// What must hold at any time. The names are stable: scripts depend on them.
    Invariant {
        /// Every transfer moves more than nothing.
        TransferAmount => "transfer_amount",
        /// Both accounts exist, are of kinds that fit, and are the holder's of that year.
        TransferAccounts => "transfer_accounts",
        /// Hours never change their class on the way.
        TransferCategory => "transfer_category",
        /// A post, void, expiry or reversal names a transfer that it can end or undo.
        TransferTarget => "transfer_target",
        /// A pending transfer ends once; a transfer is undone once.
        TransferEndsOnce => "transfer_ends_once",
        /// The decision behind a transfer is in the journal.
        TransferJournal => "transfer_journal",
        /// A transfer came from a completion or a claim.
        TransferOrigin => "transfer_origin",
        /// An account's id follows from what it is, and its owner exists.
        AccountIdentity => "account_identity",
        /// No account of a teacher holds less than nothing.
        AccountBelowZero => "account_below_zero",
        /// What was settled was there, once, and a registration used it.
        Settlement => "settlement",
        /// Whoever has transfers in a year has a standing of that year.
        StandingMissing => "standing_missing",
        /// A standing is the fold of the ledger.
        StandingAmounts => "standing_amounts",
        /// What a standing says is missing follows from what is required and posted.
        StandingShortfall => "standing_shortfall",
        /// A school's counters are the sums of its teachers' standings.
        SchoolStandings => "school_standings",
        /// The state of a completion agrees with its transfers.
        CompletionState => "completion_state",
        /// The state of a claim agrees with its transfers.
        ClaimState => "claim_state",
        /// The chain of a registration case keeps the rules, and its columns say the same.
        RegistrationCase => "registration_case",
        /// A registration has the case that decided it, and runs beside no other of its teacher.
        RegistrationRecord => "registration_record",
        /// Windows of one kind share no day.
        RegistrationWindows => "registration_windows",
        /// A course has as many teachers as it says, and no more than its ceiling.
        CourseHeadcount => "course_headcount",
        /// A journal entry is what its commitment says.
        JournalCommitment => "journal_commitment",
        /// Nobody has two main employments on one day.
        EmploymentOverlap => "employment_overlap",
        /// One of the three administrators holds no other role at the time.
        AdministratorsApart => "administrators_apart",
        /// The versions of a rule set bind one after another, without gap.
        PolicyTimeline => "policy_timeline",
        /// A job that runs gives signs of life.
        JobAlive => "job_alive",
        /// An evidence file is on disk, and is what its name says.
        EvidenceFile => "evidence_file",
        /// A round has one open phase: those before it are done, those after it planned.
        RoundPhase => "round_phase",
        /// A committee has members of its round who are no candidates, and one chair at most.
        CommitteeSeat => "committee_seat",
        /// A draw's seed is what its commitment says.
        DrawSeed => "draw_seed",
        /// A conflict is between a member and a candidate of one round.
        ConflictRound => "conflict_round",
        /// The places of a round follow from the teachers, floors and caps stored with them.
        RoundPlaces => "round_places",
        /// A nomination is where its case says, and signed for only when it is recommended.
        NominationState => "nomination_state",
        /// A nomination has a version for each time that it was handed in, 1, 2 and so on.
        NominationVersions => "nomination_versions",
        /// The newest version is what offices decide on, and files of versions are the nomination's.
        NominationKept => "nomination_kept",
        /// No district recommends more nominees than it has places.
        NominationPlaces => "nomination_places",
        /// A school's vote passed, or not, by its counts and the programme's rule.
        NominationVote => "nomination_vote",
        /// Every paper was cast by a member who might, and the counts are those of the papers.
        BallotPapers => "ballot_papers",
        /// A closed meeting has minutes, which are what was signed.
        Minutes => "minutes",
        /// Who passed, and who is where on the reserve list, follows from the ballots.
        ResultVotes => "result_votes",
        /// A round gives away no more seats than it has.
        ResultSeats => "result_seats",
        /// Whoever is certified has a certificate, and nobody else.
        ResultCertificate => "result_certificate",
        /// No candidate has more reviews that count than the programme wants.
        ReviewCount => "review_count",
        /// A review joins a member and a candidate of its round, as a deal or a person wanted.
        ReviewPair => "review_pair",
        /// A review's total follows from its points.
        ReviewTotal => "review_total",
        /// Lessons are those of a drawn plan, one at a time in a room.
        LessonPlan => "lesson_plan",
        /// Points for a lesson come from a member who was there.
        LessonScore => "lesson_score",
        /// A covered text does not have the name in it.
        ReviewCover => "review_cover",
        /// A file takes the place of an earlier one of the same owner.
        EvidenceVersion => "evidence_version",
        /// A certificate has a number and was given before it was entered.
        Certificate => "certificate",
        /// An alert is such as a decision writes.
        AlertHandling => "alert_handling",
        /// Nobody is away for two reasons on one day.
        AbsenceOverlap => "absence_overlap",
        /// A public notice names somebody and hangs for some days.
        NoticePeriod => "notice_period",
        /// An objection came in while its notice hung.
        ObjectionInPeriod => "objection_in_period",
    }
);

/// One row that breaks an invariant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which invariant.
    pub invariant: Invariant,
    /// In which table.
    pub table: &'static str,
    /// Which row: its id, or the parts of its key.
    pub id: String,
    /// What was found and what should be.
    pub detail: String,
}

/// What a check has seen.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// Rows read, by table.
    pub checked: BTreeMap<&'static str, u64>,
    /// The rows that break an invariant.
    pub broken: Vec<Finding>,
    /// Findings beyond the first [`FINDINGS_MAX`] of an invariant: counted, not kept.
    pub left_out: u64,
    /// How long it took.
    pub seconds: f64,
}

/// So many findings of one invariant are kept: enough to see the pattern.
pub const FINDINGS_MAX: usize = 1_000;

impl Report {
    /// Whether everything holds.
    pub fn is_sound(&self) -> bool {
        self.broken.is_empty()
    }

    /// Adds a finding.
    pub(super) fn add(
        &mut self,
        invariant: Invariant,
        table: &'static str,
        id: impl Display,
        detail: impl Display,
    ) {
        let known = self.broken.iter().rev();
        if known.filter(|it| it.invariant == invariant).count() >= FINDINGS_MAX {
            self.left_out += 1;
            return;
        }
        self.broken.push(Finding {
            invariant,
            table,
            id: id.to_string(),
            detail: detail.to_string(),
        });
    }
}
