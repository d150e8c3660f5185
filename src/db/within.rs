//! A query cut down to what somebody's reach covers.

/// Keeps the rows of a boxed query that lie within an `access::Reach`, by the columns of their
/// school (or provider) and of their district, which is null for what the bureau looks after:
/// `query = within!(query, reach, claims::school_id, claims::district_id)`.
///
/// One's own rows are not in it: lists of offices leave them out, nobody decides on their own case.
///
/// Most people have one office. Then the other parts of a reach stay out of the query: with an OR
/// that never holds, SQLite would not use the index of the part that does.
#[macro_export]
macro_rules! within {
    ($query:expr, $reach:expr, $organization:expr, $district:expr) => {{
        let (organizations, districts) = (&$reach.organizations, &$reach.districts);
        match (
            organizations.is_empty(),
            districts.is_empty(),
            $reach.bureau_run,
        ) {
            _ if $reach.everywhere => $query,
            (_, true, false) => $query.filter($organization.eq_any(organizations.clone())),
            (true, false, false) => {
                $query.filter($district.assume_not_null().eq_any(districts.clone()))
            }
            (true, true, true) => $query.filter($district.is_null()),
            (_, _, is_bureau_run) => {
                use diesel::IntoSql as _;
                $query.filter(
                    $organization
                        .eq_any(organizations.clone())
                        .or($district.assume_not_null().eq_any(districts.clone()))
                        .or($district
                            .is_null()
                            .and(is_bureau_run.into_sql::<diesel::sql_types::Bool>())),
                )
            }
        }
    }};
}
