//! The pages of organizations: the directory, one of them, a new one, and the alliances.

use std::collections::HashMap;

use askama::Template;
use chrono::NaiveDate;

use super::store::{self, Wanted};
use super::{Alliance, Membership, Organization, OrganizationId, OrganizationKind, Stage};
use crate::access::{Action, Facts, may};
use crate::context::Context;
use crate::db::Conn;
use crate::error::{Error, FieldErrors};
use crate::message::Message;
use crate::web::form::Values;
use crate::web::frame::Frame;
use crate::web::parts::{Choice, Link, Pager, Problems};

/// Organizations on one page.
const PER_PAGE: i64 = 100;

/// The bureau with its districts, and the schools and providers.
#[derive(Debug, Template)]
#[template(path = "organizations/list.html")]
pub struct DirectoryPage {
    frame: Frame,
    wanted: Wanted,
    bureau: Option<Organization>,
    districts: Vec<Organization>,
    schools: HashMap<Option<OrganizationId>, i64>,
    found: Vec<Organization>,
    next: Option<String>,
    today: NaiveDate,
    may_edit: bool,
}

impl DirectoryPage {
    /// A page of the directory. Where schools are is no secret: whoever is signed in may read it.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        wanted: Wanted,
    ) -> Result<DirectoryPage, Error> {
        let today = context.today();
        let mut found = store::list_directory(conn, &wanted, PER_PAGE + 1)?;
        let most = usize::try_from(PER_PAGE).map_err(Error::fault)?;
        let has_more = found.len() > most;
        found.truncate(most);
        let bureau = store::list_of_kind(conn, OrganizationKind::Bureau)?;
        Ok(DirectoryPage {
            next: found.last().map(|it| it.code.clone()).filter(|_| has_more),
            bureau: bureau.into_iter().next(),
            districts: store::list_of_kind(conn, OrganizationKind::District)?,
            schools: store::count_schools(conn, today)?,
            may_edit: context.actor.can_ever(Action::EditOrganizations),
            frame,
            wanted,
            found,
            today,
        })
    }

    fn name<'a>(&self, organization: &'a Organization) -> &'a str {
        organization.name_in(self.frame.words.language)
    }

    fn schools_of(&self, district: Option<OrganizationId>) -> String {
        let count = self.schools.get(&district).copied().unwrap_or(0);
        self.frame
            .tell(Message::new("organization-schools").with("count", count))
    }

    fn districts_to_choose(&self) -> Vec<Choice> {
        let present = self
            .wanted
            .district
            .map_or(String::new(), |it| it.to_string());
        self.districts
            .iter()
            .map(|it| Choice::new(it.id.to_string(), self.name(it), &present))
            .collect()
    }

    fn office(&self, organization: &Organization) -> String {
        let district = self
            .districts
            .iter()
            .find(|it| Some(it.id) == organization.district_id);
        let office = district.or(self.bureau.as_ref());
        office.map_or(String::new(), |it| self.name(it).to_owned())
    }

    fn what(&self, organization: &Organization) -> String {
        self.frame.say(match organization.stage {
            Some(stage) => stage.name_key(),
            None => organization.kind.name_key(),
        })
    }

    fn pager(&self) -> Pager {
        let shown = Message::new("organizations-shown").with("shown", self.found.len());
        let mut parts = Vec::new();
        if !self.wanted.text.is_empty() {
            let text = rocket::http::RawStr::new(&self.wanted.text)
                .percent_encode()
                .to_string();
            parts.push(format!("q={text}"));
        }
        if let Some(district) = self.wanted.district {
            parts.push(format!("district={district}"));
        }
        let href = |after: Option<&str>| {
            let after = after.map(|code| format!("after={code}"));
            let parts: Vec<String> = parts.iter().cloned().chain(after).collect();
            format!("/organizations?{}", parts.join("&"))
        };
        Pager {
            shown: self.frame.tell(shown),
            previous_href: self.wanted.after.is_some().then(|| href(None)),
            next_href: self.next.as_deref().map(|code| href(Some(code))),
        }
    }
}

/// Which form of one organization's page was sent and came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// None.
    None,
    /// The one that renames.
    Rename,
    /// The one that closes.
    Close,
}

/// One organization.
#[derive(Debug, Template)]
#[template(path = "organizations/show.html")]
pub struct OrganizationPage {
    frame: Frame,
    organization: Organization,
    office: Option<Organization>,
    alliances: Vec<Alliance>,
    may_edit: bool,
    may_see_people: bool,
    may_see_overview: bool,
    form: Form,
    values: Values,
    problems: Problems,
}

impl OrganizationPage {
    /// The page as it is first shown.
    pub fn fresh(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        id: OrganizationId,
    ) -> Result<OrganizationPage, Error> {
        let known = store::load(conn, id)?;
        let values = Values::of([
            ("version", known.version.to_string()),
            ("name", known.name),
            ("name_en", known.name_en.unwrap_or_default()),
        ]);
        let errors = FieldErrors::default();
        OrganizationPage::load(conn, context, frame, (id, Form::None), (values, &errors))
    }

