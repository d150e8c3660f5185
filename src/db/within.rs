//! A query cut down to what somebody's reach covers.

/// Keeps the rows of a boxed query that lie within an `access::Reach`, by the columns of their
/// school (or provider) and of their district, which is null for what the bureau looks after:
/// `query = within!(query, reach, claims::school_id, claims::district_id)`.
///
/// One's own rows are not in it: lists of offices leave them out, nobody decides on their own case.
#[macro_export]
macro_rules! within {
    ($query:expr, $reach:expr, $organization:expr, $district:expr) => {
        if $reach.everywhere {
            $query
        } else {
            use diesel::IntoSql as _;
            $query.filter(
                $organization
                    .eq_any($reach.organizations.clone())
                    .or($district.assume_not_null().eq_any($reach.districts.clone()))
                    .or($district
                        .is_null()
                        .and($reach.bureau_run.into_sql::<diesel::sql_types::Bool>())),
            )
        }
    };
}
