//! What tests of reviews are told in: a deal that is kept, a review that is handed in.

use xingtan::error::Error;
use xingtan::selection::assignments::actions;
use xingtan::selection::committees::{Member, MemberId};
use xingtan::selection::conflicts;
use xingtan::selection::nominations::NominationId;
use xingtan::selection::reviews::actions::{Written, submit};
use xingtan::selection::reviews::rules::ReviewState;
use xingtan::selection::reviews::store::{self, Brief};
use xingtan::selection::reviews::{Review, ReviewId};

use super::committee::Committee;
use super::{TestAccount, TestApp};

/// A comment that is long enough.
pub const COMMENT: &str = "教学扎实，成果突出，示范作用明显。";

/// The same points for every criterion of the programme of specialist teachers.
pub fn all(points: &str) -> [(&str, &str); 4] {
    ["ethics", "teaching", "research", "leading"].map(|key| (key, points))
}

impl Committee {
    /// Announces a deal, looks at it and keeps it.
    pub fn deal(&self, app: &TestApp) -> usize {
        self.try_deal(app).expect("a committee that can carry it")
    }

    /// The same, for deals that may be refused.
    pub fn try_deal(&self, app: &TestApp) -> Result<usize, Error> {
        app.write_as(&self.secretary, |conn, context| {
            actions::announce(conn, context, self.round)?;
            let shown = actions::preview(conn, context, self.round)?;
            actions::keep(conn, context, self.round, &shown.fingerprint)
        })
    }

    /// All reviews of the round.
    pub fn reviews(&self, app: &TestApp) -> Vec<Brief> {
        app.read(|conn| store::list_brief(conn, self.round))
            .expect("reviews")
    }

    /// What a member has to write.
    pub fn due(&self, app: &TestApp, member: MemberId) -> Vec<Brief> {
        let mut reviews = self.reviews(app);
        reviews.retain(|it| it.member == member && it.state == ReviewState::Due);
        reviews
    }

    /// Says that two are in conflict, or that they are not.
    pub fn pin(&self, app: &TestApp, pair: (MemberId, NominationId), is_conflict: bool) {
        app.write_as(&self.secretary, |conn, context| {
            let seen = conflicts::actions::Seen::now(conn, pair)?;
            let decision = (is_conflict, "核实");
            conflicts::actions::pin(conn, context, self.round, &[seen], decision)
        })
        .expect("the secretary decides");
    }

    /// Lets a member hand in everything, with the same points for all.
    pub fn review_all(&self, app: &TestApp, member: &Member, points: &str) {
        for it in self.due(app, member.id) {
            hand_in(app, self.account(member), it.id, points).expect("a complete review");
        }
    }
}

/// Hands a review in with the same points for every criterion.
pub fn hand_in(app: &TestApp, by: &TestAccount, id: ReviewId, points: &str) -> Result<i64, Error> {
    let seen = review(app, id).version;
    let (points, comment) = (&all(points)[..], COMMENT);
    app.write_as(by, |conn, context| {
        submit(conn, context, id, seen, &Written { points, comment })
    })
}

/// A review as it stands.
pub fn review(app: &TestApp, id: ReviewId) -> Review {
    app.read(|conn| store::load(conn, id)).expect("a review")
}