    /// The page with what was typed and what is wrong with it.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        (id, form): (OrganizationId, Form),
        (values, errors): (Values, &FieldErrors),
    ) -> Result<OrganizationPage, Error> {
        let organization = store::load(conn, id)?;
        let facts = organization.facts();
        if form != Form::None {
            may(&context.actor, Action::EditOrganizations, &facts)?;
        }
        let asks = |action| may(&context.actor, action, &facts).is_ok();
        let office = match organization.parent_id {
            Some(parent) => Some(store::load(conn, parent)?),
            None => None,
        };
        Ok(OrganizationPage {
            alliances: store::list_alliances_of(conn, id, context.today())?,
            may_edit: asks(Action::EditOrganizations),
            may_see_people: asks(Action::ViewPerson),
            may_see_overview: asks(Action::ViewOverview),
            problems: errors.in_words(frame.words),
            frame,
            organization,
            office,
            form,
            values,
        })
    }

    fn way(&self) -> [Link; 1] {
        [Link::new(
            self.frame.say("nav-organizations"),
            "/organizations",
        )]
    }

    fn name<'a>(&self, organization: &'a Organization) -> &'a str {
        organization.name_in(self.frame.words.language)
    }

    fn is_office(&self) -> bool {
        matches!(
            self.organization.kind,
            OrganizationKind::Bureau | OrganizationKind::District
        )
    }

    fn is_school(&self) -> bool {
        self.organization.kind == OrganizationKind::School
    }

    fn problem(&self, form: Form, field: &str) -> &str {
        if self.form == form {
            self.problems.of(field)
        } else {
            ""
        }
    }
}

/// A school or provider to be opened.
#[derive(Debug, Template)]
#[template(path = "organizations/new.html")]
pub struct NewPage {
    frame: Frame,
    districts: Vec<Organization>,
    values: Values,
    problems: Problems,
}

impl NewPage {
    /// The form, with what was typed and what is wrong with it.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        (values, errors): (Values, &FieldErrors),
    ) -> Result<NewPage, Error> {
        may(&context.actor, Action::EditOrganizations, &Facts::default())?;
        Ok(NewPage {
            districts: store::list_of_kind(conn, OrganizationKind::District)?,
            problems: errors.in_words(frame.words),
            frame,
            values,
        })
    }

    fn way(&self) -> [Link; 1] {
        [Link::new(
            self.frame.say("nav-organizations"),
            "/organizations",
        )]
    }

    fn value(&self, field: &str) -> &str {
        self.values.get(field)
    }

    fn kinds(&self) -> Vec<Choice> {
        [OrganizationKind::School, OrganizationKind::Provider]
            .iter()
            .map(|it| {
                Choice::new(
                    it.as_str(),
                    self.frame.say(it.name_key()),
                    self.value("kind"),
                )
            })
            .collect()
    }

    fn stages(&self) -> Vec<Choice> {
        Stage::ALL
            .iter()
            .map(|it| {
                Choice::new(
                    it.as_str(),
                    self.frame.say(it.name_key()),
                    self.value("stage"),
                )
            })
            .collect()
    }

    fn districts_to_choose(&self) -> Vec<Choice> {
        let language = self.frame.words.language;
        let present = self.value("district");
        self.districts
            .iter()
            .map(|it| Choice::new(it.id.to_string(), it.name_in(language), present))
            .collect()
    }
}

/// All alliances with their members.
#[derive(Debug, Template)]
#[template(path = "organizations/alliances.html")]
pub struct AlliancesPage {
    frame: Frame,
    alliances: Vec<(Alliance, Vec<(Membership, String)>)>,
    may_edit: bool,
    values: Values,
    problems: Problems,
}

impl AlliancesPage {
    /// The page, with what was typed and what is wrong with it.
    pub fn load(
        conn: &mut Conn,
        context: &Context,
        frame: Frame,
        (values, errors): (Values, &FieldErrors),
    ) -> Result<AlliancesPage, Error> {
        if !errors.is_empty() {
            may(&context.actor, Action::EditOrganizations, &Facts::default())?;
        }
        let memberships = store::list_memberships(conn)?;
        let names = store::load_names(conn, memberships.iter().map(|it| it.organization_id))?;
        let alliances = store::list_alliances(conn)?
            .into_iter()
            .map(|alliance| {
                let members = memberships
                    .iter()
                    .filter(|it| it.alliance_id == alliance.id)
                    .map(|it| {
                        let name = names.get(&it.organization_id).cloned();
                        (it.clone(), name.unwrap_or_default())
                    })
                    .collect();
                (alliance, members)
            })
            .collect();
        Ok(AlliancesPage {
            may_edit: context.actor.can_ever(Action::EditOrganizations),
            problems: errors.in_words(frame.words),
            frame,
            alliances,
            values,
        })
    }

    fn way(&self) -> [Link; 1] {
        [Link::new(
            self.frame.say("nav-organizations"),
            "/organizations",
        )]
    }

    fn dates(&self, membership: &Membership) -> String {
        let words = self.frame.words;
        let since = words.date(membership.joined_on);
        match membership.left_on {
            Some(last) => format!("{since} – {}", words.date(last)),
            None => self
                .frame
                .tell(Message::new("alliance-since").with("date", since)),
        }
    }

    fn alliance_choices(&self) -> Vec<Choice> {
        let present = self.values.get("alliance");
        self.alliances
            .iter()
            .map(|(it, _)| Choice::new(it.id.to_string(), it.name.as_str(), present))
            .collect()
    }
}
