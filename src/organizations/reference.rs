//! The offices that a city begins with, as data: `seeds/reference/organizations.toml`.
//!
//! Loading is harmless to repeat. What an office has changed since is left alone.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{Organization, OrganizationId, OrganizationKind, store};
use crate::db::Conn;
use crate::error::Error;

const SHIPPED: &str = include_str!("../../seeds/reference/organizations.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    opened_on: toml::value::Datetime,
    bureau: Office,
    district: Vec<Office>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Office {
    code: String,
    name: String,
    name_en: String,
}

/// Adds the offices that the database does not have yet; tells how many were added.
pub fn load(conn: &mut Conn) -> Result<usize, Error> {
    let file: File = toml::from_str(SHIPPED).map_err(Error::fault)?;
    let opened_on: NaiveDate = file.opened_on.to_string().parse().map_err(Error::fault)?;
    let (bureau, mut added) = find_or_add(conn, file.bureau, opened_on, None)?;
    for district in file.district {
        let (_, new) = find_or_add(conn, district, opened_on, Some(bureau))?;
        added += new;
    }
    Ok(added)
}

fn find_or_add(
    conn: &mut Conn,
    office: Office,
    opened_on: NaiveDate,
    bureau: Option<OrganizationId>,
) -> Result<(OrganizationId, usize), Error> {
    if let Some(known) = store::find_by_code(conn, &office.code)? {
        return Ok((known.id, 0));
    }
    let id = OrganizationId::new();
    let kind = match bureau {
        None => OrganizationKind::Bureau,
        Some(_) => OrganizationKind::District,
    };
    let organization = Organization {
        id,
        kind,
        code: office.code,
        name: office.name,
        name_en: Some(office.name_en),
        parent_id: bureau,
        district_id: bureau.map(|_| id),
        stage: None,
        is_rural: false,
        credit_code: None,
        opened_on,
        closed_on: None,
        version: 1,
    };
    store::insert(conn, &organization)?;
    Ok((id, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_city_has_its_eleven_districts_in_order() {
        let file: File = toml::from_str(SHIPPED).expect("the shipped file is sound");
        assert_eq!(file.district.len(), 11);
        assert!(file.district.is_sorted_by_key(|it| it.code.clone()));
        // 440102 东山 and 440107 芳村 were abolished in 2005, 440116 萝岗 in 2014.
        let city = &file.bureau.code[..4];
        assert!(file.district.iter().all(|it| it.code.starts_with(city)));
        let abolished = ["440102", "440107", "440116"];
        assert!(
            !file
                .district
                .iter()
                .any(|it| abolished.contains(&it.code.as_str()))
        );
    }
}
