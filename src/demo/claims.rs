//! The claims of the few with a story: own study on its way from teacher to school to district.

use std::fs;
use std::path::Path;

use chrono::{Datelike, Days, NaiveDate};

use super::history::History;
use super::personas::Key;
use super::projects::day;
use super::stories::{account, story_year};
use super::world::World;
use crate::credit_bank::claims::actions::{self, Verdict};
use crate::credit_bank::claims::files::{self, Incoming};
use crate::credit_bank::claims::rules::ClaimFields;
use crate::credit_bank::claims::{ClaimId, store};
use crate::db::Conn;
use crate::error::Error;
use crate::identity::AccountId;

/// One of whatever the conversion table counts.
const ONE: i64 = 100;

/// A claim, and when it is handed in.
struct Told<'a> {
    key: Key,
    item: &'a str,
    title: &'a str,
    done_on: NaiveDate,
    handed_in_on: NaiveDate,
    late_reason: &'a str,
}

/// Who decides a claim of somebody, first and last.
#[derive(Clone, Copy)]
struct Offices {
    school: AccountId,
    authority: AccountId,
}

/// Plays the claims. Every one has the same page of evidence.
pub fn play(conn: &mut Conn, history: &History<'_>) -> Result<(), Error> {
    with_page(history.world, |page| Claims { history, page }.play(conn))
}

/// Does something with a page of evidence on disk, which is gone afterwards.
pub(super) fn with_page(
    world: &World,
    job: impl FnOnce(&Path) -> Result<(), Error>,
) -> Result<(), Error> {
    let folder = world.house().vault.folder().to_owned();
    fs::create_dir_all(&folder).map_err(Error::fault)?;
    let page = folder.join(format!("page-{}.pdf", std::process::id()));
    fs::write(&page, evidence()).map_err(Error::fault)?;
    let done = job(&page);
    fs::remove_file(&page).map_err(Error::fault)?;
    done
}

struct Claims<'a> {
    history: &'a History<'a>,
    page: &'a Path,
}

