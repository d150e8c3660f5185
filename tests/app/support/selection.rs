//! What tests of selections are told in: a round, its places, its phases.

use xingtan::selection::phases::Phase;
use xingtan::selection::quotas::rules::Typed;
use xingtan::selection::quotas::{self, Dimension};
use xingtan::selection::rounds::actions::Onward;
use xingtan::selection::rounds::rules::RoundFields;
use xingtan::selection::rounds::{self, RoundId, Running};

use super::TestApp;
use super::bank::day;

/// On to a phase that ends on a day of December, whatever is left undone.
pub fn onward(december: u32) -> Onward<'static> {
    Onward {
        ends_on: day(12, december),
        reason: "按计划",
        accepts_stranded: true,
    }
}

/// The programme of 80 city specialist teachers, and its one track.
pub const SPECIAL: (&str, &str) = ("city_special_teacher", "teacher");

impl TestApp {
    /// A round in preparation, from today on, so many seats; not shared out.
    pub fn prepare_selection(&self, seats: i64) -> RoundId {
        let fields = RoundFields {
            title: "2026 年市特级教师评选".to_owned(),
            seats,
            cutoff_on: day(11, 1),
            starts_on: day(11, 23),
        };
        self.write(|conn, context| rounds::actions::open_round(conn, context, SPECIAL, &fields))
            .expect("a round that obeys the rules")
    }

    /// A round in preparation, shared out over the districts without floors.
    pub fn open_selection(&self, seats: i64) -> RoundId {
        let id = self.prepare_selection(seats);
        self.share(id, Dimension::District, &[]);
        id
    }

    /// Shares a round's places out over a dimension.
    pub fn share(&self, id: RoundId, dimension: Dimension, lines: &[Typed]) {
        self.write(|conn, context| {
            let seen = rounds::store::load(conn, id)?.version;
            quotas::actions::share_places(conn, context, id, seen, dimension, lines)
        })
        .expect("places that can be shared");
    }

    /// Goes on to the next phase, which ends on a day of December.
    pub fn advance(&self, id: RoundId, december: u32) -> Phase {
        self.write(|conn, context| {
            let seen = rounds::store::load(conn, id)?.version;
            rounds::actions::advance_round(conn, context, id, seen, &onward(december))
        })
        .expect("the next phase")
    }

    /// A round as it stands.
    pub fn running(&self, id: RoundId) -> Running {
        self.read(|conn| rounds::store::load_running(conn, id))
            .expect("a round")
    }
}
