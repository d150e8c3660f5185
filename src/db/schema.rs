//! The tables, as Diesel sees them. `migrations/` says what each column means; the parity test
//! holds both databases and this file together.

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    organizations (id) {
        id -> Uid,
        kind -> Text,
        code -> Text,
        name -> Text,
        name_en -> Nullable<Text>,
        parent_id -> Nullable<Uid>,
        district_id -> Nullable<Uid>,
        stage -> Nullable<Text>,
        is_rural -> Bool,
        credit_code -> Nullable<Text>,
        opened_on -> Date,
        closed_on -> Nullable<Date>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    alliances (id) {
        id -> Uid,
        code -> Text,
        name -> Text,
        founded_on -> Date,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    alliance_members (alliance_id, organization_id, joined_on) {
        alliance_id -> Uid,
        organization_id -> Uid,
        joined_on -> Date,
        left_on -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    people (id) {
        id -> Uid,
        teacher_number -> Text,
        name -> Text,
        name_pinyin -> Text,
        name_joined -> Text,
        name_initials -> Text,
        sex -> Integer,
        born_on -> Nullable<Date>,
        document_kind -> Text,
        document_cipher -> Binary,
        document_index -> Binary,
        document_tail -> Text,
        cycle_started_on -> Nullable<Date>,
        created_at -> Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    employments (id) {
        id -> Uid,
        person_id -> Uid,
        organization_id -> Uid,
        post -> Text,
        subject -> Nullable<Text>,
        started_on -> Date,
        ended_on -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    titles (person_id, title) {
        person_id -> Uid,
        title -> Text,
        granted_on -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    annual_assessments (person_id, year) {
        person_id -> Uid,
        year -> Integer,
        grade -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    person_matches (id) {
        id -> Uid,
        organization_id -> Uid,
        district_id -> Nullable<Uid>,
        roster_row -> Text,
        document_cipher -> Binary,
        document_index -> Binary,
        candidate_id -> Uid,
        cause -> Text,
        state -> Text,
        created_at -> Instant,
        decided_at -> Nullable<Instant>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    counters (name) {
        name -> Text,
        next -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    accounts (id) {
        id -> Uid,
        login -> Text,
        display_name -> Text,
        person_id -> Nullable<Uid>,
        password_hash -> Nullable<Text>,
        state -> Text,
        failed_count -> BigInt,
        locked_until -> Nullable<Instant>,
        created_at -> Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    activation_codes (id) {
        id -> Uid,
        account_id -> Uid,
        code_hash -> Binary,
        issued_at -> Instant,
        expires_at -> Instant,
        used_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    sessions (id) {
        id -> Uid,
        account_id -> Uid,
        token_hash -> Binary,
        device -> Text,
        created_at -> Instant,
        seen_at -> Instant,
        expires_at -> Instant,
        revoked_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    role_grants (id) {
        id -> Uid,
        account_id -> Uid,
        role -> Text,
        organization_id -> Uid,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        granted_by -> Nullable<Uid>,
        ended_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    journal_entries (id) {
        id -> Uid,
        recorded_at -> Instant,
        actor_id -> Nullable<Uid>,
        actor_name -> Text,
        event -> Text,
        subject_kind -> Text,
        subject_id -> Uid,
        organization_id -> Nullable<Uid>,
        reason -> Nullable<Text>,
        request_id -> Nullable<Uid>,
        request_digest -> Nullable<Binary>,
        payload -> Text,
        salt -> Binary,
        commitment -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    policy_versions (id) {
        id -> Uid,
        key -> Text,
        version -> Integer,
        jurisdiction -> Text,
        title -> Text,
        document_number -> Nullable<Text>,
        article -> Nullable<Text>,
        certainty -> Text,
        source -> Text,
        effective_from -> Date,
        effective_to -> Nullable<Date>,
        parameters -> Text,
        approved_by -> Nullable<Text>,
        loaded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    ledger_accounts (id) {
        id -> Uid,
        kind -> Text,
        owner_id -> Uid,
        year -> Integer,
        category -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    transfers (id) {
        id -> Uid,
        kind -> Text,
        debit_account_id -> Uid,
        credit_account_id -> Uid,
        amount -> BigInt,
        holder_id -> Uid,
        year -> Integer,
        target_id -> Nullable<Uid>,
        effective_on -> Date,
        recorded_at -> Instant,
        origin_id -> Uid,
        journal_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    projects (id) {
        id -> Uid,
        provider_id -> Uid,
        code -> Text,
        title -> Text,
        authority_id -> Uid,
        year -> Integer,
        starts_on -> Date,
        ends_on -> Date,
        state -> Text,
        decision_reason -> Nullable<Text>,
        created_at -> Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    courses (id) {
        id -> Uid,
        project_id -> Uid,
        code -> Text,
        title -> Text,
        title_key -> Text,
        category -> Text,
        hours -> BigInt,
        headcount_max -> BigInt,
        starts_on -> Date,
        ends_on -> Date,
        headcount -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    audit_rounds (id) {
        id -> Uid,
        district_id -> Nullable<Uid>,
        name -> Text,
        commitment -> Binary,
        seed_cipher -> Binary,
        seed -> Nullable<Binary>,
        share_permille -> Integer,
        state -> Text,
        opened_at -> Instant,
        drawn_at -> Nullable<Instant>,
        closed_at -> Nullable<Instant>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    completions (id) {
        id -> Uid,
        course_id -> Uid,
        project_id -> Uid,
        person_id -> Uid,
        school_id -> Uid,
        district_id -> Nullable<Uid>,
        year -> Integer,
        completed_on -> Date,
        hours -> BigInt,
        category -> Text,
        title_key -> Text,
        state -> Text,
        reason -> Nullable<Text>,
        attempt -> Integer,
        audit_weight -> Integer,
        audit_round_id -> Nullable<Uid>,
        school_decision_id -> Nullable<Uid>,
        job_id -> Nullable<Uid>,
        source_row -> Nullable<Integer>,
        submitted_at -> Instant,
        decided_at -> Nullable<Instant>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    claims (id) {
        id -> Uid,
        person_id -> Uid,
        school_id -> Uid,
        district_id -> Nullable<Uid>,
        item -> Text,
        policy_version_id -> Uid,
        title -> Text,
        title_key -> Text,
        description -> Text,
        year -> Integer,
        done_on -> Date,
        quantity -> BigInt,
        category -> Text,
        hours -> BigInt,
        hours_posted -> Nullable<BigInt>,
        hours_over_cap -> Nullable<BigInt>,
        is_late -> Bool,
        late_reason -> Nullable<Text>,
        state -> Text,
        approval -> Text,
        due_on -> Nullable<Date>,
        created_at -> Instant,
        submitted_at -> Nullable<Instant>,
        decided_at -> Nullable<Instant>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    standings (person_id, year) {
        person_id -> Uid,
        year -> Integer,
        school_id -> Uid,
        district_id -> Nullable<Uid>,
        name_pinyin -> Text,
        policy_version_id -> Nullable<Uid>,
        required_general -> BigInt,
        required_professional -> BigInt,
        required_elective -> BigInt,
        required_total -> BigInt,
        posted_general -> BigInt,
        posted_professional -> BigInt,
        posted_elective -> BigInt,
        pending_general -> BigInt,
        pending_professional -> BigInt,
        pending_elective -> BigInt,
        over_cap_general -> BigInt,
        over_cap_professional -> BigInt,
        over_cap_elective -> BigInt,
        short_general -> BigInt,
        short_professional -> BigInt,
        short_elective -> BigInt,
        short_total -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    school_standings (school_id, year) {
        school_id -> Uid,
        year -> Integer,
        district_id -> Nullable<Uid>,
        teachers -> BigInt,
        complete -> BigInt,
        short_general -> BigInt,
        short_professional -> BigInt,
        short_elective -> BigInt,
        short_total -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    evidence_files (id) {
        id -> Uid,
        sha256 -> Binary,
        size -> BigInt,
        media_type -> Text,
        name -> Text,
        owner_kind -> Text,
        owner_id -> Uid,
        uploaded_by -> Nullable<Uid>,
        uploaded_at -> Instant,
        withdrawn_at -> Nullable<Instant>,
        paper -> Nullable<Text>,
        dated_on -> Nullable<Date>,
        replaces -> Nullable<Uid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    jobs (id) {
        id -> Uid,
        kind -> Text,
        title -> Text,
        parameters -> Text,
        state -> Text,
        done -> BigInt,
        total -> Nullable<BigInt>,
        checkpoint -> Text,
        is_cancel_wanted -> Bool,
        claimed_by -> Nullable<Uid>,
        claimed_at -> Nullable<Instant>,
        created_by -> Nullable<Uid>,
        organization_id -> Nullable<Uid>,
        created_at -> Instant,
        finished_at -> Nullable<Instant>,
        failure -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    import_problems (id) {
        id -> Uid,
        job_id -> Uid,
        row_number -> Integer,
        column_name -> Text,
        code -> Text,
        message -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    qualification_certificates (id) {
        id -> Uid,
        person_id -> Uid,
        kind -> Text,
        subject -> Nullable<Text>,
        number -> Text,
        certified_on -> Date,
        issued_by -> Nullable<Text>,
        putonghua -> Nullable<Text>,
        exam_passed_on -> Nullable<Date>,
        exam_number -> Nullable<Text>,
        preschool_trained_on -> Nullable<Date>,
        recorded_at -> Instant,
        withdrawn_at -> Nullable<Instant>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    qualification_events (id) {
        id -> Uid,
        person_id -> Uid,
        kind -> Text,
        happened_on -> Date,
        document -> Text,
        reason -> Text,
        recorded_at -> Instant,
        withdrawn_at -> Nullable<Instant>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    ethics_alerts (id) {
        id -> Uid,
        person_id -> Uid,
        gravity -> Text,
        handling -> Text,
        measure -> Nullable<Text>,
        staff -> Text,
        heard_on -> Date,
        decided_on -> Date,
        ends_on -> Nullable<Date>,
        decided_by -> Text,
        document -> Text,
        summary -> Text,
        state -> Text,
        state_reason -> Nullable<Text>,
        recorded_at -> Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    absences (id) {
        id -> Uid,
        person_id -> Uid,
        kind -> Text,
        started_on -> Date,
        ended_on -> Nullable<Date>,
        approved_by -> Nullable<Text>,
        recorded_at -> Instant,
        withdrawn_at -> Nullable<Instant>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    notices (id) {
        id -> Uid,
        kind -> Text,
        title -> Text,
        subject_kind -> Text,
        subject_id -> Uid,
        organization_id -> Uid,
        district_id -> Nullable<Uid>,
        posted_on -> Date,
        working_days -> Integer,
        last_day -> Date,
        entries -> Text,
        state -> Text,
        posted_at -> Instant,
        version -> BigInt,
        occasion -> Nullable<Text>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::Uid;

    notice_barred (notice_id, person_id) {
        notice_id -> Uid,
        person_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    objections (id) {
        id -> Uid,
        notice_id -> Uid,
        receipt_digest -> Binary,
        text_cipher -> Binary,
        contact_cipher -> Nullable<Binary>,
        received_at -> Instant,
        state -> Text,
        answer -> Nullable<Text>,
        answered_at -> Nullable<Instant>,
        version -> BigInt,
        concerns -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    registration_windows (id) {
        id -> Uid,
        name -> Text,
        kind -> Text,
        opens_on -> Date,
        closes_on -> Date,
        due_until -> Date,
        opened_at -> Instant,
        assessed_on -> Nullable<Date>,
        assessed_through -> Nullable<Uid>,
        assessed_at -> Nullable<Instant>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    registration_proposals (window_id, person_id) {
        window_id -> Uid,
        person_id -> Uid,
        school_id -> Uid,
        district_id -> Nullable<Uid>,
        name_pinyin -> Text,
        is_due -> Bool,
        registered_until -> Nullable<Date>,
        verdict -> Text,
        unmet -> Text,
        short_hours -> BigInt,
        curable_on -> Nullable<Date>,
        assessed_on -> Date,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    registration_trials (id) {
        id -> Uid,
        window_id -> Uid,
        policy_version_id -> Uid,
        draft -> Text,
        tried_on -> Date,
        asked_by -> Text,
        asked_at -> Instant,
        looked_at -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::Uid;

    registration_flips (trial_id, person_id) {
        trial_id -> Uid,
        person_id -> Uid,
        school_id -> Uid,
        district_id -> Nullable<Uid>,
        verdict_before -> Text,
        verdict_after -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    registration_cases (id) {
        id -> Uid,
        window_id -> Uid,
        person_id -> Uid,
        school_id -> Uid,
        district_id -> Nullable<Uid>,
        name_pinyin -> Text,
        kind -> Text,
        state -> Text,
        approval -> Text,
        due_on -> Nullable<Date>,
        assessment -> Text,
        policy_version_id -> Uid,
        proposed -> Text,
        opinion -> Text,
        opinion_reason -> Nullable<Text>,
        is_exception -> Bool,
        notice_id -> Nullable<Uid>,
        decision_id -> Nullable<Uid>,
        signed_by -> Nullable<Text>,
        trial_until -> Nullable<Date>,
        barred_until -> Nullable<Date>,
        submitted_at -> Instant,
        decided_at -> Nullable<Instant>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    registrations (id) {
        id -> Uid,
        number -> Text,
        person_id -> Uid,
        case_id -> Uid,
        kind -> Text,
        valid_from -> Date,
        valid_to -> Date,
        registered_on -> Date,
        sheet -> Text,
        registered_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    programmes (id) {
        id -> Uid,
        key -> Text,
        version -> Integer,
        body -> Text,
        loaded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    selection_rounds (id) {
        id -> Uid,
        programme_id -> Uid,
        track -> Text,
        title -> Text,
        seats -> BigInt,
        places -> BigInt,
        cutoff_on -> Date,
        phase -> Text,
        created_at -> Instant,
        closed_at -> Nullable<Instant>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    round_phases (round_id, phase) {
        round_id -> Uid,
        phase -> Text,
        starts_on -> Date,
        ends_on -> Date,
        opened_at -> Nullable<Instant>,
        closed_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::Uid;

    round_shares (round_id, dimension, key) {
        round_id -> Uid,
        dimension -> Text,
        key -> Text,
        weight -> BigInt,
        floor -> BigInt,
        cap -> Nullable<BigInt>,
        places -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    nominations (id) {
        id -> Uid,
        round_id -> Uid,
        person_id -> Uid,
        school_id -> Uid,
        district_id -> Nullable<Uid>,
        post -> Text,
        subject -> Nullable<Text>,
        statement -> Text,
        state -> Text,
        approval -> Text,
        due_on -> Nullable<Date>,
        verdict -> Nullable<Text>,
        is_eligible -> Nullable<Bool>,
        signed_reason -> Nullable<Text>,
        signed_at -> Nullable<Instant>,
        created_at -> Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::Uid;

    nomination_frauds (nomination_id) {
        nomination_id -> Uid,
        found_on -> Date,
        reason -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    nomination_votes (nomination_id) {
        nomination_id -> Uid,
        held_on -> Date,
        staff -> BigInt,
        present -> BigInt,
        yes -> BigInt,
        no -> BigInt,
        abstain -> BigInt,
        has_passed -> Bool,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::Uid;

    nomination_lists (nomination_id, notice_id) {
        nomination_id -> Uid,
        notice_id -> Uid,
        level -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    nomination_confirmations (nomination_id, condition) {
        nomination_id -> Uid,
        condition -> Text,
        is_met -> Bool,
        reason -> Text,
        confirmed_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    nomination_versions (nomination_id, number) {
        nomination_id -> Uid,
        number -> BigInt,
        statement -> Text,
        files -> Text,
        facts -> Text,
        kept_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    experts (id) {
        id -> Uid,
        person_id -> Uid,
        subject -> Nullable<Text>,
        starts_on -> Date,
        ends_on -> Date,
        ended_on -> Nullable<Date>,
        reason -> Nullable<Text>,
        appointed_at -> Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    selection_draws (id) {
        id -> Uid,
        round_id -> Uid,
        purpose -> Text,
        commitment -> Binary,
        seed_cipher -> Binary,
        seed -> Nullable<Binary>,
        committed_at -> Instant,
        drawn_at -> Nullable<Instant>,
        inputs -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    committee_members (id) {
        id -> Uid,
        round_id -> Uid,
        person_id -> Uid,
        district_id -> Nullable<Uid>,
        subject -> Nullable<Text>,
        position -> BigInt,
        is_chair -> Bool,
        state -> Text,
        reason -> Nullable<Text>,
        changed_at -> Instant,
        version -> BigInt,
        load_max -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    stated_ties (person_id, other_id, kind, stated_by) {
        person_id -> Uid,
        other_id -> Uid,
        kind -> Text,
        stated_by -> Text,
        note -> Text,
        since_on -> Nullable<Date>,
        until_on -> Nullable<Date>,
        stated_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    person_ties (person_id, other_id, kind) {
        person_id -> Uid,
        other_id -> Uid,
        kind -> Text,
        note -> Text,
        declared_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    conflicts (member_id, nomination_id, kind) {
        member_id -> Uid,
        nomination_id -> Uid,
        kind -> Text,
        detail -> Text,
        found_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    conflict_pins (member_id, nomination_id) {
        member_id -> Uid,
        nomination_id -> Uid,
        is_conflict -> Bool,
        reason -> Text,
        pinned_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    committee_meetings (id) {
        id -> Uid,
        round_id -> Uid,
        place -> Text,
        committee -> BigInt,
        agenda -> Text,
        state -> Text,
        remarks -> Nullable<Text>,
        opened_at -> Instant,
        closed_at -> Nullable<Instant>,
        version -> BigInt,
        leaves_seats_empty -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    meeting_stays (id) {
        id -> Uid,
        meeting_id -> Uid,
        member_id -> Uid,
        arrived_at -> Instant,
        left_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    ballots (id) {
        id -> Uid,
        meeting_id -> Uid,
        round_id -> Uid,
        number -> BigInt,
        seats -> BigInt,
        committee -> BigInt,
        state -> Text,
        close_reason -> Nullable<Text>,
        opened_at -> Instant,
        closed_at -> Nullable<Instant>,
        version -> BigInt,
        is_among_tied -> Bool,
        is_void -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::Uid;

    ballot_voters (ballot_id, member_id) {
        ballot_id -> Uid,
        member_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::Uid;

    ballot_candidates (ballot_id, nomination_id) {
        ballot_id -> Uid,
        nomination_id -> Uid,
        base -> Nullable<BigInt>,
        yes -> Nullable<BigInt>,
        no -> Nullable<BigInt>,
        abstain -> Nullable<BigInt>,
        needed -> Nullable<BigInt>,
        has_passed -> Nullable<Bool>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::Uid;

    ballot_recusals (ballot_id, nomination_id, member_id) {
        ballot_id -> Uid,
        nomination_id -> Uid,
        member_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::Uid;

    ballot_casts (ballot_id, nomination_id, member_id) {
        ballot_id -> Uid,
        nomination_id -> Uid,
        member_id -> Uid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::Uid;

    ballot_papers (id) {
        id -> Uid,
        ballot_id -> Uid,
        nomination_id -> Uid,
        choice -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    meeting_minutes (meeting_id) {
        meeting_id -> Uid,
        body -> Text,
        digest -> Binary,
        drawn_up_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    minutes_signatures (meeting_id, seat) {
        meeting_id -> Uid,
        seat -> Text,
        account_id -> Uid,
        name -> Text,
        digest -> Binary,
        signed_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    selection_results (nomination_id) {
        nomination_id -> Uid,
        round_id -> Uid,
        state -> Text,
        reserve_rank -> Nullable<BigInt>,
        notice_id -> Nullable<Uid>,
        reason -> Nullable<Text>,
        decided_at -> Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::Uid;

    selection_certificates (id) {
        id -> Uid,
        nomination_id -> Uid,
        round_id -> Uid,
        person_id -> Uid,
        number -> Text,
        name -> Text,
        honour -> Text,
        honour_en -> Text,
        issued_on -> Date,
        reason -> Text,
        state -> Text,
        ended_on -> Nullable<Date>,
        end_reason -> Nullable<Text>,
        approved_by -> Nullable<Text>,
        document -> Nullable<Text>,
        allowance_yuan -> Nullable<BigInt>,
        left_on -> Nullable<Date>,
        allowance_stops_on -> Nullable<Date>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::Uid;

    review_preferences (member_id, nomination_id) {
        member_id -> Uid,
        nomination_id -> Uid,
        preference -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    review_deals (id) {
        id -> Uid,
        round_id -> Uid,
        draw_id -> Uid,
        total -> BigInt,
        reviews -> BigInt,
        kept_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    reviews (id) {
        id -> Uid,
        round_id -> Uid,
        nomination_id -> Uid,
        member_id -> Uid,
        state -> Text,
        deal_id -> Nullable<Uid>,
        scores -> Text,
        comment -> Text,
        total -> Nullable<BigInt>,
        reason -> Nullable<Text>,
        assigned_at -> Instant,
        saved_at -> Nullable<Instant>,
        submitted_at -> Nullable<Instant>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    blind_candidates (nomination_id) {
        nomination_id -> Uid,
        round_id -> Uid,
        number -> BigInt,
        statement -> Text,
        files -> Text,
        confirmed_at -> Nullable<Instant>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    review_questions (id) {
        id -> Uid,
        review_id -> Uid,
        nomination_id -> Uid,
        state -> Text,
        question -> Text,
        forwarded -> Nullable<Text>,
        reason -> Nullable<Text>,
        answer -> Nullable<Text>,
        asked_at -> Instant,
        decided_at -> Nullable<Instant>,
        answered_at -> Nullable<Instant>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    lesson_plans (round_id) {
        round_id -> Uid,
        draw_id -> Uid,
        timetable -> Text,
        drawn_at -> Nullable<Instant>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::Uid;

    lessons (nomination_id) {
        nomination_id -> Uid,
        round_id -> Uid,
        place -> BigInt,
        held_on -> Date,
        room -> Text,
        starts_minute -> BigInt,
        ends_minute -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    lesson_presences (member_id, held_on) {
        member_id -> Uid,
        held_on -> Date,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    lesson_scores (nomination_id, member_id) {
        nomination_id -> Uid,
        member_id -> Uid,
        lesson -> BigInt,
        defence -> BigInt,
        scored_at -> Instant,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    lesson_moves (id) {
        id -> Uid,
        round_id -> Uid,
        nomination_id -> Uid,
        other_id -> Nullable<Uid>,
        moved_from -> Text,
        moved_to -> Text,
        reason -> Text,
        moved_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    lesson_scores_before (nomination_id, member_id, version) {
        nomination_id -> Uid,
        member_id -> Uid,
        version -> BigInt,
        lesson -> BigInt,
        defence -> BigInt,
        scored_at -> Instant,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use super::super::columns::{Instant, Uid};

    drafts (id) {
        id -> Uid,
        account_id -> Uid,
        form_key -> Text,
        sealed -> Binary,
        saved_at -> Instant,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    organizations,
    alliances,
    alliance_members,
    people,
    employments,
    titles,
    annual_assessments,
    person_matches,
    counters,
    accounts,
    activation_codes,
    sessions,
    role_grants,
    journal_entries,
    policy_versions,
    ledger_accounts,
    transfers,
    projects,
    courses,
    audit_rounds,
    completions,
    claims,
    standings,
    school_standings,
    evidence_files,
    jobs,
    import_problems,
    qualification_certificates,
    qualification_events,
    ethics_alerts,
    absences,
    notices,
    objections,
    registration_windows,
    registration_proposals,
    registration_trials,
    registration_flips,
    registration_cases,
    registrations,
    programmes,
    selection_rounds,
    round_phases,
    round_shares,
    nominations,
    nomination_frauds,
    nomination_votes,
    nomination_lists,
    nomination_confirmations,
    nomination_versions,
    experts,
    committee_members,
    conflicts,
    conflict_pins,
    person_ties,
    notice_barred,
    stated_ties,
    committee_meetings,
    meeting_stays,
    ballots,
    ballot_voters,
    ballot_candidates,
    ballot_recusals,
    ballot_casts,
    ballot_papers,
    meeting_minutes,
    minutes_signatures,
    selection_results,
    selection_certificates,
    review_preferences,
    review_deals,
    reviews,
    blind_candidates,
    review_questions,
    lesson_plans,
    lessons,
    lesson_presences,
    lesson_scores,
    lesson_moves,
    lesson_scores_before,
);

diesel::joinable!(employments -> people (person_id));
diesel::joinable!(employments -> organizations (organization_id));
diesel::joinable!(accounts -> people (person_id));
diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(activation_codes -> accounts (account_id));
diesel::joinable!(role_grants -> organizations (organization_id));
diesel::joinable!(courses -> projects (project_id));
diesel::joinable!(projects -> organizations (provider_id));
diesel::joinable!(completions -> people (person_id));
diesel::joinable!(completions -> courses (course_id));
diesel::joinable!(claims -> people (person_id));
diesel::joinable!(standings -> people (person_id));
diesel::joinable!(standings -> organizations (school_id));
diesel::joinable!(school_standings -> organizations (school_id));
diesel::joinable!(alliance_members -> alliances (alliance_id));
diesel::joinable!(objections -> notices (notice_id));
diesel::joinable!(notices -> organizations (organization_id));
diesel::joinable!(registration_cases -> people (person_id));
diesel::joinable!(registration_cases -> registration_windows (window_id));
diesel::joinable!(registration_proposals -> people (person_id));
diesel::joinable!(registration_proposals -> organizations (school_id));
diesel::joinable!(registration_flips -> people (person_id));
diesel::joinable!(registrations -> people (person_id));
diesel::joinable!(registrations -> registration_cases (case_id));
diesel::joinable!(nominations -> people (person_id));
diesel::joinable!(nominations -> organizations (school_id));
diesel::joinable!(nominations -> selection_rounds (round_id));
diesel::joinable!(nomination_frauds -> nominations (nomination_id));
diesel::joinable!(selection_certificates -> nominations (nomination_id));
diesel::joinable!(nomination_lists -> notices (notice_id));
diesel::joinable!(nomination_versions -> nominations (nomination_id));
diesel::joinable!(experts -> people (person_id));
diesel::joinable!(committee_members -> people (person_id));
diesel::joinable!(conflicts -> committee_members (member_id));
diesel::joinable!(conflict_pins -> committee_members (member_id));
diesel::joinable!(committee_members -> selection_rounds (round_id));
diesel::joinable!(conflicts -> nominations (nomination_id));
diesel::joinable!(committee_meetings -> selection_rounds (round_id));
diesel::joinable!(review_preferences -> committee_members (member_id));
diesel::joinable!(reviews -> committee_members (member_id));
diesel::joinable!(review_questions -> reviews (review_id));
diesel::joinable!(lesson_presences -> committee_members (member_id));
diesel::joinable!(lesson_scores -> lessons (nomination_id));
diesel::joinable!(lesson_scores_before -> lessons (nomination_id));