impl Claims<'_> {
    fn play(&self, conn: &mut Conn) -> Result<(), Error> {
        self.two_papers(conn)?;
        self.a_late_one(conn)?;
        self.one_sent_back(conn)?;
        self.two_waiting(conn)
    }

    /// Two papers in one year: the second lies over the cap of 28 hours.
    fn two_papers(&self, conn: &mut Conn) -> Result<(), Error> {
        let year = story_year(self.history.world.today());
        for (title, month) in [
            ("小学英语课堂提问的有效性研究", 2),
            ("绘本阅读与英语学科育人", 3),
        ] {
            let told = Told {
                key: Key::OverCap,
                item: "paper",
                title,
                done_on: day(year, month, 6),
                handed_in_on: day(year, month, 12),
                late_reason: "",
            };
            let claim = self.hand_in(conn, &told)?;
            self.recognise(conn, claim, &told, "")?;
        }
        Ok(())
    }

    /// Last year's open lesson, claimed after the year had closed.
    fn a_late_one(&self, conn: &mut Conn) -> Result<(), Error> {
        let year = self.history.world.today().year();
        let told = Told {
            key: Key::LateClaim,
            item: "open_lesson",
            title: "二次函数的图像（区级公开课）",
            done_on: day(year - 1, 12, 16),
            handed_in_on: day(year, 1, 6),
            late_reason: "证明材料由区教研室 1 月才盖章发下，来不及在年底前申报。",
        };
        let claim = self.hand_in(conn, &told)?;
        let opinion = "材料属实，迟报原因成立，同意补记入上一年度。";
        self.recognise(conn, claim, &told, opinion)
    }

    /// An open lesson whose proof lacks the page with the stamp.
    fn one_sent_back(&self, conn: &mut Conn) -> Result<(), Error> {
        let told = Told {
            key: Key::ReturnedClaim,
            item: "open_lesson",
            title: "水的浮力（区级公开课）",
            done_on: done_before(self.days_ago(9), 11),
            handed_in_on: self.days_ago(9),
            late_reason: "",
        };
        let claim = self.hand_in(conn, &told)?;
        let verdict = Verdict::Return {
            fields: vec!["files".to_owned()],
            reason: "公开课证明缺盖章页，请补传后重新提交。".to_owned(),
        };
        let school = self.offices(told.key).school;
        self.decide(conn, claim, (school, self.days_ago(6)), verdict)
    }

    /// One claim waits for the school, another for the district.
    fn two_waiting(&self, conn: &mut Conn) -> Result<(), Error> {
        let told = Told {
            key: Key::Complete,
            item: "mentoring",
            title: "指导新教师吴子涵",
            done_on: done_before(self.days_ago(5), 5),
            handed_in_on: self.days_ago(5),
            late_reason: "",
        };
        self.hand_in(conn, &told)?;
        let told = Told {
            key: Key::Refused,
            item: "open_lesson",
            title: "岭南童谣里的节奏（区级公开课）",
            ..told
        };
        let claim = self.hand_in(conn, &told)?;
        let verdict = Verdict::Endorse {
            opinion: String::new(),
        };
        let school = self.offices(told.key).school;
        self.decide(conn, claim, (school, self.days_ago(3)), verdict)
    }

    fn days_ago(&self, days: u64) -> NaiveDate {
        self.history.world.today() - Days::new(days)
    }

    fn offices(&self, key: Key) -> Offices {
        let world = self.history.world;
        let place = self.history.citizen(key).resident.school_on(world.today());
        let there = &world.schools[place];
        Offices {
            school: there.office.officer,
            authority: world.authority(there.school.area).officer,
        }
    }

    /// The teacher drafts the claim, adds the page and hands it in.
    fn hand_in(&self, conn: &mut Conn, told: &Told<'_>) -> Result<ClaimId, Error> {
        let world = self.history.world;
        let account = account(conn, self.history.citizen(told.key))?;
        let context = world.acting(conn, account, world.at(told.handed_in_on, 9))?;
        let fields = ClaimFields {
            item: told.item.to_owned(),
            title: told.title.to_owned(),
            description: String::new(),
            done_on: told.done_on,
            quantity: ONE,
            late_reason: told.late_reason.to_owned(),
        };
        let claim = actions::draft_claim(conn, &context, &fields)?;
        let page = Incoming {
            name: "证明.pdf",
            path: self.page,
            is_cut_off: false,
        };
        files::add(conn, &context, claim, page)?;
        let seen = store::load(conn, claim)?.version;
        actions::submit_claim(conn, &context, claim, seen)?;
        Ok(claim)
    }

    /// School and district agree, some days after each other.
    fn recognise(
        &self,
        conn: &mut Conn,
        claim: ClaimId,
        told: &Told<'_>,
        opinion: &str,
    ) -> Result<(), Error> {
        let offices = self.offices(told.key);
        for (office, days) in [(offices.school, 3), (offices.authority, 8)] {
            let verdict = Verdict::Endorse {
                opinion: opinion.to_owned(),
            };
            let on = told.handed_in_on + Days::new(days);
            self.decide(conn, claim, (office, on), verdict)?;
        }
        Ok(())
    }

    fn decide(
        &self,
        conn: &mut Conn,
        claim: ClaimId,
        (office, on): (AccountId, NaiveDate),
        verdict: Verdict,
    ) -> Result<(), Error> {
        let world = self.history.world;
        let context = world.acting(conn, office, world.at(on, 16))?;
        let seen = store::load(conn, claim)?.version;
        actions::decide_claim(conn, &context, claim, seen, verdict).map(drop)
    }
}

/// So many days before it was handed in, and not in the year before: that would be a late claim.
fn done_before(handed_in_on: NaiveDate, days: u64) -> NaiveDate {
    let new_year = day(handed_in_on.year(), 1, 1);
    (handed_in_on - Days::new(days)).max(new_year)
}

/// A PDF of one page that says what it is.
fn evidence() -> Vec<u8> {
    const TEXT: &str = "BT /F1 16 Tf 40 160 Td (Demonstration: a page of evidence) Tj ET";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 300]/Contents 4 0 R\
         /Resources<</Font<</F1 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{TEXT}\nendstream", TEXT.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut page = "%PDF-1.4\n".to_owned();
    let mut places = Vec::with_capacity(objects.len());
    for (index, object) in objects.iter().enumerate() {
        places.push(format!("{:010} 00000 n \n", page.len()));
        page.extend([format!("{} 0 obj\n{object}\nendobj\n", index + 1)]);
    }
    let (count, start, places) = (objects.len() + 1, page.len(), places.concat());
    page.extend([format!(
        "xref\n0 {count}\n0000000000 65535 f \n{places}\
         trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    )]);
    page.into_bytes()
}
