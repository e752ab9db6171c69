-- Printed from the catalogue of a database migrated from nothing; a test keeps it true. What changes here changes in production.
table registry.alarm_notes: id uuid not null
table registry.alarm_notes: alarm_id uuid not null
table registry.alarm_notes: noted_at timestamp with time zone not null
table registry.alarm_notes: noted_by text not null
table registry.alarm_notes: note text not null
table registry.alarms: id uuid not null
table registry.alarms: raised_at timestamp with time zone not null
table registry.alarms: invariant text not null
table registry.alarms: what text not null
table registry.alarms: person_id uuid
table registry.alarms: campaign_id integer
table registry.alarms: subject_ids uuid[] not null
table registry.badge_scans: badge_hash bytea not null
table registry.badge_scans: staff_id uuid not null
table registry.badge_scans: provider_id smallint not null
table registry.badge_scans: campaign_id integer not null
table registry.badge_scans: valid_until timestamp with time zone not null
table registry.badge_scans: scanned_at timestamp with time zone not null
table registry.campaign_codes: id integer
table registry.campaign_codes: code text
table registry.campaign_codes: programme_id integer
table registry.campaign_codes: is_trial boolean
table registry.campaign_terms: campaign_id integer not null
table registry.campaign_terms: effective_from timestamp with time zone not null
table registry.campaign_terms: name text not null
table registry.campaign_terms: opens_at timestamp with time zone not null
table registry.campaign_terms: closes_at timestamp with time zone not null
table registry.campaign_terms: need_window interval not null
table registry.campaign_terms: support_window interval not null
table registry.campaign_terms: free_months integer not null
table registry.campaign_terms: check_window interval not null
table registry.campaign_terms: reporting_grace interval not null
table registry.campaign_terms: revoke_window interval not null
table registry.campaign_terms: activation_window interval not null
table registry.campaign_terms: checks_per_staff_per_hour integer not null
table registry.campaign_terms: checks_per_provider_per_minute integer not null
table registry.campaign_terms: decided_by text not null
table registry.campaign_terms: decided_at timestamp with time zone
table registry.campaign_terms: imports_until timestamp with time zone
table registry.campaign_terms: import_rows_per_provider_per_day integer not null default 200000
table registry.campaigns: id integer not null generated always as identity
table registry.campaigns: code text not null
table registry.campaigns: programme_id integer not null default registry.own_programme()
table registry.campaigns: is_trial boolean not null default false
table registry.case_events: id uuid not null
table registry.case_events: case_id uuid not null
table registry.case_events: place bigint not null generated always as identity
table registry.case_events: at timestamp with time zone not null
table registry.case_events: kind text not null
table registry.case_events: actor text not null
table registry.case_events: text text
table registry.case_events: about uuid
table registry.case_events: provider_id smallint
table registry.case_events: campaign_id integer
table registry.case_events: case_number text
table registry.case_events: due_at timestamp with time zone
table registry.case_events: evidence jsonb
table registry.case_events: decision text
table registry.case_events: assigned_to text
table registry.case_events: violations integer
table registry.case_minutes: id uuid not null
table registry.case_minutes: case_id uuid not null
table registry.case_minutes: decision_id uuid not null
table registry.case_minutes: year smallint not null
table registry.case_minutes: sign text not null
table registry.case_minutes: number integer not null
table registry.case_minutes: version integer not null
table registry.case_minutes: drawn_up_at timestamp with time zone not null
table registry.case_minutes: drawn_up_by text not null
table registry.case_minutes: content text not null
table registry.case_minutes: content_hash bytea not null
table registry.case_violations: violation_id uuid not null
table registry.case_violations: case_id uuid not null
table registry.case_violations: joined_at timestamp with time zone not null
table registry.cases: id uuid not null
table registry.cases: year smallint not null
table registry.cases: number integer not null
table registry.cases: campaign_id integer not null
table registry.cases: provider_id smallint
table registry.cases: severity text not null
table registry.cases: state text not null default 'OPEN'::text
table registry.cases: opened_at timestamp with time zone not null
table registry.cases: opened_by text not null
table registry.cases: assigned_to text
table registry.cases: question_id uuid
table registry.cases: answer_due_at timestamp with time zone
table registry.cases: decision text
table registry.cases: published_at timestamp with time zone
table registry.citizen_asks: id uuid not null
table registry.citizen_asks: asked_at timestamp with time zone not null
table registry.citizen_asks: campaign_id integer not null
table registry.citizen_asks: provider_id smallint not null
table registry.citizen_asks: staff_id uuid
table registry.citizen_asks: act text not null
table registry.citizen_asks: channel text not null
table registry.citizen_asks: key_id smallint not null
table registry.citizen_asks: key_hash bytea not null
table registry.citizen_asks: answer text not null
table registry.citizen_numbers: person_id uuid not null
table registry.citizen_numbers: kind text not null
table registry.citizen_numbers: encryption_key_id smallint not null
table registry.citizen_numbers: ciphertext bytea not null
table registry.citizen_numbers: recorded_at timestamp with time zone not null
table registry.citizen_reports: id uuid
table registry.citizen_reports: reference text
table registry.citizen_reports: campaign_id integer
table registry.citizen_reports: kind text
table registry.citizen_reports: clause text
table registry.citizen_reports: text text
table registry.citizen_reports: provider_id smallint
table registry.citizen_reports: badge text
table registry.citizen_reports: staff_id uuid
table registry.citizen_reports: issuance_id uuid
table registry.citizen_reports: lookup_id uuid
table registry.citizen_reports: person_id uuid
table registry.citizen_reports: reported_at timestamp with time zone
table registry.citizen_reports: phone_hash bytea
table registry.citizen_reports: phone_sealed bytea
table registry.citizen_reports: contact_erased_at timestamp with time zone
table registry.citizen_reports: reported_by text
table registry.clients: client_id text not null
table registry.clients: provider_id smallint
table registry.clients: demo boolean not null default false
table registry.clients: opened_at timestamp with time zone
table registry.clients: opened_by text
table registry.clients: ended_at timestamp with time zone
table registry.clients: ended_by text
table registry.clock: singleton boolean not null default true
table registry.clock: simulation boolean not null default true
table registry.clock: shift interval not null default '00:00:00'::interval
table registry.clock: frozen_at timestamp with time zone
table registry.contract_dossiers: person_id uuid
table registry.contract_dossiers: issuance_id uuid
table registry.contract_dossiers: contract_number text
table registry.contract_dossiers: contract_signed_on date
table registry.contract_dossiers: handed_over_at timestamp with time zone
table registry.contract_dossiers: received_by_citizen boolean
table registry.contract_dossiers: recipient_name text
table registry.contract_dossiers: consent_given_at timestamp with time zone
table registry.contract_dossiers: contract_key text
table registry.contract_dossiers: recipient_key text
table registry.data_corrections: id uuid not null
table registry.data_corrections: request_id uuid not null
table registry.data_corrections: person_id uuid not null
table registry.data_corrections: subject text not null
table registry.data_corrections: subject_id uuid not null
table registry.data_corrections: field text not null
table registry.data_corrections: value text
table registry.data_corrections: corrected_at timestamp with time zone not null
table registry.data_corrections: corrected_by text not null
table registry.data_requests: id uuid not null
table registry.data_requests: person_id uuid not null
table registry.data_requests: kind text not null
table registry.data_requests: wish text
table registry.data_requests: received_at timestamp with time zone not null
table registry.data_requests: due_at timestamp with time zone not null
table registry.data_requests: received_by text not null
table registry.data_requests: state text not null
table registry.data_requests: decided_at timestamp with time zone
table registry.data_requests: decided_by text
table registry.data_requests: reason text
table registry.data_requests: clause text
table registry.data_requests: lifted_at timestamp with time zone
table registry.data_requests: lifted_by text
table registry.database_kind: simulation boolean not null
table registry.database_kind: singleton boolean not null default true
table registry.dated_terms: campaign_id integer
table registry.dated_terms: effective_from timestamp with time zone
table registry.dated_terms: name text
table registry.dated_terms: opens_at timestamp with time zone
table registry.dated_terms: closes_at timestamp with time zone
table registry.dated_terms: need_window interval
table registry.dated_terms: support_window interval
table registry.dated_terms: free_months integer
table registry.dated_terms: check_window interval
table registry.dated_terms: reporting_grace interval
table registry.dated_terms: revoke_window interval
table registry.dated_terms: activation_window interval
table registry.dated_terms: checks_per_staff_per_hour integer
table registry.dated_terms: checks_per_provider_per_minute integer
table registry.dated_terms: imports_until timestamp with time zone
table registry.dated_terms: import_rows_per_provider_per_day integer
table registry.department_details: effective_from timestamp with time zone not null
table registry.department_details: name_vi text not null
table registry.department_details: name_en text not null
table registry.department_details: phone text
table registry.department_details: decided_by text not null
table registry.department_details: decided_at timestamp with time zone
table registry.department_names: effective_from timestamp with time zone
table registry.department_names: name_vi text
table registry.desk_figures: campaign_id integer not null
table registry.desk_figures: counted_at timestamp with time zone not null
table registry.desk_figures: counted_to date not null
table registry.desk_figures_choices: campaign_id integer not null
table registry.desk_figures_choices: day date not null
table registry.desk_figures_choices: provider_id smallint not null
table registry.desk_figures_choices: shown_of smallint not null
table registry.desk_figures_choices: place smallint not null
table registry.desk_figures_choices: needs integer not null
table registry.desk_figures_daily: campaign_id integer not null
table registry.desk_figures_daily: day date not null
table registry.desk_figures_daily: provider_id smallint not null
table registry.desk_figures_daily: imported boolean not null
table registry.desk_figures_daily: within_seconds integer not null
table registry.desk_figures_daily: recorded integer not null
table registry.desk_figures_daily: late integer not null
table registry.desk_figures_flags: campaign_id integer not null
table registry.desk_figures_flags: provider_id smallint
table registry.desk_figures_flags: kind text not null
table registry.desk_figures_flags: state text not null
table registry.desk_figures_flags: flags integer not null
table registry.desk_figures_outcomes: campaign_id integer not null
table registry.desk_figures_outcomes: day date not null
table registry.desk_figures_outcomes: provider_id smallint not null
table registry.desk_figures_outcomes: state text not null
table registry.desk_figures_outcomes: within_seconds integer not null
table registry.desk_figures_outcomes: needs integer not null
table registry.desk_figures_ward: campaign_id integer not null
table registry.desk_figures_ward: day date not null
table registry.desk_figures_ward: ward_code text not null
table registry.desk_figures_ward: recorded integer not null
table registry.desk_visits: account text not null
table registry.desk_visits: previous_at timestamp with time zone
table registry.desk_visits: seen_at timestamp with time zone not null
table registry.detector_progress: detector text not null
table registry.detector_progress: scanned_to timestamp with time zone not null
table registry.detector_thresholds: campaign_id integer not null
table registry.detector_thresholds: effective_from timestamp with time zone not null
table registry.detector_thresholds: detector text not null
table registry.detector_thresholds: name text not null
table registry.detector_thresholds: value integer not null
table registry.detector_thresholds: decided_by text not null
table registry.dossiers: person_id uuid not null
table registry.dossiers: issuance_id uuid not null
table registry.dossiers: contract_number text
table registry.dossiers: contract_signed_on date
table registry.dossiers: handed_over_at timestamp with time zone
table registry.dossiers: received_by_citizen boolean
table registry.dossiers: recipient_name text
table registry.dossiers: consent_given_at timestamp with time zone
table registry.dossiers: contract_key text default registry.contract_key(contract_number)
table registry.dossiers: recipient_key text default registry.name_key(recipient_name)
table registry.end_consents: id uuid not null
table registry.end_consents: person_id uuid not null
table registry.end_consents: issuance_id uuid not null
table registry.end_consents: provider_id smallint not null
table registry.end_consents: code_key_id smallint not null
table registry.end_consents: code_hash bytea not null
table registry.end_consents: consented_at timestamp with time zone not null
table registry.end_consents: expires_at timestamp with time zone not null
table registry.end_consents: wrong_tries smallint not null default 0
table registry.end_consents: used_at timestamp with time zone
table registry.end_consents: voided_at timestamp with time zone
table registry.ends_by_providers: issuance_id uuid
table registry.ends_by_providers: person_id uuid
table registry.ends_by_providers: campaign_id integer
table registry.ends_by_providers: provider_id smallint
table registry.ends_by_providers: told_at timestamp with time zone
table registry.ends_by_providers: consent_id uuid
table registry.ends_by_providers: denied_at timestamp with time zone
table registry.flag_evidence: violation_id uuid
table registry.flag_evidence: key text
table registry.flag_evidence: at timestamp with time zone
table registry.flag_evidence: summary_vi text
table registry.flag_evidence: summary_en text
table registry.flag_evidence: issuance_id uuid
table registry.flag_evidence: need_id uuid
table registry.flag_evidence: check_id uuid
table registry.flag_scores: effective_from timestamp with time zone
table registry.flag_scores: flag_score smallint
table registry.flags: id uuid
table registry.flags: kind text
table registry.flags: clause text
table registry.flags: campaign_id integer
table registry.flags: provider_id smallint
table registry.flags: fingerprint text
table registry.flags: flagged_at timestamp with time zone
table registry.flags: state text
table registry.free_periods: person_id uuid not null
table registry.free_periods: campaign_id integer not null
table registry.free_periods: starts_on date not null
table registry.free_periods: ends_on date not null
table registry.free_periods: started_by uuid not null
table registry.free_periods: undone_at timestamp with time zone
table registry.free_periods: programme_id integer not null
table registry.given_consents: id uuid
table registry.given_consents: person_id uuid
table registry.given_consents: campaign_id integer
table registry.given_consents: provider_id smallint
table registry.given_consents: consented_at timestamp with time zone
table registry.given_consents: expires_at timestamp with time zone
table registry.given_consents: wrong_tries smallint
table registry.given_consents: used_at timestamp with time zone
table registry.given_consents: voided_at timestamp with time zone
table registry.granted_licences: provider_id smallint
table registry.granted_licences: number text
table registry.granted_licences: key_storage text
table registry.granted_licences: issued_on date
table registry.granted_licences: valid_before date
table registry.granted_licences: withdrawn_on date
table registry.holidays: day date not null
table registry.holidays: name text not null
table registry.holidays: basis text not null
table registry.import_claims: import_id uuid not null
table registry.import_claims: person_id uuid not null
table registry.import_claims: campaign_id integer not null
table registry.import_claims: provider_id smallint not null
table registry.import_claims: holder_id uuid not null
table registry.import_claims: serial_number text not null
table registry.import_claims: issued_at timestamp with time zone not null
table registry.import_claims: certificate_hash bytea
table registry.import_claims: claimed_at timestamp with time zone not null
table registry.import_looks: id uuid not null
table registry.import_looks: import_id uuid not null
table registry.import_looks: looked_at timestamp with time zone not null
table registry.import_looks: rows bigint not null
table registry.import_looks: malformed bigint not null
table registry.import_looks: numbers bigint not null
table registry.import_looks: findings jsonb not null
table registry.import_orders: id uuid
table registry.import_orders: campaign_id integer
table registry.import_orders: provider_id smallint
table registry.import_orders: requested_at timestamp with time zone
table registry.import_orders: content_hash bytea
table registry.import_orders: recorded bigint
table registry.import_parts: import_id uuid not null
table registry.import_parts: first_row bigint not null
table registry.import_parts: rows integer not null
table registry.import_parts: judged_at timestamp with time zone not null
table registry.import_parts: verdicts jsonb not null
table registry.import_pieces: upload_id uuid not null
table registry.import_pieces: piece integer not null
table registry.import_pieces: encryption_key_id smallint not null
table registry.import_pieces: sealed bytea not null
table registry.import_pieces: kept_at timestamp with time zone not null
table registry.import_uploads: id uuid not null
table registry.import_uploads: provider_id smallint not null
table registry.import_uploads: uploaded_by text not null
table registry.import_uploads: uploaded_at timestamp with time zone not null
table registry.imports: id uuid not null
table registry.imports: campaign_id integer not null
table registry.imports: provider_id smallint not null
table registry.imports: requested_by text not null
table registry.imports: requested_at timestamp with time zone not null
table registry.imports: file_name text not null
table registry.imports: content_hash bytea not null
table registry.imports: size_bytes bigint not null
table registry.imports: form text not null
table registry.imports: encoding text
table registry.imports: columns jsonb not null
table registry.imports: state text not null
table registry.imports: started_at timestamp with time zone
table registry.imports: finished_at timestamp with time zone
table registry.imports: read_bytes bigint not null default 0
table registry.imports: rows_done bigint not null default 0
table registry.imports: recorded bigint not null default 0
table registry.imports: already_ours bigint not null default 0
table registry.imports: held_by_another bigint not null default 0
table registry.imports: malformed bigint not null default 0
table registry.imports: doubtful bigint not null default 0
table registry.imports: upload_id uuid
table registry.imports: ordered_by text
table registry.imports: ordered_at timestamp with time zone
table registry.imports: goes_on_at timestamp with time zone
table registry.imports: approved_by text
table registry.imports: approved_at timestamp with time zone
table registry.imports: awaiting_since timestamp with time zone
table registry.imports: rejected_by text
table registry.imports: reason text
table registry.imports: claims bigint not null default 0
table registry.imports: claims_seen bigint not null default 0
table registry.invariant_checks: day date not null
table registry.invariant_checks: started_at timestamp with time zone not null
table registry.invariant_checks: persons_to uuid not null default '00000000-0000-0000-0000-000000000000'::uuid
table registry.invariant_checks: persons bigint not null default 0
table registry.invariant_checks: persons_done_at timestamp with time zone
table registry.invariant_checks: journal_to bigint not null default 0
table registry.invariant_checks: differences bigint not null default 0
table registry.invariant_checks: finished_at timestamp with time zone
table registry.issuances: id uuid not null
table registry.issuances: person_id uuid not null
table registry.issuances: campaign_id integer not null
table registry.issuances: provider_id smallint not null
table registry.issuances: origin text not null
table registry.issuances: status text not null
table registry.issuances: serial_number text not null
table registry.issuances: serial_as_written text not null
table registry.issuances: issued_at timestamp with time zone not null
table registry.issuances: valid_until timestamp with time zone
table registry.issuances: key_storage text not null
table registry.issuances: recorded_at timestamp with time zone not null
table registry.issuances: registered_in_app_at timestamp with time zone
table registry.issuances: staff_id uuid
table registry.issuances: check_id uuid
table registry.issuances: recorded_pending boolean not null
table registry.issuances: activated_at timestamp with time zone
table registry.issuances: ended_at timestamp with time zone
table registry.issuances: end_reason text
table registry.issuances: root_id uuid not null
table registry.issuances: root_recorded_at timestamp with time zone not null
table registry.issuances: certificate_hash bytea
table registry.issuances: public_key_hash bytea
table registry.issuances: receipt_key_id text
table registry.issuances: receipt_leaf_hash bytea not null
table registry.issuances: receipt_signature bytea
table registry.issuances: previous_id uuid
table registry.issuances: ended_by text
table registry.issuances: programme_id integer not null
table registry.journal: sequence bigint not null generated always as identity
table registry.journal: at timestamp with time zone not null
table registry.journal: kind text not null
table registry.journal: subject_id uuid
table registry.journal: actor text not null
table registry.journal: payload text not null
table registry.journal: salt bytea not null
table registry.journal: leaf_hash bytea not null
table registry.journal_leaves: sequence bigint
table registry.journal_leaves: at timestamp with time zone
table registry.journal_leaves: kind text
table registry.journal_leaves: subject_id uuid
table registry.journal_leaves: actor text
table registry.key_checks: purpose text not null
table registry.key_checks: key_id text not null
table registry.key_checks: check_value bytea not null
table registry.key_checks: first_seen timestamp with time zone not null default registry.registry_now()
table registry.key_checks: in_use boolean not null default true
table registry.key_checks: promoted_at timestamp with time zone
table registry.key_checks: retired_at timestamp with time zone
table registry.key_holders: host_id uuid not null
table registry.key_holders: known text[] not null
table registry.key_holders: current text[] not null
table registry.key_holders: seen_at timestamp with time zone not null
table registry.key_holders: left_at timestamp with time zone
table registry.licences: id integer not null generated always as identity
table registry.licences: provider_id smallint not null
table registry.licences: number text not null
table registry.licences: key_storage text not null
table registry.licences: issued_on date not null
table registry.licences: valid_before date not null
table registry.licences: withdrawn_on date
table registry.licences: source text not null
table registry.lookup_traces: id uuid
table registry.lookup_traces: read_at timestamp with time zone
table registry.lookup_traces: act text
table registry.lookup_traces: reader text
table registry.lookup_traces: reader_kind text
table registry.lookup_traces: provider_id smallint
table registry.lookup_traces: staff text
table registry.lookup_traces: reason text
table registry.lookup_traces: person_id uuid
table registry.lookup_traces: key_hash bytea
table registry.messages: id uuid not null
table registry.messages: written_at timestamp with time zone not null
table registry.messages: campaign_id integer
table registry.messages: recipient text not null
table registry.messages: person_id uuid
table registry.messages: provider_id smallint
table registry.messages: kind text not null
table registry.messages: subject_id uuid not null
table registry.messages: occasion text not null default ''::text
table registry.messages: details jsonb not null default '{}'::jsonb
table registry.messages: attempts smallint not null default 0
table registry.messages: next_attempt_at timestamp with time zone not null
table registry.messages: sent_at timestamp with time zone
table registry.messages: given_up_at timestamp with time zone
table registry.name_word_counts: word text not null
table registry.name_word_counts: persons integer not null
table registry.name_word_counts: counted_at timestamp with time zone not null
table registry.need_calls: id uuid not null
table registry.need_calls: person_id uuid not null
table registry.need_calls: need_id uuid not null
table registry.need_calls: staff_id uuid not null
table registry.need_calls: called_at timestamp with time zone not null
table registry.need_calls: noted_at timestamp with time zone not null
table registry.need_calls: denied_at timestamp with time zone
table registry.need_supports: id bigint not null generated always as identity
table registry.need_supports: person_id uuid not null
table registry.need_supports: need_id uuid not null
table registry.need_supports: started_at timestamp with time zone not null
table registry.need_supports: staff_id uuid not null
table registry.need_supports: called_at timestamp with time zone
table registry.need_supports: visit_at timestamp with time zone
table registry.need_supports: note text
table registry.need_supports: denied_at timestamp with time zone
table registry.needs: id uuid not null
table registry.needs: person_id uuid not null
table registry.needs: campaign_id integer not null
table registry.needs: provider_id smallint not null
table registry.needs: participation_joined_at timestamp with time zone not null
table registry.needs: mode text not null
table registry.needs: for_switch boolean not null
table registry.needs: state text not null
table registry.needs: registered_at timestamp with time zone not null
table registry.needs: waiting_until timestamp with time zone not null
table registry.needs: support_until timestamp with time zone
table registry.needs: due_at timestamp with time zone not null
table registry.needs: warn_at timestamp with time zone not null
table registry.needs: warned_at timestamp with time zone
table registry.needs: ended_at timestamp with time zone
table registry.needs: closed_at timestamp with time zone
table registry.needs: lapsed_from text
table registry.needs: served_by uuid
table registry.needs: contact_key_id smallint
table registry.needs: contact bytea
table registry.needs: phone_key_id smallint
table registry.needs: phone_hash bytea
table registry.needs: contact_erased_at timestamp with time zone
table registry.needs: shown_place smallint
table registry.needs: shown_of smallint
table registry.needs: programme_id integer not null
table registry.needs: registered_by text
table registry.needs: continues uuid
table registry.needs: open_before interval not null default '00:00:00'::interval
table registry.noted_calls: id uuid
table registry.noted_calls: person_id uuid
table registry.noted_calls: need_id uuid
table registry.noted_calls: staff_id uuid
table registry.noted_calls: called_at timestamp with time zone
table registry.noted_calls: noted_at timestamp with time zone
table registry.noted_calls: denied_at timestamp with time zone
table registry.number_claims: id bigint not null generated always as identity
table registry.number_claims: key_id smallint not null
table registry.number_claims: key_hash bytea not null
table registry.number_claims: claimed_hash bytea not null
table registry.number_claims: claimed_by smallint not null
table registry.number_claims: claimed_at timestamp with time zone not null
table registry.number_keys: key_hash bytea not null
table registry.number_keys: key_id smallint not null
table registry.number_keys: person_id uuid not null
table registry.number_keys: kind text not null
table registry.number_keys: source text not null
table registry.number_keys: linked_at timestamp with time zone not null
table registry.number_keys: linked_from uuid
table registry.number_persons: key_hash bytea
table registry.number_persons: person_id uuid
table registry.number_persons: linked_from uuid
table registry.older_certificates: import_id uuid
table registry.older_certificates: person_id uuid
table registry.older_certificates: campaign_id integer
table registry.older_certificates: provider_id smallint
table registry.older_certificates: holder_id uuid
table registry.older_certificates: serial_number text
table registry.older_certificates: issued_at timestamp with time zone
table registry.older_certificates: certificate_hash bytea
table registry.older_certificates: claimed_at timestamp with time zone
table registry.open_violations: id uuid
table registry.open_violations: kind text
table registry.open_violations: clause text
table registry.open_violations: campaign_id integer
table registry.open_violations: provider_id smallint
table registry.open_violations: fingerprint text
table registry.open_violations: flagged_at timestamp with time zone
table registry.open_violations: state text
table registry.opened_badges: badge_hash bytea
table registry.opened_badges: staff_id uuid
table registry.opened_badges: provider_id smallint
table registry.opened_badges: campaign_id integer
table registry.opened_badges: valid_until timestamp with time zone
table registry.opened_badges: scanned_at timestamp with time zone
table registry.parted_persons: person_a uuid not null
table registry.parted_persons: person_b uuid not null
table registry.parted_persons: parted_at timestamp with time zone not null
table registry.parted_persons: parted_by text not null
table registry.participation_periods: campaign_id integer
table registry.participation_periods: provider_id smallint
table registry.participation_periods: joined_at timestamp with time zone
table registry.participation_periods: join_reason text
table registry.participation_periods: join_decision text
table registry.participation_periods: ended_at timestamp with time zone
table registry.participation_periods: ended_by text
table registry.participation_periods: end_reason text
table registry.participation_periods: decision_number text
table registry.participation_periods: needs_released integer
table registry.participations: campaign_id integer not null
table registry.participations: provider_id smallint not null
table registry.participations: joined_at timestamp with time zone not null
table registry.participations: ended_at timestamp with time zone
table registry.participations: ended_by text
table registry.participations: end_reason text
table registry.participations: decision_number text
table registry.participations: needs_released integer
table registry.participations: join_reason text
table registry.participations: join_decision text
table registry.person_details: person_id uuid not null
table registry.person_details: recorded_at timestamp with time zone not null
table registry.person_details: source text not null
table registry.person_details: provider_id smallint
table registry.person_details: name text
table registry.person_details: name_folded text
table registry.person_details: birth_date date
table registry.person_details: sex text
table registry.person_details: phone_key_id smallint
table registry.person_details: phone_hash bytea
table registry.person_details: ward_code text
table registry.person_details: name_words text default registry.name_words(name_folded)
table registry.person_details: name_spelled text default registry.name_spelled(name)
table registry.person_details: name_last text default split_part(name_folded, ' '::text, '-1'::integer)
table registry.person_details: name_rest text default regexp_replace(name_folded, ' ?[^ ]+$'::text, ''::text)
table registry.person_details: birth_year smallint default (EXTRACT(year FROM birth_date))::smallint
table registry.person_details: phone_sealed_key_id smallint
table registry.person_details: phone_sealed bytea
table registry.person_ids: id uuid
table registry.person_joins: id uuid
table registry.person_joins: from_person uuid
table registry.person_joins: to_person uuid
table registry.person_joins: source text
table registry.person_joins: linked_at timestamp with time zone
table registry.person_link_cases: id uuid not null
table registry.person_link_cases: person_a uuid not null
table registry.person_link_cases: person_b uuid not null
table registry.person_link_cases: issuance_a uuid not null
table registry.person_link_cases: issuance_b uuid not null
table registry.person_link_cases: source text not null
table registry.person_link_cases: actor text not null
table registry.person_link_cases: basis text not null
table registry.person_link_cases: opened_at timestamp with time zone not null
table registry.person_links: id uuid not null
table registry.person_links: from_person uuid not null
table registry.person_links: to_person uuid not null
table registry.person_links: source text not null
table registry.person_links: actor text not null
table registry.person_links: basis text not null
table registry.person_links: linked_at timestamp with time zone not null
table registry.person_links: survivor uuid
table registry.person_partings: link_id uuid
table registry.person_partings: reason text
table registry.person_partings: unlinked_at timestamp with time zone
table registry.person_unlinks: link_id uuid not null
table registry.person_unlinks: actor text not null
table registry.person_unlinks: reason text not null
table registry.person_unlinks: unlinked_at timestamp with time zone not null
table registry.persons: id uuid not null
table registry.persons: recorded_at timestamp with time zone not null
table registry.persons: lock_handle boolean not null default true
table registry.phone_bindings: id uuid not null
table registry.phone_bindings: number_key_id smallint not null
table registry.phone_bindings: number_hash bytea not null
table registry.phone_bindings: sealed bytea
table registry.phone_bindings: made_by text not null
table registry.phone_bindings: made_at timestamp with time zone not null
table registry.phone_bindings: bound_by text
table registry.phone_bindings: bound_at timestamp with time zone
table registry.phone_bindings: consents_from timestamp with time zone
table registry.phone_bindings: replaced bytea[] not null default '{}'::bytea[]
table registry.place_claim_numbers: key_hash bytea not null
table registry.place_claim_numbers: claim_id uuid not null
table registry.place_claim_numbers: key_id smallint not null
table registry.place_claims: claim_id uuid not null
table registry.place_claims: programme_id integer not null
table registry.place_claims: since timestamp with time zone
table registry.place_claims: ended_at timestamp with time zone
table registry.possible_same_persons: id uuid
table registry.possible_same_persons: person_a uuid
table registry.possible_same_persons: person_b uuid
table registry.possible_same_persons: score smallint
table registry.possible_same_persons: found_at timestamp with time zone
table registry.possible_same_persons: state text
table registry.programmes: id integer not null generated always as identity
table registry.programmes: code text not null
table registry.programmes: is_trial boolean not null default true
table registry.proposals: id uuid not null
table registry.proposals: act text not null
table registry.proposals: subject text not null
table registry.proposals: input jsonb not null
table registry.proposals: proposed_by text not null
table registry.proposals: proposed_at timestamp with time zone not null
table registry.proposals: expires_at timestamp with time zone not null
table registry.proposals: state text not null
table registry.proposals: decided_by text
table registry.proposals: decided_at timestamp with time zone
table registry.proposals: reason text
table registry.provider_asks: id uuid
table registry.provider_asks: asked_at timestamp with time zone
table registry.provider_asks: campaign_id integer
table registry.provider_asks: provider_id smallint
table registry.provider_asks: staff_id uuid
table registry.provider_asks: act text
table registry.provider_asks: channel text
table registry.provider_asks: key_id smallint
table registry.provider_asks: key_hash bytea
table registry.provider_asks: answer text
table registry.provider_codes: id smallint
table registry.provider_codes: code text
table registry.provider_ends: issuance_id uuid not null
table registry.provider_ends: person_id uuid not null
table registry.provider_ends: campaign_id integer not null
table registry.provider_ends: provider_id smallint not null
table registry.provider_ends: told_at timestamp with time zone not null
table registry.provider_ends: consent_id uuid
table registry.provider_ends: denied_at timestamp with time zone
table registry.provider_issuers: provider_id smallint not null
table registry.provider_issuers: issuer_name text not null
table registry.provider_issuers: valid_from timestamp with time zone not null
table registry.provider_issuers: valid_to timestamp with time zone
table registry.provider_names: provider_id smallint not null
table registry.provider_names: name text not null
table registry.provider_names: valid_from timestamp with time zone not null
table registry.provider_names: valid_to timestamp with time zone
table registry.provider_offers: provider_id smallint not null
table registry.provider_offers: campaign_id integer not null
table registry.provider_offers: effective_from timestamp with time zone not null
table registry.provider_offers: policy_vi text not null
table registry.provider_offers: policy_en text not null
table registry.provider_offers: yearly_price integer not null
table registry.provider_offers: phone text
table registry.provider_offers: published_by text not null
table registry.provider_offers: published_at timestamp with time zone
table registry.provider_titles: provider_id smallint
table registry.provider_titles: name text
table registry.provider_titles: valid_to timestamp with time zone
table registry.providers: id smallint not null generated always as identity
table registry.providers: code text not null
table registry.providers: known_issuers_only boolean not null default true
table registry.raised_alarms: what text
table registry.raised_alarms: campaign_id integer
table registry.raised_alarms: person_id uuid
table registry.raised_alarms: subject_ids uuid[]
table registry.raised_alarms: id uuid
table registry.raised_alarms: raised_at timestamp with time zone
table registry.raised_alarms: invariant text
table registry.reads: id uuid not null
table registry.reads: read_at timestamp with time zone not null
table registry.reads: act text not null
table registry.reads: reader text not null
table registry.reads: reader_kind text not null
table registry.reads: provider_id smallint
table registry.reads: staff text
table registry.reads: reason text
table registry.reads: person_id uuid
table registry.reads: key_id smallint
table registry.reads: key_hash bytea
table registry.recorded_issuances: id uuid
table registry.recorded_issuances: person_id uuid
table registry.recorded_issuances: campaign_id integer
table registry.recorded_issuances: provider_id smallint
table registry.recorded_issuances: origin text
table registry.recorded_issuances: status text
table registry.recorded_issuances: serial_number text
table registry.recorded_issuances: serial_as_written text
table registry.recorded_issuances: issued_at timestamp with time zone
table registry.recorded_issuances: valid_until timestamp with time zone
table registry.recorded_issuances: key_storage text
table registry.recorded_issuances: recorded_at timestamp with time zone
table registry.recorded_issuances: registered_in_app_at timestamp with time zone
table registry.recorded_issuances: staff_id uuid
table registry.recorded_issuances: check_id uuid
table registry.recorded_issuances: recorded_pending boolean
table registry.recorded_issuances: activated_at timestamp with time zone
table registry.recorded_issuances: ended_at timestamp with time zone
table registry.recorded_issuances: end_reason text
table registry.recorded_issuances: root_id uuid
table registry.recorded_issuances: root_recorded_at timestamp with time zone
table registry.recorded_issuances: certificate_hash bytea
table registry.recorded_issuances: public_key_hash bytea
table registry.recorded_issuances: previous_id uuid
table registry.recorded_issuances: ended_by text
table registry.recorded_issuances: programme_id integer
table registry.refused_attempts: provider_id smallint
table registry.refused_attempts: campaign_id integer
table registry.refused_attempts: serial_number text
table registry.refused_attempts: cause text
table registry.refused_attempts: refused_at timestamp with time zone
table registry.refused_attempts: issued_at timestamp with time zone
table registry.refused_attempts: staff_id uuid
table registry.refused_attempts: check_id uuid
table registry.refused_attempts: key_hash bytea
table registry.refused_attempts: holder_id uuid
table registry.refused_records: provider_id smallint not null
table registry.refused_records: campaign_id integer not null
table registry.refused_records: serial_number text not null
table registry.refused_records: cause text not null
table registry.refused_records: refused_at timestamp with time zone not null
table registry.refused_records: issued_at timestamp with time zone not null
table registry.refused_records: channel text not null
table registry.refused_records: staff_id uuid
table registry.refused_records: check_id uuid
table registry.refused_records: key_id smallint not null
table registry.refused_records: key_hash bytea not null
table registry.refused_records: holder_id uuid
table registry.registered_needs: id uuid
table registry.registered_needs: person_id uuid
table registry.registered_needs: campaign_id integer
table registry.registered_needs: provider_id smallint
table registry.registered_needs: mode text
table registry.registered_needs: for_switch boolean
table registry.registered_needs: state text
table registry.registered_needs: registered_at timestamp with time zone
table registry.registered_needs: due_at timestamp with time zone
table registry.registered_needs: ended_at timestamp with time zone
table registry.registered_needs: closed_at timestamp with time zone
table registry.registered_needs: lapsed_from text
table registry.registered_needs: served_by uuid
table registry.registered_needs: contact_key_id smallint
table registry.registered_needs: contact bytea
table registry.registered_needs: contact_erased_at timestamp with time zone
table registry.registered_needs: phone_hash bytea
table registry.registered_needs: shown_place smallint
table registry.registered_needs: shown_of smallint
table registry.registered_needs: registered_by text
table registry.registered_needs: continues uuid
table registry.registered_needs: open_before interval
table registry.report_photos: id uuid not null
table registry.report_photos: report_id uuid not null
table registry.report_photos: place smallint not null
table registry.report_photos: encryption_key_id smallint not null
table registry.report_photos: sealed bytea not null
table registry.report_photos: width smallint not null
table registry.report_photos: height smallint not null
table registry.report_photos: content_hash bytea not null
table registry.report_photos: kept_at timestamp with time zone not null
table registry.reports: id uuid not null
table registry.reports: reference text not null
table registry.reports: campaign_id integer not null
table registry.reports: kind text not null
table registry.reports: clause text not null
table registry.reports: text text
table registry.reports: provider_id smallint
table registry.reports: badge text
table registry.reports: staff_id uuid
table registry.reports: badge_until timestamp with time zone
table registry.reports: issuance_id uuid
table registry.reports: lookup_id uuid
table registry.reports: person_id uuid
table registry.reports: reported_at timestamp with time zone not null
table registry.reports: reported_by text not null
table registry.reports: phone_key_id smallint
table registry.reports: phone_hash bytea
table registry.reports: phone_sealed_key_id smallint
table registry.reports: phone_sealed bytea
table registry.reports: contact_erased_at timestamp with time zone
table registry.request_claims: owner text not null
table registry.request_claims: operation text not null
table registry.request_claims: request_id text not null
table registry.request_claims: content_key_id smallint not null
table registry.request_claims: content_hash bytea not null
table registry.request_claims: person_id uuid
table registry.request_claims: subject_id uuid
table registry.request_claims: claimed_at timestamp with time zone not null
table registry.retention_run_subjects: run_id uuid not null
table registry.retention_run_subjects: subject text not null
table registry.retention_run_subjects: bound timestamp with time zone not null
table registry.retention_run_subjects: oldest timestamp with time zone
table registry.retention_run_subjects: rows bigint not null
table registry.retention_run_subjects: batches integer not null
table registry.retention_run_subjects: started_at timestamp with time zone not null
table registry.retention_run_subjects: done_at timestamp with time zone
table registry.retention_runs: id uuid not null
table registry.retention_runs: day date not null
table registry.retention_runs: started_at timestamp with time zone not null
table registry.retention_runs: finished_at timestamp with time zone
table registry.retention_terms: subject text not null
table registry.retention_terms: effective_from timestamp with time zone not null
table registry.retention_terms: kept interval not null
table registry.retention_terms: clause text not null
table registry.retention_terms: why text not null
table registry.revocation_duties: provider_id smallint
table registry.revocation_duties: campaign_id integer
table registry.revocation_duties: serial_number text
table registry.revocation_duties: opened_at timestamp with time zone
table registry.revocation_duties: revoke_by timestamp with time zone
table registry.revocation_duties: confirmed_at timestamp with time zone
table registry.revocation_duties: recorded_after_all timestamp with time zone
table registry.revocation_tasks: provider_id smallint not null
table registry.revocation_tasks: campaign_id integer not null
table registry.revocation_tasks: serial_number text not null
table registry.revocation_tasks: opened_at timestamp with time zone not null
table registry.revocation_tasks: issued_at timestamp with time zone not null
table registry.revocation_tasks: revoke_by timestamp with time zone not null
table registry.revocation_tasks: revoked_at timestamp with time zone
table registry.revocation_tasks: confirmed_at timestamp with time zone
table registry.revocation_tasks: recorded_after_all timestamp with time zone
table registry.same_person_nights: day date not null
table registry.same_person_nights: started_at timestamp with time zone not null
table registry.same_person_nights: persons_to uuid not null default '00000000-0000-0000-0000-000000000000'::uuid
table registry.same_person_nights: persons bigint not null default 0
table registry.same_person_nights: pairs bigint not null default 0
table registry.same_person_nights: finished_at timestamp with time zone
table registry.same_person_pairs: person_a uuid not null
table registry.same_person_pairs: person_b uuid not null
table registry.same_person_pairs: id uuid not null
table registry.same_person_pairs: score smallint not null
table registry.same_person_pairs: fields jsonb not null
table registry.same_person_pairs: facts text not null
table registry.same_person_pairs: policy_from timestamp with time zone not null
table registry.same_person_pairs: found_at timestamp with time zone not null
table registry.same_person_pairs: state text not null
table registry.same_person_pairs: decided_at timestamp with time zone
table registry.same_person_pairs: decided_by text
table registry.same_person_pairs: reason text
table registry.same_person_policies: effective_from timestamp with time zone not null
table registry.same_person_policies: decided_by text not null
table registry.same_person_policies: warn_score smallint not null
table registry.same_person_policies: flag_score smallint not null
table registry.same_person_policies: name_agrees smallint not null
table registry.same_person_policies: name_near smallint not null
table registry.same_person_policies: name_given_marks smallint not null
table registry.same_person_policies: name_differs smallint not null
table registry.same_person_policies: name_per_doubling smallint not null
table registry.same_person_policies: name_bearers_most integer not null
table registry.same_person_policies: birth_agrees smallint not null
table registry.same_person_policies: birth_first_day smallint not null
table registry.same_person_policies: birth_swapped smallint not null
table registry.same_person_policies: birth_year_only smallint not null
table registry.same_person_policies: birth_same_year smallint not null
table registry.same_person_policies: birth_differs smallint not null
table registry.same_person_policies: sex_agrees smallint not null
table registry.same_person_policies: sex_differs smallint not null
table registry.same_person_policies: phone_agrees smallint not null
table registry.same_person_policies: phone_differs smallint not null
table registry.same_person_policies: phone_persons_most smallint not null
table registry.same_person_policies: ward_agrees smallint not null
table registry.same_person_policies: ward_differs smallint not null
table registry.same_person_policies: name_given_letter smallint not null
table registry.same_person_progress: singleton boolean not null default true
table registry.same_person_progress: scanned_to timestamp with time zone not null
table registry.sealed_numbers: person_id uuid
table registry.sealed_numbers: kind text
table registry.sealed_numbers: encryption_key_id smallint
table registry.sealed_numbers: ciphertext bytea
table registry.sealed_numbers: recorded_at timestamp with time zone
table registry.serial_claims: provider_id smallint not null
table registry.serial_claims: serial_number text not null
table registry.serial_claims: issuance_id uuid not null
table registry.serial_claims: person_id uuid not null
table registry.serial_holders: provider_id smallint
table registry.serial_holders: serial_number text
table registry.serial_holders: issuance_id uuid
table registry.serial_holders: person_id uuid
table registry.shown_certificates: person_id uuid not null
table registry.shown_certificates: issuance_id uuid not null
table registry.shown_certificates: shown_at timestamp with time zone not null
table registry.shown_certificates: not_before timestamp with time zone not null
table registry.shown_certificates: not_after timestamp with time zone not null
table registry.shown_certificates: issuer_names text[] not null
table registry.shown_certificates: observations text[] not null
table registry.staff: id uuid not null
table registry.staff: provider_id smallint not null
table registry.staff: reference text not null
table registry.staff: full_name text not null
table registry.staff: active_from timestamp with time zone not null
table registry.staff: active_to timestamp with time zone
table registry.staff_bearers: id uuid
table registry.staff_bearers: provider_id smallint
table registry.staff_bearers: reference text
table registry.staff_bearers: full_name text
table registry.staff_bearers: active_from timestamp with time zone
table registry.staff_bearers: active_to timestamp with time zone
table registry.staff_names: staff_id uuid not null
table registry.staff_names: full_name text not null
table registry.staff_names: valid_from timestamp with time zone not null
table registry.staff_photos: id uuid not null
table registry.staff_photos: staff_id uuid not null
table registry.staff_photos: encryption_key_id smallint not null
table registry.staff_photos: sealed bytea not null
table registry.staff_photos: set_at timestamp with time zone not null
table registry.staff_photos: set_by text not null
table registry.staff_photos: removed_at timestamp with time zone
table registry.staff_photos: removed_by text
table registry.staff_portraits: id uuid
table registry.staff_portraits: staff_id uuid
table registry.staff_portraits: encryption_key_id smallint
table registry.staff_portraits: sealed bytea
table registry.staff_portraits: removed_at timestamp with time zone
table registry.staff_references: id uuid
table registry.staff_references: provider_id smallint
table registry.staff_references: reference text
table registry.staff_references: active_from timestamp with time zone
table registry.staff_references: active_to timestamp with time zone
table registry.started_free_periods: person_id uuid
table registry.started_free_periods: campaign_id integer
table registry.started_free_periods: starts_on date
table registry.started_free_periods: ends_on date
table registry.started_free_periods: started_by uuid
table registry.started_free_periods: undone_at timestamp with time zone
table registry.started_free_periods: programme_id integer
table registry.started_supports: id bigint
table registry.started_supports: person_id uuid
table registry.started_supports: need_id uuid
table registry.started_supports: started_at timestamp with time zone
table registry.started_supports: staff_id uuid
table registry.started_supports: called_at timestamp with time zone
table registry.started_supports: visit_at timestamp with time zone
table registry.started_supports: note text
table registry.started_supports: denied_at timestamp with time zone
table registry.stated_details: person_id uuid
table registry.stated_details: recorded_at timestamp with time zone
table registry.stated_details: source text
table registry.stated_details: provider_id smallint
table registry.stated_details: name text
table registry.stated_details: name_folded text
table registry.stated_details: birth_date date
table registry.stated_details: sex text
table registry.stated_details: phone_hash bytea
table registry.stated_details: ward_code text
table registry.stated_details: phone_sealed bytea
table registry.stated_details: phone_sealed_key_id smallint
table registry.stated_numbers: id bigint
table registry.stated_numbers: key_hash bytea
table registry.stated_numbers: claimed_hash bytea
table registry.stated_numbers: claimed_by smallint
table registry.stated_numbers: claimed_at timestamp with time zone
table registry.stated_visits: person_id uuid
table registry.stated_visits: issuance_id uuid
table registry.stated_visits: said_with text
table registry.stated_visits: said_at timestamp with time zone
table registry.stated_visits: fault_kind text
table registry.stated_visits: badge text
table registry.stated_visits: badge_hash bytea
table registry.stated_visits: no_badge_reason text
table registry.stated_visits: handed_over_at timestamp with time zone
table registry.switch_consents: id uuid not null
table registry.switch_consents: person_id uuid not null
table registry.switch_consents: campaign_id integer not null
table registry.switch_consents: provider_id smallint not null
table registry.switch_consents: holder_root_id uuid not null
table registry.switch_consents: code_key_id smallint not null
table registry.switch_consents: code_hash bytea not null
table registry.switch_consents: consented_at timestamp with time zone not null
table registry.switch_consents: expires_at timestamp with time zone not null
table registry.switch_consents: wrong_tries smallint not null default 0
table registry.switch_consents: used_at timestamp with time zone
table registry.switch_consents: voided_at timestamp with time zone
table registry.switch_consents: programme_id integer not null
table registry.two_holder_links: id uuid
table registry.two_holder_links: person_a uuid
table registry.two_holder_links: person_b uuid
table registry.two_holder_links: issuance_a uuid
table registry.two_holder_links: issuance_b uuid
table registry.two_holder_links: source text
table registry.two_holder_links: opened_at timestamp with time zone
table registry.violation_evidence: violation_id uuid not null
table registry.violation_evidence: key text not null
table registry.violation_evidence: at timestamp with time zone not null
table registry.violation_evidence: summary_vi text not null
table registry.violation_evidence: summary_en text not null
table registry.violation_evidence: issuance_id uuid
table registry.violation_evidence: need_id uuid
table registry.violation_evidence: check_id uuid
table registry.violations: id uuid not null
table registry.violations: kind text not null
table registry.violations: clause text not null
table registry.violations: campaign_id integer not null
table registry.violations: provider_id smallint
table registry.violations: fingerprint text not null
table registry.violations: flagged_at timestamp with time zone not null
table registry.violations: state text not null default 'FLAGGED'::text
table registry.violations: thresholds jsonb not null
table registry.visit_statements: person_id uuid not null
table registry.visit_statements: issuance_id uuid not null
table registry.visit_statements: said_with text not null
table registry.visit_statements: said_at timestamp with time zone not null
table registry.visit_statements: fault_kind text
table registry.visit_statements: badge text
table registry.visit_statements: badge_hash bytea
table registry.visit_statements: no_badge_reason text
table registry.visit_statements: handed_over_at timestamp with time zone
table registry.ward_populations: ward_code text not null
table registry.ward_populations: effective_from timestamp with time zone not null
table registry.ward_populations: population integer not null
table registry.ward_populations: as_of date not null
table registry.ward_populations: source text not null
table registry.ward_populations: decided_by text not null
table registry.written_messages: id uuid
table registry.written_messages: written_at timestamp with time zone
table registry.written_messages: campaign_id integer
table registry.written_messages: recipient text
table registry.written_messages: person_id uuid
table registry.written_messages: provider_id smallint
table registry.written_messages: kind text
table registry.written_messages: subject_id uuid
table registry.written_messages: details jsonb
table registry.written_messages: sent_at timestamp with time zone
table signin.accounts: id uuid not null
table signin.accounts: user_name text not null
table signin.accounts: kind text not null
table signin.accounts: provider_code text
table signin.accounts: staff_reference text
table signin.accounts: role text
table signin.accounts: password_hash text
table signin.accounts: active_from timestamp with time zone not null
table signin.accounts: active_to timestamp with time zone
table signin.accounts: demo boolean not null default false
table signin.accounts: staff_id uuid
table signin.applications: id text not null
table signin.applications: application_type character varying(50)
table signin.applications: client_id character varying(100)
table signin.applications: client_secret text
table signin.applications: client_type character varying(50)
table signin.applications: concurrency_token character varying(50)
table signin.applications: consent_type character varying(50)
table signin.applications: display_name text
table signin.applications: display_names text
table signin.applications: json_web_key_set text
table signin.applications: permissions text
table signin.applications: post_logout_redirect_uris text
table signin.applications: properties text
table signin.applications: redirect_uris text
table signin.applications: requirements text
table signin.applications: settings text
table signin.attempts: key bytea not null
table signin.attempts: failures integer not null
table signin.attempts: last_at timestamp with time zone not null
table signin.attempts: retry_at timestamp with time zone not null
table signin.authorizations: id text not null
table signin.authorizations: application_id text
table signin.authorizations: concurrency_token character varying(50)
table signin.authorizations: creation_date timestamp with time zone
table signin.authorizations: properties text
table signin.authorizations: scopes text
table signin.authorizations: status character varying(50)
table signin.authorizations: subject character varying(400)
table signin.authorizations: type character varying(50)
table signin.citizen_codes: id uuid not null
table signin.citizen_codes: number_hash bytea not null
table signin.citizen_codes: phone_hash bytea not null
table signin.citizen_codes: code_hash bytea
table signin.citizen_codes: key_id smallint not null
table signin.citizen_codes: number bytea not null
table signin.citizen_codes: tries smallint not null default 0
table signin.citizen_codes: made_at timestamp with time zone not null
table signin.citizen_codes: expires_at timestamp with time zone not null
table signin.citizen_codes: used_at timestamp with time zone
table signin.citizen_codes: phone bytea
table signin.citizen_codes: code bytea
table signin.citizen_phones: number_hash bytea not null
table signin.citizen_phones: phone_hash bytea not null
table signin.citizen_phones: bound_at timestamp with time zone not null
table signin.citizen_phones: bound_by text not null
table signin.citizen_phones: phone bytea
table signin.client_credentials: id uuid not null
table signin.client_credentials: client_id text not null
table signin.client_credentials: kind text not null
table signin.client_credentials: key_id text
table signin.client_credentials: thumbprint bytea
table signin.client_credentials: public_key text
table signin.client_credentials: secret_hash text
table signin.client_credentials: valid_from timestamp with time zone not null
table signin.client_credentials: valid_to timestamp with time zone
table signin.client_credentials: added_at timestamp with time zone not null
table signin.client_credentials: added_by text not null
table signin.client_credentials: ended_by text
table signin.devices: id uuid not null
table signin.devices: account_id uuid not null
table signin.devices: public_key bytea not null
table signin.devices: label text not null
table signin.devices: registered_at timestamp with time zone not null
table signin.devices: ended_at timestamp with time zone
table signin.events: id uuid not null
table signin.events: at timestamp with time zone not null
table signin.events: kind text not null
table signin.events: account_id uuid
table signin.events: name_hash bytea
table signin.events: actor text
table signin.events: network text not null
table signin.scopes: id text not null
table signin.scopes: concurrency_token character varying(50)
table signin.scopes: description text
table signin.scopes: descriptions text
table signin.scopes: display_name text
table signin.scopes: display_names text
table signin.scopes: name character varying(200)
table signin.scopes: properties text
table signin.scopes: resources text
table signin.second_factors: account_id uuid not null
table signin.second_factors: key_id smallint not null
table signin.second_factors: secret bytea not null
table signin.second_factors: made_at timestamp with time zone not null
table signin.second_factors: confirmed_at timestamp with time zone
table signin.second_factors: last_step bigint not null default 0
table signin.sessions: id uuid not null
table signin.sessions: account_id uuid not null
table signin.sessions: secret_hash bytea not null
table signin.sessions: created_at timestamp with time zone not null
table signin.sessions: last_seen_at timestamp with time zone not null
table signin.sessions: expires_at timestamp with time zone not null
table signin.sessions: idle interval not null
table signin.sessions: second_factor boolean not null
table signin.sessions: address text not null
table signin.sessions: label text not null
table signin.sessions: device_id uuid
table signin.sessions: ended_at timestamp with time zone
table signin.setup_codes: id uuid not null
table signin.setup_codes: account_id uuid not null
table signin.setup_codes: code_hash bytea not null
table signin.setup_codes: issued_by text not null
table signin.setup_codes: issued_at timestamp with time zone not null
table signin.setup_codes: expires_at timestamp with time zone not null
table signin.setup_codes: used_at timestamp with time zone
table signin.setup_codes: needs_second boolean not null default false
table signin.setup_codes: confirmed_by text
table signin.setup_codes: confirmed_at timestamp with time zone
table signin.tokens: id text not null
table signin.tokens: application_id text
table signin.tokens: authorization_id text
table signin.tokens: concurrency_token character varying(50)
table signin.tokens: creation_date timestamp with time zone
table signin.tokens: expiration_date timestamp with time zone
table signin.tokens: payload text
table signin.tokens: properties text
table signin.tokens: redemption_date timestamp with time zone
table signin.tokens: reference_id character varying(100)
table signin.tokens: status character varying(50)
table signin.tokens: subject character varying(400)
table signin.tokens: type character varying(150)
table signin.used_assertions: client_id text not null
table signin.used_assertions: jti_hash bytea not null
table signin.used_assertions: expires_at timestamp with time zone not null
constraint registry.alarm_notes: alarm_notes_alarm_id_fkey FOREIGN KEY (alarm_id) REFERENCES registry.alarms(id)
constraint registry.alarm_notes: alarm_notes_note_check CHECK (((length(note) >= 3) AND (length(note) <= 2000)))
constraint registry.alarm_notes: alarm_notes_noted_by_check CHECK (((length(noted_by) >= 1) AND (length(noted_by) <= 300)))
constraint registry.alarm_notes: alarm_notes_pkey PRIMARY KEY (id)
constraint registry.alarms: alarm_says_what_is_broken CHECK ((invariant = ANY (ARRAY['I1'::text, 'I2'::text, 'I6'::text, 'I9'::text, 'I10'::text, 'HUE-1.7'::text])))
constraint registry.alarms: alarms_pkey PRIMARY KEY (id)
constraint registry.alarms: alarms_subject_ids_check CHECK (((cardinality(subject_ids) >= 0) AND (cardinality(subject_ids) <= 20)))
constraint registry.alarms: one_alarm_per_difference UNIQUE NULLS NOT DISTINCT (what, person_id, campaign_id, subject_ids)
constraint registry.badge_scans: badge_scans_badge_hash_check CHECK ((octet_length(badge_hash) = 32))
constraint registry.badge_scans: badge_scans_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.badge_scans: badge_scans_pkey PRIMARY KEY (badge_hash)
constraint registry.badge_scans: badge_scans_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.badge_scans: badge_scans_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES registry.staff(id)
constraint registry.campaign_terms: a_day_takes_a_part_of_a_file CHECK ((import_rows_per_provider_per_day >= 5000))
constraint registry.campaign_terms: campaign_opens_before_it_closes CHECK ((opens_at < closes_at))
constraint registry.campaign_terms: campaign_terms_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.campaign_terms: campaign_terms_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
constraint registry.campaign_terms: campaign_terms_pkey PRIMARY KEY (campaign_id, effective_from)
constraint registry.campaign_terms: counts_are_positive CHECK ((((free_months >= 1) AND (free_months <= 120)) AND (checks_per_staff_per_hour > 0) AND (checks_per_provider_per_minute > 0)))
constraint registry.campaign_terms: files_are_taken_until_the_close_at_most CHECK ((imports_until <= closes_at))
constraint registry.campaign_terms: terms_begin_no_earlier_than_they_are_decided CHECK ((decided_at <= effective_from))
constraint registry.campaign_terms: windows_last_from_1_second_to_366_days CHECK (((LEAST(need_window, support_window, check_window, reporting_grace, revoke_window, activation_window) >= '00:00:01'::interval) AND (GREATEST(need_window, support_window, check_window, reporting_grace, revoke_window, activation_window) <= '366 days'::interval)))
constraint registry.campaigns: campaign_code_is_plain CHECK ((code ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text))
constraint registry.campaigns: campaign_is_a_trial_where_its_programme_is FOREIGN KEY (programme_id, is_trial) REFERENCES registry.programmes(id, is_trial)
constraint registry.campaigns: campaign_is_of_one_programme UNIQUE (id, programme_id)
constraint registry.campaigns: campaigns_pkey PRIMARY KEY (id)
constraint registry.campaigns: one_campaign_per_code UNIQUE (code)
constraint registry.case_events: answer_is_of_who_was_asked FOREIGN KEY (about, provider_id) REFERENCES registry.case_events(id, provider_id)
constraint registry.case_events: assignment_says_to_whom CHECK (((kind = 'ASSIGNED'::text) = (assigned_to IS NOT NULL)))
constraint registry.case_events: case_event_is_of_a_known_kind CHECK ((kind = ANY (ARRAY['OPENED'::text, 'JOINED'::text, 'ASSIGNED'::text, 'NOTED'::text, 'ASKED'::text, 'ANSWERED'::text, 'REMINDED'::text, 'DECIDED'::text, 'PUBLISHED'::text, 'WITHDRAWN'::text])))
constraint registry.case_events: case_events_actor_check CHECK (((length(actor) >= 1) AND (length(actor) <= 200)))
constraint registry.case_events: case_events_assigned_to_check CHECK (((length(assigned_to) >= 1) AND (length(assigned_to) <= 200)))
constraint registry.case_events: case_events_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.case_events: case_events_case_id_fkey FOREIGN KEY (case_id) REFERENCES registry.cases(id)
constraint registry.case_events: case_events_pkey PRIMARY KEY (id)
constraint registry.case_events: case_events_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.case_events: case_events_text_check CHECK (((length(text) >= 1) AND (length(text) <= 4000)))
constraint registry.case_events: case_events_violations_check CHECK ((violations > 0))
constraint registry.case_events: decision_has_its_reason CHECK (
CASE
    WHEN (kind = 'DECIDED'::text) THEN ((decision IS NOT NULL) AND (decision = ANY (ARRAY['CONFIRMED'::text, 'DISMISSED'::text])) AND (text IS NOT NULL) AND (length(btrim(text)) >= 3))
    ELSE (decision IS NULL)
END)
constraint registry.case_events: event_is_about_one_of_its_case FOREIGN KEY (about, case_id) REFERENCES registry.case_events(id, case_id)
constraint registry.case_events: event_that_is_about_another_says_which CHECK (
CASE
    WHEN (kind = ANY (ARRAY['ANSWERED'::text, 'REMINDED'::text])) THEN (about IS NOT NULL)
    WHEN (kind <> 'DECIDED'::text) THEN (about IS NULL)
    ELSE true
END)
constraint registry.case_events: joining_says_how_many CHECK (((kind = ANY (ARRAY['OPENED'::text, 'JOINED'::text])) = (violations IS NOT NULL)))
constraint registry.case_events: note_and_withdrawal_have_words CHECK (((kind <> ALL (ARRAY['NOTED'::text, 'WITHDRAWN'::text])) OR (text IS NOT NULL)))
constraint registry.case_events: one_event_per_case_and_id UNIQUE (id, case_id)
constraint registry.case_events: one_event_per_provider_and_id UNIQUE (id, provider_id)
constraint registry.case_events: question_says_to_whom_and_until_when CHECK (
CASE
    WHEN (kind = 'ASKED'::text) THEN ((num_nulls(text, provider_id, campaign_id, case_number, due_at, evidence) = 0) AND (due_at > at))
    WHEN (kind = ANY (ARRAY['ANSWERED'::text, 'REMINDED'::text])) THEN ((provider_id IS NOT NULL) AND ((kind = 'REMINDED'::text) OR (text IS NOT NULL)) AND (num_nonnulls(campaign_id, case_number, due_at, evidence) = 0))
    ELSE (num_nonnulls(provider_id, campaign_id, case_number, due_at, evidence) = 0)
END)
constraint registry.case_minutes: case_minutes_case_id_fkey FOREIGN KEY (case_id) REFERENCES registry.cases(id)
constraint registry.case_minutes: case_minutes_content_check CHECK (((length(content) >= 2) AND (length(content) <= 2000000)))
constraint registry.case_minutes: case_minutes_drawn_up_by_check CHECK (((length(drawn_up_by) >= 1) AND (length(drawn_up_by) <= 200)))
constraint registry.case_minutes: case_minutes_number_check CHECK ((number > 0))
constraint registry.case_minutes: case_minutes_pkey PRIMARY KEY (id)
constraint registry.case_minutes: case_minutes_version_check CHECK ((version > 0))
constraint registry.case_minutes: hash_is_of_the_minutes CHECK ((content_hash = sha256(convert_to(content, 'UTF8'::name))))
constraint registry.case_minutes: minutes_bear_an_agencys_sign CHECK ((sign ~ '^BB-[A-ZĐ]{2,20}$'::text))
constraint registry.case_minutes: minutes_rest_on_a_decision_of_their_case FOREIGN KEY (decision_id, case_id) REFERENCES registry.case_events(id, case_id)
constraint registry.case_minutes: one_minutes_per_number_and_version UNIQUE (year, sign, number, version)
constraint registry.case_minutes: one_version_of_minutes_at_a_time UNIQUE (case_id, version)
constraint registry.case_violations: case_violations_case_id_fkey FOREIGN KEY (case_id) REFERENCES registry.cases(id)
constraint registry.case_violations: case_violations_violation_id_fkey FOREIGN KEY (violation_id) REFERENCES registry.violations(id)
constraint registry.case_violations: one_case_per_violation PRIMARY KEY (violation_id)
constraint registry.cases: case_decision_is_known CHECK ((decision = ANY (ARRAY['CONFIRMED'::text, 'DISMISSED'::text])))
constraint registry.cases: case_is_in_a_known_state CHECK ((state = ANY (ARRAY['OPEN'::text, 'AWAITING_PROVIDER'::text, 'DECIDED'::text])))
constraint registry.cases: case_severity_is_known CHECK ((severity = ANY (ARRAY['LOW'::text, 'MEDIUM'::text, 'HIGH'::text])))
constraint registry.cases: cases_assigned_to_check CHECK (((length(assigned_to) >= 1) AND (length(assigned_to) <= 200)))
constraint registry.cases: cases_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.cases: cases_number_check CHECK ((number > 0))
constraint registry.cases: cases_opened_by_check CHECK (((length(opened_by) >= 1) AND (length(opened_by) <= 200)))
constraint registry.cases: cases_pkey PRIMARY KEY (id)
constraint registry.cases: cases_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.cases: decided_case_says_what CHECK (((state = 'DECIDED'::text) = (decision IS NOT NULL)))
constraint registry.cases: one_case_per_number UNIQUE (year, number)
constraint registry.cases: published_case_is_confirmed CHECK (((published_at IS NULL) OR ((decision IS NOT NULL) AND (decision = 'CONFIRMED'::text))))
constraint registry.cases: waiting_case_has_its_question CHECK ((((state = 'AWAITING_PROVIDER'::text) = (question_id IS NOT NULL)) AND ((question_id IS NULL) = (answer_due_at IS NULL))))
constraint registry.citizen_asks: ask_is_of_a_known_act CHECK ((act = ANY (ARRAY['CHECK'::text, 'RECORD'::text, 'SWITCH'::text, 'ALSO_KNOWN_AS'::text])))
constraint registry.citizen_asks: citizen_asks_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.citizen_asks: citizen_asks_channel_check CHECK ((channel = ANY (ARRAY['PROVIDER_APP'::text, 'DOOR_TO_DOOR'::text, 'NEED'::text])))
constraint registry.citizen_asks: citizen_asks_key_hash_check CHECK ((octet_length(key_hash) = 32))
constraint registry.citizen_asks: citizen_asks_pkey PRIMARY KEY (id)
constraint registry.citizen_asks: citizen_asks_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.citizen_asks: citizen_asks_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES registry.staff(id)
constraint registry.citizen_numbers: citizen_numbers_kind_check CHECK ((kind = ANY (ARRAY['CCCD'::text, 'CMND'::text])))
constraint registry.citizen_numbers: citizen_numbers_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.persons(id)
constraint registry.citizen_numbers: citizen_numbers_pkey PRIMARY KEY (person_id, recorded_at, kind)
constraint registry.clients: clients_client_id_check CHECK (((length(client_id) >= 1) AND (length(client_id) <= 100)))
constraint registry.clients: clients_ended_by_check CHECK (((length(ended_by) >= 1) AND (length(ended_by) <= 200)))
constraint registry.clients: clients_opened_by_check CHECK (((length(opened_by) >= 1) AND (length(opened_by) <= 200)))
constraint registry.clients: clients_pkey PRIMARY KEY (client_id)
constraint registry.clients: clients_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.clients: ended_client_says_by_whom CHECK (((ended_at IS NULL) = (ended_by IS NULL)))
constraint registry.clock: clock_pkey PRIMARY KEY (singleton)
constraint registry.clock: clock_simulation_check CHECK (simulation)
constraint registry.clock: clock_simulation_fkey FOREIGN KEY (simulation) REFERENCES registry.database_kind(simulation)
constraint registry.clock: clock_singleton_check CHECK (singleton)
constraint registry.data_corrections: contact_is_kept_in_its_need_alone CHECK (((subject = 'NEED_CONTACT'::text) = (value IS NULL)))
constraint registry.data_corrections: correction_is_of_a_known_subject CHECK ((subject = ANY (ARRAY['NEED_CONTACT'::text, 'DOSSIER'::text])))
constraint registry.data_corrections: data_corrections_corrected_by_check CHECK (((length(corrected_by) >= 1) AND (length(corrected_by) <= 200)))
constraint registry.data_corrections: data_corrections_field_check CHECK (((length(field) >= 1) AND (length(field) <= 100)))
constraint registry.data_corrections: data_corrections_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.persons(id)
constraint registry.data_corrections: data_corrections_pkey PRIMARY KEY (id)
constraint registry.data_corrections: data_corrections_request_id_fkey FOREIGN KEY (request_id) REFERENCES registry.data_requests(id)
constraint registry.data_corrections: data_corrections_value_check CHECK (((length(value) >= 1) AND (length(value) <= 300)))
constraint registry.data_requests: correction_says_what CHECK (((kind <> 'CORRECTION'::text) OR (wish IS NOT NULL)))
constraint registry.data_requests: data_request_is_in_a_known_state CHECK ((state = ANY (ARRAY['OPEN'::text, 'FULFILLED'::text, 'DECLINED'::text, 'LIFTED'::text])))
constraint registry.data_requests: data_request_is_of_a_known_kind CHECK ((kind = ANY (ARRAY['EXPORT'::text, 'CORRECTION'::text, 'RESTRICTION'::text])))
constraint registry.data_requests: data_requests_clause_check CHECK (((length(clause) >= 2) AND (length(clause) <= 200)))
constraint registry.data_requests: data_requests_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.persons(id)
constraint registry.data_requests: data_requests_pkey PRIMARY KEY (id)
constraint registry.data_requests: data_requests_reason_check CHECK (((length(reason) >= 3) AND (length(reason) <= 2000)))
constraint registry.data_requests: data_requests_received_by_check CHECK (((length(received_by) >= 1) AND (length(received_by) <= 200)))
constraint registry.data_requests: data_requests_wish_check CHECK (((length(wish) >= 1) AND (length(wish) <= 2000)))
constraint registry.data_requests: decided_request_says_when_and_by_whom CHECK ((((state = 'OPEN'::text) = (decided_at IS NULL)) AND ((decided_at IS NULL) = (decided_by IS NULL))))
constraint registry.data_requests: declined_request_says_why CHECK ((((state = 'DECLINED'::text) = (reason IS NOT NULL)) AND ((reason IS NULL) = (clause IS NULL))))
constraint registry.data_requests: officer_decides_a_correction CHECK (((kind <> 'CORRECTION'::text) OR (decided_by <> 'citizen'::text)))
constraint registry.data_requests: restriction_alone_is_lifted CHECK ((((state = 'LIFTED'::text) = (lifted_at IS NOT NULL)) AND ((lifted_at IS NULL) = (lifted_by IS NULL)) AND ((state <> 'LIFTED'::text) OR (kind = 'RESTRICTION'::text))))
constraint registry.database_kind: database_kind_pkey PRIMARY KEY (simulation)
constraint registry.database_kind: database_kind_singleton_check CHECK (singleton)
constraint registry.database_kind: database_kind_singleton_key UNIQUE (singleton)
constraint registry.department_details: department_details_decided_by_check CHECK (((length(decided_by) >= 1) AND (length(decided_by) <= 300)))
constraint registry.department_details: department_details_name_en_check CHECK (((length(name_en) >= 1) AND (length(name_en) <= 200)))
constraint registry.department_details: department_details_name_vi_check CHECK (((length(name_vi) >= 1) AND (length(name_vi) <= 200)))
constraint registry.department_details: department_details_pkey PRIMARY KEY (effective_from)
constraint registry.department_details: details_begin_no_earlier_than_they_are_decided CHECK ((decided_at <= effective_from))
constraint registry.department_details: phone_can_be_called CHECK ((phone ~ '^\+?[0-9][0-9 .]{2,28}$'::text))
constraint registry.desk_figures_choices: counted_place_is_on_its_list CHECK (((place >= LEAST((shown_of)::integer, 1)) AND (place <= shown_of)))
constraint registry.desk_figures_choices: desk_figures_choices_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.desk_figures_choices: desk_figures_choices_needs_check CHECK ((needs >= 0))
constraint registry.desk_figures_choices: desk_figures_choices_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.desk_figures_choices: one_count_per_day_and_place PRIMARY KEY (campaign_id, day, provider_id, shown_of, place)
constraint registry.desk_figures_daily: desk_figures_daily_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.desk_figures_daily: desk_figures_daily_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.desk_figures_daily: desk_figures_daily_recorded_check CHECK ((recorded >= 0))
constraint registry.desk_figures_daily: desk_figures_daily_within_seconds_check CHECK ((within_seconds > 0))
constraint registry.desk_figures_daily: late_records_are_records CHECK (((late >= 0) AND (late <= recorded)))
constraint registry.desk_figures_daily: one_count_per_day_and_provider PRIMARY KEY (campaign_id, day, provider_id, imported, within_seconds)
constraint registry.desk_figures_flags: desk_figures_flags_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.desk_figures_flags: desk_figures_flags_flags_check CHECK ((flags >= 0))
constraint registry.desk_figures_flags: desk_figures_flags_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.desk_figures_flags: one_count_per_kind_and_state UNIQUE NULLS NOT DISTINCT (campaign_id, provider_id, kind, state)
constraint registry.desk_figures_outcomes: desk_figures_outcomes_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.desk_figures_outcomes: desk_figures_outcomes_needs_check CHECK ((needs >= 0))
constraint registry.desk_figures_outcomes: desk_figures_outcomes_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.desk_figures_outcomes: desk_figures_outcomes_within_seconds_check CHECK ((within_seconds >= 0))
constraint registry.desk_figures_outcomes: one_count_per_day_and_outcome PRIMARY KEY (campaign_id, day, provider_id, state, within_seconds)
constraint registry.desk_figures_ward: desk_figures_ward_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.desk_figures_ward: desk_figures_ward_recorded_check CHECK ((recorded >= 0))
constraint registry.desk_figures_ward: one_count_per_day_and_ward PRIMARY KEY (campaign_id, day, ward_code)
constraint registry.desk_figures: desk_figures_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.desk_figures: desk_figures_pkey PRIMARY KEY (campaign_id)
constraint registry.desk_visits: desk_visits_account_check CHECK (((length(account) >= 1) AND (length(account) <= 200)))
constraint registry.desk_visits: desk_visits_pkey PRIMARY KEY (account)
constraint registry.desk_visits: visits_follow_each_other CHECK (((previous_at IS NULL) OR (previous_at <= seen_at)))
constraint registry.detector_progress: detector_progress_pkey PRIMARY KEY (detector)
constraint registry.detector_thresholds: detector_thresholds_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.detector_thresholds: detector_thresholds_pkey PRIMARY KEY (campaign_id, detector, name, effective_from)
constraint registry.detector_thresholds: threshold_is_positive CHECK ((value > 0))
constraint registry.dossiers: dossiers_person_id_issuance_id_fkey FOREIGN KEY (person_id, issuance_id) REFERENCES registry.issuances(person_id, id)
constraint registry.dossiers: dossiers_pkey PRIMARY KEY (person_id, issuance_id)
constraint registry.end_consents: end_consent_allows_5_tries CHECK (((wrong_tries >= 0) AND (wrong_tries <= 5)))
constraint registry.end_consents: end_consent_is_of_one_issuance UNIQUE (id, issuance_id)
constraint registry.end_consents: end_consent_is_used_or_void CHECK (((used_at IS NULL) OR (voided_at IS NULL)))
constraint registry.end_consents: end_consents_check CHECK ((expires_at > consented_at))
constraint registry.end_consents: end_consents_check1 CHECK ((used_at < expires_at))
constraint registry.end_consents: end_consents_code_hash_check CHECK ((octet_length(code_hash) = 32))
constraint registry.end_consents: end_consents_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.persons(id)
constraint registry.end_consents: end_consents_person_id_issuance_id_fkey FOREIGN KEY (person_id, issuance_id) REFERENCES registry.issuances(person_id, id)
constraint registry.end_consents: end_consents_pkey PRIMARY KEY (id)
constraint registry.end_consents: end_consents_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.free_periods: free_period_counts_in_its_campaigns_programme FOREIGN KEY (campaign_id, programme_id) REFERENCES registry.campaigns(id, programme_id)
constraint registry.free_periods: free_periods_check CHECK ((ends_on > starts_on))
constraint registry.free_periods: free_periods_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.persons(id)
constraint registry.holidays: holiday_is_no_weekend CHECK ((EXTRACT(isodow FROM day) < (6)::numeric))
constraint registry.holidays: holidays_basis_check CHECK (((length(basis) >= 1) AND (length(basis) <= 300)))
constraint registry.holidays: holidays_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
constraint registry.holidays: holidays_pkey PRIMARY KEY (day)
constraint registry.import_claims: import_claims_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.import_claims: import_claims_certificate_hash_check CHECK ((octet_length(certificate_hash) = 32))
constraint registry.import_claims: import_claims_import_id_fkey FOREIGN KEY (import_id) REFERENCES registry.imports(id)
constraint registry.import_claims: import_claims_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.persons(id)
constraint registry.import_claims: import_claims_person_id_holder_id_fkey FOREIGN KEY (person_id, holder_id) REFERENCES registry.issuances(person_id, id)
constraint registry.import_claims: import_claims_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.import_claims: import_claims_serial_number_check CHECK ((serial_number ~ '^[1-9A-F][0-9A-F]{0,39}$'::text))
constraint registry.import_claims: one_claim_per_certificate PRIMARY KEY (person_id, provider_id, serial_number)
constraint registry.import_looks: import_looks_check CHECK (((malformed >= 0) AND (malformed <= rows)))
constraint registry.import_looks: import_looks_check1 CHECK (((numbers >= 0) AND (numbers <= rows)))
constraint registry.import_looks: import_looks_import_id_fkey FOREIGN KEY (import_id) REFERENCES registry.imports(id)
constraint registry.import_looks: import_looks_pkey PRIMARY KEY (id)
constraint registry.import_looks: import_looks_rows_check CHECK ((rows >= 0))
constraint registry.import_parts: import_parts_import_id_fkey FOREIGN KEY (import_id) REFERENCES registry.imports(id)
constraint registry.import_parts: import_parts_pkey PRIMARY KEY (import_id, first_row)
constraint registry.import_parts: import_parts_rows_check CHECK ((rows > 0))
constraint registry.import_pieces: import_pieces_piece_check CHECK (((piece >= 0) AND (piece <= 1023)))
constraint registry.import_pieces: import_pieces_pkey PRIMARY KEY (upload_id, piece)
constraint registry.import_pieces: import_pieces_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES registry.import_uploads(id)
constraint registry.import_pieces: piece_is_of_a_mebibyte CHECK (((octet_length(sealed) >= 29) AND (octet_length(sealed) <= 1048604)))
constraint registry.import_uploads: import_uploads_pkey PRIMARY KEY (id)
constraint registry.import_uploads: import_uploads_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.import_uploads: import_uploads_uploaded_by_check CHECK (((length(uploaded_by) >= 1) AND (length(uploaded_by) <= 300)))
constraint registry.imports: approval_comes_after_the_look CHECK (((approved_at IS NULL) OR (state <> ALL (ARRAY['UPLOADED'::text, 'BEING_LOOKED_AT'::text, 'AWAITING_APPROVAL'::text, 'WITHDRAWN'::text]))))
constraint registry.imports: approval_says_by_whom CHECK (((approved_at IS NULL) = (approved_by IS NULL)))
constraint registry.imports: csv_has_an_encoding CHECK (((form = 'CSV'::text) = (encoding IS NOT NULL)))
constraint registry.imports: file_runs_by_an_approval CHECK (((approved_at IS NOT NULL) OR (state <> ALL (ARRAY['WAITING'::text, 'RUNNING'::text, 'HELD'::text, 'DONE'::text]))))
constraint registry.imports: import_ends_with_its_time CHECK (((state = ANY (ARRAY['DONE'::text, 'DAMAGED'::text, 'STOPPED'::text, 'REJECTED'::text, 'WITHDRAWN'::text])) = (finished_at IS NOT NULL)))
constraint registry.imports: import_is_in_a_known_state CHECK ((state = ANY (ARRAY['UPLOADED'::text, 'BEING_LOOKED_AT'::text, 'AWAITING_APPROVAL'::text, 'WAITING'::text, 'RUNNING'::text, 'HELD'::text, 'DONE'::text, 'DAMAGED'::text, 'STOPPED'::text, 'REJECTED'::text, 'WITHDRAWN'::text])))
constraint registry.imports: imports_approved_by_check CHECK (((length(approved_by) >= 1) AND (length(approved_by) <= 300)))
constraint registry.imports: imports_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.imports: imports_content_hash_check CHECK ((octet_length(content_hash) = 32))
constraint registry.imports: imports_encoding_check CHECK ((encoding = ANY (ARRAY['UTF-8'::text, 'UTF-16LE'::text, 'UTF-16BE'::text, 'WINDOWS-1258'::text, 'TCVN3'::text])))
constraint registry.imports: imports_file_name_check CHECK (((length(file_name) >= 1) AND (length(file_name) <= 200)))
constraint registry.imports: imports_form_check CHECK ((form = ANY (ARRAY['CSV'::text, 'XLSX'::text])))
constraint registry.imports: imports_ordered_by_check CHECK (((length(ordered_by) >= 1) AND (length(ordered_by) <= 300)))
constraint registry.imports: imports_pkey PRIMARY KEY (id)
constraint registry.imports: imports_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.imports: imports_reason_check CHECK (((length(reason) >= 3) AND (length(reason) <= 2000)))
constraint registry.imports: imports_rejected_by_check CHECK (((length(rejected_by) >= 1) AND (length(rejected_by) <= 300)))
constraint registry.imports: imports_requested_by_check CHECK (((length(requested_by) >= 1) AND (length(requested_by) <= 300)))
constraint registry.imports: imports_size_bytes_check CHECK ((size_bytes >= 0))
constraint registry.imports: imports_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES registry.import_uploads(id)
constraint registry.imports: imports_upload_id_key UNIQUE (upload_id)
constraint registry.imports: one_import_per_file UNIQUE (campaign_id, provider_id, content_hash)
constraint registry.imports: order_says_by_whom CHECK (((ordered_at IS NULL) = (ordered_by IS NULL)))
constraint registry.imports: rejection_says_why CHECK ((((state = 'REJECTED'::text) = (rejected_by IS NOT NULL)) AND ((rejected_by IS NULL) = (reason IS NULL))))
constraint registry.imports: upload_waits_for_its_order CHECK (
CASE state
    WHEN 'UPLOADED'::text THEN ((upload_id IS NOT NULL) AND (ordered_at IS NULL))
    ELSE true
END)
constraint registry.imports: waiting_says_since_when CHECK (((state = ANY (ARRAY['AWAITING_APPROVAL'::text, 'HELD'::text])) = (awaiting_since IS NOT NULL)))
constraint registry.invariant_checks: check_ends_after_all_persons CHECK (((finished_at IS NULL) OR (persons_done_at IS NOT NULL)))
constraint registry.invariant_checks: invariant_checks_check CHECK ((persons_done_at >= started_at))
constraint registry.invariant_checks: invariant_checks_check1 CHECK ((finished_at >= persons_done_at))
constraint registry.invariant_checks: invariant_checks_differences_check CHECK ((differences >= 0))
constraint registry.invariant_checks: invariant_checks_persons_check CHECK ((persons >= 0))
constraint registry.invariant_checks: invariant_checks_pkey PRIMARY KEY (day)
constraint registry.issuances: active_has_been_activated CHECK (((status <> 'ACTIVE'::text) OR (activated_at IS NOT NULL)))
constraint registry.issuances: ended_has_time_and_reason CHECK ((((status = ANY (ARRAY['ACTIVE'::text, 'PENDING_ACTIVATION'::text, 'SUSPENDED'::text])) = (ended_at IS NULL)) AND ((ended_at IS NULL) = (end_reason IS NULL))))
constraint registry.issuances: issuance_counts_in_its_campaigns_programme FOREIGN KEY (campaign_id, programme_id) REFERENCES registry.campaigns(id, programme_id)
constraint registry.issuances: issuance_ends_for_a_known_reason CHECK ((end_reason = ANY (ARRAY['FAULT_NOT_RESOLVED'::text, 'WRONG_CITIZEN'::text, 'REVOKED'::text, 'CITIZEN_ASKED'::text, 'REPLACED'::text, 'SWITCHED'::text, 'EXPIRED'::text, 'EARLIER_CERTIFICATE'::text])))
constraint registry.issuances: issuances_certificate_hash_check CHECK ((octet_length(certificate_hash) = 32))
constraint registry.issuances: issuances_key_storage_check CHECK ((key_storage = ANY (ARRAY['USB_TOKEN'::text, 'SIM_PKI'::text, 'REMOTE'::text])))
constraint registry.issuances: issuances_origin_check CHECK ((origin = ANY (ARRAY['PROVIDER_APP'::text, 'DOOR_TO_DOOR'::text, 'NEED'::text, 'IMPORT'::text])))
constraint registry.issuances: issuances_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.persons(id)
constraint registry.issuances: issuances_pkey PRIMARY KEY (person_id, id)
constraint registry.issuances: issuances_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.issuances: issuances_public_key_hash_check CHECK ((octet_length(public_key_hash) = 32))
constraint registry.issuances: issuances_receipt_leaf_hash_check CHECK ((octet_length(receipt_leaf_hash) = 32))
constraint registry.issuances: issuances_receipt_signature_check CHECK ((octet_length(receipt_signature) = 64))
constraint registry.issuances: issuances_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES registry.staff(id)
constraint registry.issuances: issuances_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'PENDING_ACTIVATION'::text, 'SUSPENDED'::text, 'REVOKED'::text, 'REPLACED'::text, 'EXPIRED'::text, 'WITHDRAWN'::text])))
constraint registry.issuances: pending_only_at_the_door CHECK (((status <> 'PENDING_ACTIVATION'::text) OR (origin = 'DOOR_TO_DOOR'::text)))
constraint registry.issuances: receipt_unless_imported CHECK ((((receipt_key_id IS NULL) = (receipt_signature IS NULL)) AND ((origin = 'IMPORT'::text) OR (receipt_signature IS NOT NULL))))
constraint registry.issuances: serial_number_is_normal CHECK ((serial_number ~ '^[1-9A-F][0-9A-F]{0,39}$'::text))
constraint registry.issuances: valid_until_after_issue CHECK (((valid_until IS NULL) OR (valid_until > issued_at)))
constraint registry.journal: journal_leaf_hash_check CHECK ((octet_length(leaf_hash) = 32))
constraint registry.journal: journal_pkey PRIMARY KEY (sequence)
constraint registry.journal: journal_salt_check CHECK ((octet_length(salt) = 32))
constraint registry.key_checks: key_checks_check_value_check CHECK ((octet_length(check_value) = 32))
constraint registry.key_checks: key_has_a_purpose CHECK ((purpose = ANY (ARRAY['NUMBER'::text, 'ENCRYPTION'::text, 'TICKET'::text, 'JOURNAL'::text, 'TOKEN'::text])))
constraint registry.key_checks: one_key_per_id PRIMARY KEY (purpose, key_id)
constraint registry.key_holders: key_holders_pkey PRIMARY KEY (host_id)
constraint registry.licences: licence_lasts CHECK (((issued_on < valid_before) AND ((withdrawn_on IS NULL) OR (withdrawn_on >= issued_on))))
constraint registry.licences: licences_key_storage_check CHECK ((key_storage = ANY (ARRAY['USB_TOKEN'::text, 'SIM_PKI'::text, 'REMOTE'::text])))
constraint registry.licences: licences_number_check CHECK (((length(number) >= 1) AND (length(number) <= 100)))
constraint registry.licences: licences_pkey PRIMARY KEY (id)
constraint registry.licences: licences_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.licences: one_licence_per_number UNIQUE (provider_id, number, key_storage)
constraint registry.messages: message_has_its_recipient CHECK (((((recipient = 'CITIZEN'::text) AND (kind <> 'PHONE_REPLACED'::text)) = (person_id IS NOT NULL)) AND ((recipient = 'PROVIDER'::text) = (provider_id IS NOT NULL))))
constraint registry.messages: messages_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.messages: messages_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.persons(id)
constraint registry.messages: messages_pkey PRIMARY KEY (id)
constraint registry.messages: messages_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.messages: messages_recipient_check CHECK ((recipient = ANY (ARRAY['CITIZEN'::text, 'PROVIDER'::text, 'DEPARTMENT'::text])))
constraint registry.messages: one_message_per_occasion UNIQUE (subject_id, kind, recipient, occasion)
constraint registry.name_word_counts: name_word_counts_persons_check CHECK ((persons > 0))
constraint registry.name_word_counts: name_word_counts_pkey PRIMARY KEY (word)
constraint registry.need_calls: call_is_denied_within_30_days CHECK (((denied_at IS NULL) OR ((denied_at >= noted_at) AND (denied_at < (noted_at + '30 days'::interval)))))
constraint registry.need_calls: call_is_made_between_8_and_20 CHECK (((((called_at AT TIME ZONE 'Asia/Ho_Chi_Minh'::text))::time without time zone >= '08:00:00'::time without time zone) AND (((called_at AT TIME ZONE 'Asia/Ho_Chi_Minh'::text))::time without time zone < '20:00:00'::time without time zone)))
constraint registry.need_calls: call_is_noted_within_an_hour CHECK (((called_at >= (noted_at - '01:00:00'::interval)) AND (called_at <= (noted_at + '00:05:00'::interval))))
constraint registry.need_calls: need_calls_person_id_need_id_fkey FOREIGN KEY (person_id, need_id) REFERENCES registry.needs(person_id, id)
constraint registry.need_calls: need_calls_pkey PRIMARY KEY (id)
constraint registry.need_calls: need_calls_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES registry.staff(id)
constraint registry.need_supports: need_supports_check CHECK ((denied_at >= started_at))
constraint registry.need_supports: need_supports_person_id_need_id_fkey FOREIGN KEY (person_id, need_id) REFERENCES registry.needs(person_id, id)
constraint registry.need_supports: need_supports_pkey PRIMARY KEY (id)
constraint registry.need_supports: need_supports_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES registry.staff(id)
constraint registry.need_supports: support_is_shown_by_a_call_or_a_visit CHECK (((called_at IS NOT NULL) OR (visit_at IS NOT NULL)))
constraint registry.needs: contact_is_there_until_it_is_erased CHECK ((num_nonnulls(contact_key_id, contact, phone_key_id, phone_hash) =
CASE
    WHEN (contact_erased_at IS NULL) THEN 4
    ELSE 0
END))
constraint registry.needs: ended_need_has_its_times CHECK ((((state = ANY (ARRAY['WAITING'::text, 'IN_SUPPORT'::text])) = (ended_at IS NULL)) AND ((ended_at IS NULL) = (closed_at IS NULL))))
constraint registry.needs: lapsed_need_says_from_what CHECK (((state = 'LAPSED'::text) = (lapsed_from IS NOT NULL)))
constraint registry.needs: need_counts_in_its_campaigns_programme FOREIGN KEY (campaign_id, programme_id) REFERENCES registry.campaigns(id, programme_id)
constraint registry.needs: need_in_support_has_a_limit CHECK (((state <> 'IN_SUPPORT'::text) OR (support_until IS NOT NULL)))
constraint registry.needs: need_in_support_has_its_end CHECK (((state <> 'WAITING'::text) OR (support_until IS NULL)))
constraint registry.needs: need_is_due_by_its_window CHECK (((registered_at < waiting_until) AND (due_at = COALESCE(support_until, waiting_until))))
constraint registry.needs: need_says_who_registered_it CHECK ((registered_by = ANY (ARRAY['CITIZEN'::text, 'DEPARTMENT'::text])))
constraint registry.needs: need_was_open_before_as_another CHECK (((open_before >= '00:00:00'::interval) AND ((continues IS NOT NULL) OR (open_before = '00:00:00'::interval))))
constraint registry.needs: needs_campaign_id_provider_id_participation_joined_at_fkey FOREIGN KEY (campaign_id, provider_id, participation_joined_at) REFERENCES registry.participations(campaign_id, provider_id, joined_at)
constraint registry.needs: needs_lapsed_from_check CHECK ((lapsed_from = ANY (ARRAY['WAITING'::text, 'IN_SUPPORT'::text])))
constraint registry.needs: needs_mode_check CHECK ((mode = ANY (ARRAY['AT_HOME'::text, 'BY_PHONE'::text])))
constraint registry.needs: needs_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.persons(id)
constraint registry.needs: needs_person_id_served_by_fkey FOREIGN KEY (person_id, served_by) REFERENCES registry.issuances(person_id, id)
constraint registry.needs: needs_phone_hash_check CHECK ((octet_length(phone_hash) = 32))
constraint registry.needs: needs_pkey PRIMARY KEY (person_id, id)
constraint registry.needs: needs_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.needs: needs_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'IN_SUPPORT'::text, 'SERVED'::text, 'LAPSED'::text, 'CANCELLED'::text, 'RELEASED'::text, 'SUPERSEDED'::text])))
constraint registry.needs: open_need_has_its_contact CHECK (((contact_erased_at IS NULL) OR (ended_at IS NOT NULL)))
constraint registry.needs: place_is_on_the_list_shown CHECK ((((shown_place IS NULL) = (shown_of IS NULL)) AND ((shown_place >= 1) AND (shown_place <= shown_of))))
constraint registry.needs: served_need_has_its_issuance CHECK (((state = 'SERVED'::text) = (served_by IS NOT NULL)))
constraint registry.number_claims: claim_is_about_two_numbers CHECK ((key_hash <> claimed_hash))
constraint registry.number_claims: number_claims_claimed_by_fkey FOREIGN KEY (claimed_by) REFERENCES registry.providers(id)
constraint registry.number_claims: number_claims_pkey PRIMARY KEY (id)
constraint registry.number_claims: one_claim_per_provider UNIQUE (key_hash, claimed_hash, claimed_by)
constraint registry.number_keys: number_is_linked_from_another CHECK ((linked_from <> person_id))
constraint registry.number_keys: number_keys_key_hash_check CHECK ((octet_length(key_hash) = 32))
constraint registry.number_keys: number_keys_kind_check CHECK ((kind = ANY (ARRAY['CCCD'::text, 'CMND'::text])))
constraint registry.number_keys: number_keys_linked_from_fkey FOREIGN KEY (linked_from) REFERENCES registry.persons(id)
constraint registry.number_keys: number_keys_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.persons(id)
constraint registry.number_keys: one_person_per_number PRIMARY KEY (key_hash, key_id)
constraint registry.parted_persons: parted_pair_is_in_order CHECK ((person_a < person_b))
constraint registry.parted_persons: parted_persons_parted_by_check CHECK (((length(parted_by) >= 1) AND (length(parted_by) <= 200)))
constraint registry.parted_persons: parted_persons_person_a_fkey FOREIGN KEY (person_a) REFERENCES registry.persons(id)
constraint registry.parted_persons: parted_persons_person_b_fkey FOREIGN KEY (person_b) REFERENCES registry.persons(id)
constraint registry.parted_persons: parted_persons_pkey PRIMARY KEY (person_a, person_b)
constraint registry.participations: one_participation_at_a_time EXCLUDE USING gist (campaign_id WITH =, provider_id WITH =, tstzrange(joined_at, ended_at) WITH &&)
constraint registry.participations: one_participation_per_joining UNIQUE (campaign_id, provider_id, joined_at)
constraint registry.participations: participation_ends_for_a_cause CHECK (((ended_at IS NULL) = (ended_by IS NULL)))
constraint registry.participations: participations_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.participations: participations_check CHECK ((ended_at >= joined_at))
constraint registry.participations: participations_ended_by_check CHECK ((ended_by = ANY (ARRAY['EXCLUDED'::text, 'LEFT'::text])))
constraint registry.participations: participations_join_decision_check CHECK (((length(join_decision) >= 1) AND (length(join_decision) <= 200)))
constraint registry.participations: participations_join_reason_check CHECK (((length(join_reason) >= 1) AND (length(join_reason) <= 2000)))
constraint registry.participations: participations_needs_released_check CHECK ((needs_released >= 0))
constraint registry.participations: participations_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.person_details: details_say_something CHECK (((name IS NOT NULL) OR (birth_date IS NOT NULL) OR (phone_hash IS NOT NULL)))
constraint registry.person_details: name_with_its_folded_form CHECK (((name IS NULL) = (name_folded IS NULL)))
constraint registry.person_details: person_details_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
constraint registry.person_details: person_details_name_folded_check CHECK (((length(name_folded) >= 1) AND (length(name_folded) <= 200)))
constraint registry.person_details: person_details_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.persons(id)
constraint registry.person_details: person_details_phone_hash_check CHECK ((octet_length(phone_hash) = 32))
constraint registry.person_details: person_details_pkey PRIMARY KEY (person_id, recorded_at, source)
constraint registry.person_details: person_details_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.person_details: person_details_sex_check CHECK ((sex = ANY (ARRAY['FEMALE'::text, 'MALE'::text])))
constraint registry.person_details: person_details_source_check CHECK ((source = ANY (ARRAY['IMPORT'::text, 'RECORD'::text, 'NEED'::text])))
constraint registry.person_details: person_details_ward_code_check CHECK (((length(ward_code) >= 1) AND (length(ward_code) <= 20)))
constraint registry.person_details: phone_with_its_key CHECK (((phone_key_id IS NULL) = (phone_hash IS NULL)))
constraint registry.person_details: sealed_phone_with_its_hash CHECK (((phone_sealed IS NULL) OR (phone_hash IS NOT NULL)))
constraint registry.person_details: sealed_phone_with_its_key CHECK (((phone_sealed_key_id IS NULL) = (phone_sealed IS NULL)))
constraint registry.person_link_cases: case_is_about_two_persons CHECK ((person_a < person_b))
constraint registry.person_link_cases: case_is_of_a_trusted_source CHECK ((source = ANY (ARRAY['OFFICER'::text, 'IDENTITY_SERVICE'::text, 'IMPORT'::text])))
constraint registry.person_link_cases: one_case_per_pair UNIQUE (person_a, person_b)
constraint registry.person_link_cases: person_link_cases_actor_check CHECK (((length(actor) >= 1) AND (length(actor) <= 200)))
constraint registry.person_link_cases: person_link_cases_basis_check CHECK (((length(basis) >= 3) AND (length(basis) <= 500)))
constraint registry.person_link_cases: person_link_cases_person_a_fkey FOREIGN KEY (person_a) REFERENCES registry.persons(id)
constraint registry.person_link_cases: person_link_cases_person_b_fkey FOREIGN KEY (person_b) REFERENCES registry.persons(id)
constraint registry.person_link_cases: person_link_cases_pkey PRIMARY KEY (id)
constraint registry.person_links: link_is_between_two_persons CHECK (((from_person <> to_person) AND (from_person <> survivor)))
constraint registry.person_links: link_is_of_a_trusted_source CHECK ((source = ANY (ARRAY['OFFICER'::text, 'IDENTITY_SERVICE'::text, 'IMPORT'::text])))
constraint registry.person_links: person_links_actor_check CHECK (((length(actor) >= 1) AND (length(actor) <= 200)))
constraint registry.person_links: person_links_basis_check CHECK (((length(basis) >= 3) AND (length(basis) <= 500)))
constraint registry.person_links: person_links_from_person_fkey FOREIGN KEY (from_person) REFERENCES registry.persons(id)
constraint registry.person_links: person_links_pkey PRIMARY KEY (id)
constraint registry.person_links: person_links_survivor_fkey FOREIGN KEY (survivor) REFERENCES registry.persons(id)
constraint registry.person_links: person_links_to_person_fkey FOREIGN KEY (to_person) REFERENCES registry.persons(id)
constraint registry.person_unlinks: person_unlinks_actor_check CHECK (((length(actor) >= 1) AND (length(actor) <= 200)))
constraint registry.person_unlinks: person_unlinks_link_id_fkey FOREIGN KEY (link_id) REFERENCES registry.person_links(id)
constraint registry.person_unlinks: person_unlinks_pkey PRIMARY KEY (link_id)
constraint registry.person_unlinks: person_unlinks_reason_check CHECK (((length(reason) >= 3) AND (length(reason) <= 500)))
constraint registry.persons: lock_handle_never_changes CHECK (lock_handle)
constraint registry.persons: persons_pkey PRIMARY KEY (id)
constraint registry.phone_bindings: bound_phone_is_sealed_no_more CHECK (((bound_at IS NULL) OR (sealed IS NULL)))
constraint registry.phone_bindings: bound_phone_says_by_whom CHECK (((bound_at IS NULL) = (bound_by IS NULL)))
constraint registry.phone_bindings: phone_bindings_number_hash_check CHECK ((octet_length(number_hash) = 32))
constraint registry.phone_bindings: phone_bindings_pkey PRIMARY KEY (id)
constraint registry.phone_bindings: replacing_phone_waits_a_day CHECK (((consents_from IS NULL) OR ((bound_at IS NOT NULL) AND (consents_from = (bound_at + '24:00:00'::interval)))))
constraint registry.place_claim_numbers: place_claim_numbers_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES registry.place_claims(claim_id)
constraint registry.place_claim_numbers: place_claim_numbers_key_hash_check CHECK ((octet_length(key_hash) = 32))
constraint registry.place_claim_numbers: place_claim_numbers_pkey PRIMARY KEY (key_hash, claim_id)
constraint registry.place_claims: place_claims_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES registry.imports(id)
constraint registry.place_claims: place_claims_pkey PRIMARY KEY (claim_id)
constraint registry.place_claims: place_claims_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES registry.programmes(id)
constraint registry.programmes: one_programme_per_code UNIQUE (code)
constraint registry.programmes: programme_code_is_plain CHECK ((code ~ '^[a-z0-9][a-z0-9-]{0,79}$'::text))
constraint registry.programmes: programme_says_whether_it_is_a_trial UNIQUE (id, is_trial)
constraint registry.programmes: programmes_pkey PRIMARY KEY (id)
constraint registry.proposals: carried_out_before_it_expires CHECK (((state <> 'CARRIED_OUT'::text) OR (decided_at < expires_at)))
constraint registry.proposals: decided_proposal_says_by_whom CHECK (((state = ANY (ARRAY['REJECTED'::text, 'CARRIED_OUT'::text])) = (decided_by IS NOT NULL)))
constraint registry.proposals: decided_proposal_says_when CHECK (((state = 'PROPOSED'::text) = (decided_at IS NULL)))
constraint registry.proposals: one_authority_knows_both_officers CHECK (((act <> ALL (ARRAY['BIND_CITIZEN_PHONE'::text, 'LINK_NUMBERS'::text, 'LINK_SAME_PERSON'::text, 'UNLINK_NUMBERS'::text])) OR (state <> 'CARRIED_OUT'::text) OR (decided_by !~~ 'officer:%'::text) OR (NOT ("substring"(proposed_by, '^officer:([^:]+):'::text) IS DISTINCT FROM "substring"(decided_by, '^officer:([^:]+):'::text)))))
constraint registry.proposals: phone_waits_15_minutes_for_the_second CHECK (((act <> 'BIND_CITIZEN_PHONE'::text) OR (expires_at <= (proposed_at + '00:15:00'::interval))))
constraint registry.proposals: proposal_expires_after_it_is_made CHECK ((expires_at > proposed_at))
constraint registry.proposals: proposal_is_in_a_known_state CHECK ((state = ANY (ARRAY['PROPOSED'::text, 'REJECTED'::text, 'EXPIRED'::text, 'CARRIED_OUT'::text])))
constraint registry.proposals: proposal_is_of_a_known_act CHECK ((act = ANY (ARRAY['EXCLUDE_PROVIDER'::text, 'CHANGE_CLIENT_KEY'::text, 'CHANGE_REGISTRY_KEY'::text, 'REINSTATE_PROVIDER'::text, 'PUBLISH_CASE'::text, 'BIND_CITIZEN_PHONE'::text, 'LINK_NUMBERS'::text, 'LINK_SAME_PERSON'::text, 'UNLINK_NUMBERS'::text])))
constraint registry.proposals: proposals_pkey PRIMARY KEY (id)
constraint registry.proposals: proposals_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 2000)))
constraint registry.proposals: proposals_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 200)))
constraint registry.proposals: rejection_has_its_reason CHECK (((state = 'REJECTED'::text) = (reason IS NOT NULL)))
constraint registry.proposals: second_officer_carries_out CHECK (((state <> 'CARRIED_OUT'::text) OR (decided_by <> proposed_by)))
constraint registry.provider_ends: consented_end_is_not_denied CHECK (((denied_at IS NULL) OR (consent_id IS NULL)))
constraint registry.provider_ends: end_is_denied_within_30_days CHECK (((denied_at IS NULL) OR ((denied_at >= told_at) AND (denied_at < (told_at + '30 days'::interval)))))
constraint registry.provider_ends: end_spends_its_own_consent FOREIGN KEY (consent_id, issuance_id) REFERENCES registry.end_consents(id, issuance_id)
constraint registry.provider_ends: end_spends_one_consent UNIQUE (consent_id)
constraint registry.provider_ends: one_end_per_issuance PRIMARY KEY (issuance_id)
constraint registry.provider_ends: provider_ends_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.provider_ends: provider_ends_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.persons(id)
constraint registry.provider_ends: provider_ends_person_id_issuance_id_fkey FOREIGN KEY (person_id, issuance_id) REFERENCES registry.issuances(person_id, id)
constraint registry.provider_ends: provider_ends_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.provider_issuers: issuer_once_at_a_time EXCLUDE USING gist (issuer_name WITH =, tstzrange(valid_from, valid_to) WITH &&)
constraint registry.provider_issuers: provider_issuers_check CHECK ((valid_to > valid_from))
constraint registry.provider_issuers: provider_issuers_issuer_name_check CHECK (((length(issuer_name) >= 1) AND (length(issuer_name) <= 200)))
constraint registry.provider_issuers: provider_issuers_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.provider_names: one_name_at_a_time EXCLUDE USING gist (provider_id WITH =, tstzrange(valid_from, valid_to) WITH &&)
constraint registry.provider_names: provider_names_check CHECK ((valid_to > valid_from))
constraint registry.provider_names: provider_names_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
constraint registry.provider_names: provider_names_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.provider_offers: offer_begins_no_earlier_than_it_is_published CHECK ((published_at <= effective_from))
constraint registry.provider_offers: offer_phone_can_be_called CHECK ((phone ~ '^\+?[0-9][0-9 .]{2,28}$'::text))
constraint registry.provider_offers: one_offer_at_a_time PRIMARY KEY (provider_id, campaign_id, effective_from)
constraint registry.provider_offers: policy_is_short CHECK (((length(policy_vi) >= 1) AND (length(policy_vi) <= 500)))
constraint registry.provider_offers: price_is_of_this_world CHECK (((yearly_price >= 0) AND (yearly_price <= 100000000)))
constraint registry.provider_offers: provider_offers_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.provider_offers: provider_offers_policy_en_check CHECK (((length(policy_en) >= 1) AND (length(policy_en) <= 500)))
constraint registry.provider_offers: provider_offers_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.provider_offers: provider_offers_published_by_check CHECK (((length(published_by) >= 1) AND (length(published_by) <= 300)))
constraint registry.providers: one_provider_per_code UNIQUE (code)
constraint registry.providers: provider_code_is_plain CHECK ((code ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text))
constraint registry.providers: providers_pkey PRIMARY KEY (id)
constraint registry.reads: provider_reads_as_itself CHECK (((reader_kind = 'PROVIDER'::text) = (provider_id IS NOT NULL)))
constraint registry.reads: read_by_number_has_both_parts CHECK (((key_id IS NULL) = (key_hash IS NULL)))
constraint registry.reads: read_is_of_a_known_act CHECK ((act = ANY (ARRAY['ISSUANCES'::text, 'ISSUANCE'::text, 'NEEDS'::text, 'NEED'::text, 'NEED_FOLLOWED'::text, 'VIOLATIONS'::text, 'LOOKUPS'::text, 'CITIZEN_LOOKUPS'::text, 'LOOKUPS_BY'::text, 'DATA_REQUESTS'::text, 'EXPORT'::text, 'PHONE_BOUND'::text, 'SAME_PERSONS'::text, 'NUMBERS'::text, 'REPORTS'::text, 'REPORT_PHOTO'::text, 'PHONE_PROPOSED'::text, 'IMPORT'::text])))
constraint registry.reads: reads_key_hash_check CHECK ((octet_length(key_hash) = 32))
constraint registry.reads: reads_pkey PRIMARY KEY (id)
constraint registry.reads: reads_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.reads: reads_reader_check CHECK (((length(reader) >= 1) AND (length(reader) <= 200)))
constraint registry.reads: reads_reader_kind_check CHECK ((reader_kind = ANY (ARRAY['CITIZEN'::text, 'PROVIDER'::text, 'DEPARTMENT'::text])))
constraint registry.reads: reads_reason_check CHECK (((length(reason) >= 3) AND (length(reason) <= 500)))
constraint registry.reads: search_has_its_reason CHECK (((act <> ALL (ARRAY['CITIZEN_LOOKUPS'::text, 'LOOKUPS_BY'::text])) OR (reason IS NOT NULL)))
constraint registry.refused_records: evidence_once PRIMARY KEY (provider_id, campaign_id, serial_number, cause)
constraint registry.refused_records: refused_records_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.refused_records: refused_records_cause_check CHECK ((cause = ANY (ARRAY['ALREADY_ISSUED'::text, 'CHECK_REQUIRED'::text, 'NEED_NOT_SERVABLE'::text])))
constraint registry.refused_records: refused_records_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.refused_records: refused_records_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES registry.staff(id)
constraint registry.report_photos: one_photo_per_place UNIQUE (report_id, place)
constraint registry.report_photos: photo_is_of_4_mebibytes_at_most CHECK (((octet_length(sealed) >= 29) AND (octet_length(sealed) <= 4194332)))
constraint registry.report_photos: report_has_four_photos_at_most CHECK (((place >= 1) AND (place <= 4)))
constraint registry.report_photos: report_photos_content_hash_check CHECK ((octet_length(content_hash) = 32))
constraint registry.report_photos: report_photos_height_check CHECK (((height >= 1) AND (height <= 1600)))
constraint registry.report_photos: report_photos_pkey PRIMARY KEY (id)
constraint registry.report_photos: report_photos_report_id_fkey FOREIGN KEY (report_id) REFERENCES registry.reports(id)
constraint registry.report_photos: report_photos_width_check CHECK (((width >= 1) AND (width <= 1600)))
constraint registry.report_photos: same_photo_is_kept_once UNIQUE (report_id, content_hash)
constraint registry.reports: badge_is_judged CHECK ((badge = ANY (ARRAY['GENUINE'::text, 'FORGED'::text])))
constraint registry.reports: citizen_alone_names_a_record CHECK (((reported_by = 'citizen'::text) OR ((issuance_id IS NULL) AND (lookup_id IS NULL) AND (person_id IS NULL))))
constraint registry.reports: contact_of_a_report_is_whole CHECK ((num_nonnulls(phone_key_id, phone_hash, phone_sealed_key_id, phone_sealed) = ANY (ARRAY[0, 4])))
constraint registry.reports: erased_contact_is_gone CHECK (((contact_erased_at IS NULL) OR (phone_sealed IS NULL)))
constraint registry.reports: genuine_badge_is_somebodys CHECK ((((badge = 'GENUINE'::text) IS NOT TRUE) OR ((staff_id IS NOT NULL) AND (badge_until IS NOT NULL))))
constraint registry.reports: one_report_per_reference UNIQUE (reference)
constraint registry.reports: other_report_says_what CHECK (((kind <> 'OTHER'::text) OR (text IS NOT NULL)))
constraint registry.reports: reference_is_readable_aloud CHECK ((reference ~ '^BC(-[2-9AC-HJ-NP-RT-Y]{4}){4}$'::text))
constraint registry.reports: report_is_of_a_known_kind CHECK ((kind = ANY (ARRAY['STEERING'::text, 'FALSE_STATEMENT'::text, 'ASKED_FOR_MONEY'::text, 'PRE_COLLECTED_DATA'::text, 'IMPOSTOR'::text, 'NOT_ME'::text, 'OTHER'::text])))
constraint registry.reports: report_names_one_record CHECK (((issuance_id IS NULL) OR (lookup_id IS NULL)))
constraint registry.reports: reports_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.reports: reports_clause_check CHECK (((length(clause) >= 2) AND (length(clause) <= 20)))
constraint registry.reports: reports_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.persons(id)
constraint registry.reports: reports_phone_hash_check CHECK ((octet_length(phone_hash) = 32))
constraint registry.reports: reports_pkey PRIMARY KEY (id)
constraint registry.reports: reports_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.reports: reports_reported_by_check CHECK (((length(reported_by) >= 1) AND (length(reported_by) <= 200)))
constraint registry.reports: reports_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES registry.staff(id)
constraint registry.reports: reports_text_check CHECK (((length(text) >= 1) AND (length(text) <= 2000)))
constraint registry.request_claims: one_act_per_request_id PRIMARY KEY (owner, operation, request_id)
constraint registry.request_claims: request_claims_content_hash_check CHECK ((octet_length(content_hash) = 32))
constraint registry.request_claims: request_claims_request_id_check CHECK (((length(request_id) >= 1) AND (length(request_id) <= 255)))
constraint registry.retention_run_subjects: one_report_per_subject PRIMARY KEY (run_id, subject)
constraint registry.retention_run_subjects: retention_run_subjects_batches_check CHECK ((batches >= 0))
constraint registry.retention_run_subjects: retention_run_subjects_rows_check CHECK ((rows >= 0))
constraint registry.retention_run_subjects: retention_run_subjects_run_id_fkey FOREIGN KEY (run_id) REFERENCES registry.retention_runs(id)
constraint registry.retention_runs: retention_runs_check CHECK ((finished_at >= started_at))
constraint registry.retention_runs: retention_runs_pkey PRIMARY KEY (id)
constraint registry.retention_terms: nothing_goes_within_a_day CHECK ((kept >= '1 day'::interval))
constraint registry.retention_terms: one_retention_term_at_a_time PRIMARY KEY (subject, effective_from)
constraint registry.retention_terms: retention_is_of_a_known_subject CHECK ((subject = ANY (ARRAY['READS'::text, 'CITIZEN_ASKS'::text, 'NEED_CONTACTS'::text, 'MESSAGES'::text, 'SIGN_IN_CODES'::text, 'SIGN_IN_ATTEMPTS'::text, 'SIGN_IN_SESSIONS'::text, 'SIGN_IN_TOKENS'::text, 'SET_UP_CODES'::text, 'SIGN_IN_EVENTS'::text, 'PERSON_DETAILS'::text, 'IMPORT_PIECES'::text, 'BADGE_SCANS'::text, 'REPORT_CONTACTS'::text, 'REPORT_PHOTOS'::text, 'STAFF_PHOTOS'::text])))
constraint registry.retention_terms: retention_terms_clause_check CHECK (((length(clause) >= 2) AND (length(clause) <= 100)))
constraint registry.retention_terms: retention_terms_why_check CHECK (((length(why) >= 10) AND (length(why) <= 500)))
constraint registry.revocation_tasks: confirmed_with_its_time CHECK (((revoked_at IS NULL) = (confirmed_at IS NULL)))
constraint registry.revocation_tasks: one_task_per_serial_number PRIMARY KEY (provider_id, campaign_id, serial_number)
constraint registry.revocation_tasks: revocation_tasks_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.revocation_tasks: revocation_tasks_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.revocation_tasks: revoked_or_recorded CHECK (((confirmed_at IS NULL) OR (recorded_after_all IS NULL)))
constraint registry.same_person_nights: same_person_nights_check CHECK ((finished_at >= started_at))
constraint registry.same_person_nights: same_person_nights_pairs_check CHECK ((pairs >= 0))
constraint registry.same_person_nights: same_person_nights_persons_check CHECK ((persons >= 0))
constraint registry.same_person_nights: same_person_nights_pkey PRIMARY KEY (day)
constraint registry.same_person_pairs: decided_pair_says_when_by_whom_and_why CHECK ((((state = 'OPEN'::text) = (decided_at IS NULL)) AND ((decided_at IS NULL) = (decided_by IS NULL)) AND ((decided_at IS NULL) = (reason IS NULL))))
constraint registry.same_person_pairs: one_pair_of_two_persons PRIMARY KEY (person_a, person_b)
constraint registry.same_person_pairs: pair_is_in_a_known_state CHECK ((state = ANY (ARRAY['OPEN'::text, 'KEPT'::text, 'LINKED'::text, 'NOT_THE_SAME'::text])))
constraint registry.same_person_pairs: pair_is_written_in_order CHECK ((person_a < person_b))
constraint registry.same_person_pairs: same_person_pairs_person_a_fkey FOREIGN KEY (person_a) REFERENCES registry.persons(id)
constraint registry.same_person_pairs: same_person_pairs_person_b_fkey FOREIGN KEY (person_b) REFERENCES registry.persons(id)
constraint registry.same_person_pairs: same_person_pairs_reason_check CHECK (((length(reason) >= 3) AND (length(reason) <= 2000)))
constraint registry.same_person_policies: flagged_pairs_are_kept CHECK ((flag_score >= warn_score))
constraint registry.same_person_policies: same_person_policies_birth_agrees_check CHECK ((birth_agrees >= 0))
constraint registry.same_person_policies: same_person_policies_birth_differs_check CHECK ((birth_differs <= 0))
constraint registry.same_person_policies: same_person_policies_decided_by_check CHECK (((length(decided_by) >= 1) AND (length(decided_by) <= 200)))
constraint registry.same_person_policies: same_person_policies_name_agrees_check CHECK ((name_agrees >= 0))
constraint registry.same_person_policies: same_person_policies_name_bearers_most_check CHECK (((name_bearers_most >= 1) AND (name_bearers_most <= 100000)))
constraint registry.same_person_policies: same_person_policies_name_differs_check CHECK ((name_differs <= 0))
constraint registry.same_person_policies: same_person_policies_name_per_doubling_check CHECK ((name_per_doubling >= 0))
constraint registry.same_person_policies: same_person_policies_phone_agrees_check CHECK ((phone_agrees >= 0))
constraint registry.same_person_policies: same_person_policies_phone_differs_check CHECK ((phone_differs <= 0))
constraint registry.same_person_policies: same_person_policies_phone_persons_most_check CHECK ((phone_persons_most > 1))
constraint registry.same_person_policies: same_person_policies_pkey PRIMARY KEY (effective_from)
constraint registry.same_person_policies: same_person_policies_sex_agrees_check CHECK ((sex_agrees >= 0))
constraint registry.same_person_policies: same_person_policies_sex_differs_check CHECK ((sex_differs <= 0))
constraint registry.same_person_policies: same_person_policies_ward_agrees_check CHECK ((ward_agrees >= 0))
constraint registry.same_person_policies: same_person_policies_ward_differs_check CHECK ((ward_differs <= 0))
constraint registry.same_person_policies: same_person_policies_warn_score_check CHECK ((warn_score > 0))
constraint registry.same_person_progress: same_person_progress_pkey PRIMARY KEY (singleton)
constraint registry.same_person_progress: same_person_progress_singleton_check CHECK (singleton)
constraint registry.serial_claims: one_record_per_serial_number PRIMARY KEY (provider_id, serial_number)
constraint registry.serial_claims: serial_claims_person_id_issuance_id_fkey FOREIGN KEY (person_id, issuance_id) REFERENCES registry.issuances(person_id, id)
constraint registry.serial_claims: serial_claims_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.shown_certificates: observation_is_of_a_known_kind CHECK ((observations <@ ARRAY['ISSUER_NOT_REGISTERED'::text, 'NOT_BEFORE_OUTSIDE_ALLOWANCE'::text, 'OTHER_END_STATED'::text]))
constraint registry.shown_certificates: shown_certificates_person_id_issuance_id_fkey FOREIGN KEY (person_id, issuance_id) REFERENCES registry.issuances(person_id, id)
constraint registry.shown_certificates: shown_certificates_pkey PRIMARY KEY (person_id, issuance_id)
constraint registry.staff_names: one_staff_name_at_a_time PRIMARY KEY (staff_id, valid_from)
constraint registry.staff_names: staff_names_full_name_check CHECK (((length(full_name) >= 1) AND (length(full_name) <= 200)))
constraint registry.staff_names: staff_names_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES registry.staff(id)
constraint registry.staff_photos: removed_photo_says_by_whom CHECK (((removed_at IS NULL) = (removed_by IS NULL)))
constraint registry.staff_photos: staff_photo_is_of_80_kb_at_most CHECK (((octet_length(sealed) >= 29) AND (octet_length(sealed) <= 80028)))
constraint registry.staff_photos: staff_photos_check CHECK ((removed_at >= set_at))
constraint registry.staff_photos: staff_photos_pkey PRIMARY KEY (id)
constraint registry.staff_photos: staff_photos_removed_by_check CHECK (((length(removed_by) >= 1) AND (length(removed_by) <= 200)))
constraint registry.staff_photos: staff_photos_set_by_check CHECK (((length(set_by) >= 1) AND (length(set_by) <= 200)))
constraint registry.staff_photos: staff_photos_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES registry.staff(id)
constraint registry.staff: staff_check CHECK ((active_to >= active_from))
constraint registry.staff: staff_full_name_check CHECK (((length(full_name) >= 1) AND (length(full_name) <= 200)))
constraint registry.staff: staff_pkey PRIMARY KEY (id)
constraint registry.staff: staff_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.staff: staff_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 100)))
constraint registry.staff: staff_reference_is_one_person_at_a_time EXCLUDE USING gist (provider_id WITH =, reference WITH =, tstzrange(active_from, active_to) WITH &&)
constraint registry.switch_consents: consent_allows_5_tries CHECK (((wrong_tries >= 0) AND (wrong_tries <= 5)))
constraint registry.switch_consents: consent_counts_in_its_campaigns_programme FOREIGN KEY (campaign_id, programme_id) REFERENCES registry.campaigns(id, programme_id)
constraint registry.switch_consents: consent_is_used_or_void CHECK (((used_at IS NULL) OR (voided_at IS NULL)))
constraint registry.switch_consents: switch_consents_check CHECK ((expires_at > consented_at))
constraint registry.switch_consents: switch_consents_check1 CHECK ((used_at < expires_at))
constraint registry.switch_consents: switch_consents_code_hash_check CHECK ((octet_length(code_hash) = 32))
constraint registry.switch_consents: switch_consents_person_id_fkey FOREIGN KEY (person_id) REFERENCES registry.persons(id)
constraint registry.switch_consents: switch_consents_pkey PRIMARY KEY (id)
constraint registry.switch_consents: switch_consents_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.violation_evidence: each_piece_of_evidence_once PRIMARY KEY (violation_id, key)
constraint registry.violation_evidence: violation_evidence_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200)))
constraint registry.violation_evidence: violation_evidence_violation_id_fkey FOREIGN KEY (violation_id) REFERENCES registry.violations(id)
constraint registry.violations: flagged_once UNIQUE (kind, fingerprint)
constraint registry.violations: violation_is_in_a_known_state CHECK ((state = ANY (ARRAY['FLAGGED'::text, 'UNDER_REVIEW'::text, 'CONFIRMED'::text, 'DISMISSED'::text, 'PUBLISHED'::text])))
constraint registry.violations: violation_is_of_a_known_kind CHECK ((kind = ANY (ARRAY['DUPLICATE_ATTEMPT'::text, 'LATE_RECORD'::text, 'RECORD_WITHOUT_CHECK'::text, 'NEED_LAPSED'::text, 'SUPPORT_NOT_COMPLETED'::text, 'NEVER_ACTIVATED'::text, 'CHECKS_WITHOUT_ISSUANCE'::text, 'MANY_NEEDS_ONE_PHONE'::text, 'SHARED_RECIPIENT'::text, 'RECIPIENT_NOT_HOLDER'::text, 'CONTRACT_NUMBER_REUSED'::text, 'DOSSIER_INCOMPLETE'::text, 'NOT_REVOKED_IN_TIME'::text, 'KEY_REUSED'::text, 'UNRECORDED_CERTIFICATE'::text, 'FREE_PERIOD_BREACH'::text, 'POSSIBLE_SAME_PERSON'::text, 'EXPIRED_BADGE_SHOWN'::text, 'CITIZEN_REPORT'::text, 'END_NOT_ASKED_FOR'::text, 'GHOST_ISSUANCE'::text, 'ONE_PHONE_MANY_HOLDERS'::text, 'MASS_ENDS'::text, 'SERIAL_CHANGES'::text, 'STATEMENTS_DENIED'::text, 'LOOKUPS_SPREAD'::text, 'STEERING_REPORTED'::text])))
constraint registry.violations: violations_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES registry.campaigns(id)
constraint registry.violations: violations_fingerprint_check CHECK (((length(fingerprint) >= 1) AND (length(fingerprint) <= 200)))
constraint registry.violations: violations_pkey PRIMARY KEY (id)
constraint registry.violations: violations_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES registry.providers(id)
constraint registry.visit_statements: a_badge_or_why_none CHECK (((badge IS NULL) OR (no_badge_reason IS NULL)))
constraint registry.visit_statements: a_badge_that_is_known_has_its_hash CHECK (((badge_hash IS NULL) = ((badge IS NULL) OR (badge = 'UNREADABLE'::text))))
constraint registry.visit_statements: each_act_says_its_own CHECK ((((said_with = 'RECORD'::text) AND (handed_over_at IS NULL)) OR ((said_with = 'ACTIVATION'::text) AND (handed_over_at IS NOT NULL) AND (num_nonnulls(fault_kind, badge, no_badge_reason) = 0))))
constraint registry.visit_statements: fault_is_of_a_known_kind CHECK ((fault_kind = ANY (ARRAY['CITIZENS_DEVICE'::text, 'NETWORK'::text, 'ISSUING_SYSTEM'::text, 'IDENTITY_CHECK'::text, 'PROVIDERS_APP'::text, 'OTHER'::text])))
constraint registry.visit_statements: no_badge_has_a_known_reason CHECK ((no_badge_reason = ANY (ARRAY['CITIZEN_HAS_NO_PHONE'::text, 'CITIZEN_DECLINED'::text, 'NO_NETWORK'::text, 'TABLET_FAULT'::text, 'OTHER'::text])))
constraint registry.visit_statements: visit_statements_badge_check CHECK ((badge = ANY (ARRAY['STAFFS'::text, 'ANOTHERS'::text, 'UNREADABLE'::text])))
constraint registry.visit_statements: visit_statements_badge_hash_check CHECK ((octet_length(badge_hash) = 32))
constraint registry.visit_statements: visit_statements_person_id_issuance_id_fkey FOREIGN KEY (person_id, issuance_id) REFERENCES registry.issuances(person_id, id)
constraint registry.visit_statements: visit_statements_pkey PRIMARY KEY (person_id, issuance_id, said_with)
constraint registry.visit_statements: visit_statements_said_with_check CHECK ((said_with = ANY (ARRAY['RECORD'::text, 'ACTIVATION'::text])))
constraint registry.ward_populations: population_was_counted_before CHECK ((as_of <= ((effective_from AT TIME ZONE 'Asia/Ho_Chi_Minh'::text))::date))
constraint registry.ward_populations: somebody_lives_there CHECK (((population >= 1) AND (population <= 10000000)))
constraint registry.ward_populations: ward_populations_decided_by_check CHECK (((length(decided_by) >= 1) AND (length(decided_by) <= 300)))
constraint registry.ward_populations: ward_populations_pkey PRIMARY KEY (ward_code, effective_from)
constraint registry.ward_populations: ward_populations_source_check CHECK (((length(source) >= 3) AND (length(source) <= 300)))
constraint registry.ward_populations: ward_populations_ward_code_check CHECK ((ward_code ~ '^[0-9]{5}$'::text))
constraint signin.accounts: account_is_of_one_kind CHECK (
CASE kind
    WHEN 'STAFF'::text THEN ((provider_code IS NOT NULL) AND (staff_reference IS NOT NULL) AND (role IS NULL))
    WHEN 'ADMINISTRATOR'::text THEN ((provider_code IS NOT NULL) AND (staff_reference IS NULL) AND (role IS NULL))
    ELSE ((provider_code IS NULL) AND (staff_reference IS NULL) AND (role IS NOT NULL))
END)
constraint signin.accounts: accounts_check CHECK ((active_to >= active_from))
constraint signin.accounts: accounts_kind_check CHECK ((kind = ANY (ARRAY['STAFF'::text, 'ADMINISTRATOR'::text, 'OFFICER'::text])))
constraint signin.accounts: accounts_pkey PRIMARY KEY (id)
constraint signin.accounts: accounts_role_check CHECK ((role = ANY (ARRAY['VIEWER'::text, 'REVIEWER'::text, 'ADMINISTRATOR'::text])))
constraint signin.accounts: accounts_staff_reference_check CHECK (((length(staff_reference) >= 1) AND (length(staff_reference) <= 100)))
constraint signin.accounts: one_account_per_user_name UNIQUE (user_name)
constraint signin.accounts: only_staff_serve CHECK (((staff_id IS NULL) OR (kind = 'STAFF'::text)))
constraint signin.accounts: user_name_is_plain CHECK ((user_name ~ '^[a-z0-9][a-z0-9._-]{2,79}$'::text))
constraint signin.applications: applications_pkey PRIMARY KEY (id)
constraint signin.applications: one_application_per_client UNIQUE (client_id)
constraint signin.attempts: attempts_failures_check CHECK ((failures > 0))
constraint signin.attempts: attempts_key_check CHECK ((octet_length(key) = 32))
constraint signin.attempts: attempts_pkey PRIMARY KEY (key)
constraint signin.authorizations: authorizations_application_id_fkey FOREIGN KEY (application_id) REFERENCES signin.applications(id)
constraint signin.authorizations: authorizations_pkey PRIMARY KEY (id)
constraint signin.citizen_codes: a_code_has_five_tries CHECK (((tries >= 0) AND (tries <= 5)))
constraint signin.citizen_codes: citizen_codes_check CHECK ((expires_at > made_at))
constraint signin.citizen_codes: citizen_codes_code_hash_check CHECK ((octet_length(code_hash) = 32))
constraint signin.citizen_codes: citizen_codes_number_hash_check CHECK ((octet_length(number_hash) = 32))
constraint signin.citizen_codes: citizen_codes_phone_hash_check CHECK ((octet_length(phone_hash) = 32))
constraint signin.citizen_codes: citizen_codes_pkey PRIMARY KEY (id)
constraint signin.citizen_phones: citizen_phones_bound_by_check CHECK ((bound_by = ANY (ARRAY['COUNTER'::text, 'FIRST_SEEN'::text])))
constraint signin.citizen_phones: citizen_phones_number_hash_check CHECK ((octet_length(number_hash) = 32))
constraint signin.citizen_phones: citizen_phones_phone_hash_check CHECK ((octet_length(phone_hash) = 32))
constraint signin.citizen_phones: one_phone_per_number PRIMARY KEY (number_hash)
constraint signin.client_credentials: client_credentials_added_by_check CHECK (((length(added_by) >= 1) AND (length(added_by) <= 200)))
constraint signin.client_credentials: client_credentials_client_id_fkey FOREIGN KEY (client_id) REFERENCES registry.clients(client_id)
constraint signin.client_credentials: client_credentials_ended_by_check CHECK (((length(ended_by) >= 1) AND (length(ended_by) <= 200)))
constraint signin.client_credentials: client_credentials_key_id_check CHECK (((length(key_id) >= 1) AND (length(key_id) <= 100)))
constraint signin.client_credentials: client_credentials_pkey PRIMARY KEY (id)
constraint signin.client_credentials: client_credentials_public_key_check CHECK ((length(public_key) <= 4000))
constraint signin.client_credentials: client_credentials_secret_hash_check CHECK ((length(secret_hash) <= 500))
constraint signin.client_credentials: client_credentials_thumbprint_check CHECK ((octet_length(thumbprint) = 32))
constraint signin.client_credentials: credential_ends_after_it_begins CHECK ((valid_to >= valid_from))
constraint signin.client_credentials: credential_is_a_key_or_a_secret CHECK ((kind = ANY (ARRAY['KEY'::text, 'SECRET'::text])))
constraint signin.client_credentials: credential_is_of_one_kind CHECK (
CASE kind
    WHEN 'KEY'::text THEN ((key_id IS NOT NULL) AND (thumbprint IS NOT NULL) AND (public_key IS NOT NULL) AND (secret_hash IS NULL))
    ELSE ((key_id IS NULL) AND (thumbprint IS NULL) AND (public_key IS NULL) AND (secret_hash IS NOT NULL))
END)
constraint signin.client_credentials: one_key_per_id_and_client UNIQUE (client_id, key_id)
constraint signin.client_credentials: one_row_per_key_and_client UNIQUE (client_id, thumbprint)
constraint signin.devices: devices_account_id_fkey FOREIGN KEY (account_id) REFERENCES signin.accounts(id)
constraint signin.devices: devices_check CHECK ((ended_at >= registered_at))
constraint signin.devices: devices_label_check CHECK (((length(label) >= 1) AND (length(label) <= 100)))
constraint signin.devices: devices_pkey PRIMARY KEY (id)
constraint signin.devices: devices_public_key_check CHECK (((octet_length(public_key) >= 60) AND (octet_length(public_key) <= 200)))
constraint signin.events: event_is_about_an_account_or_a_name CHECK (((account_id IS NULL) OR (name_hash IS NULL)))
constraint signin.events: event_is_of_a_known_kind CHECK ((kind = ANY (ARRAY['SIGNED_IN'::text, 'SIGN_IN_FAILED'::text, 'SIGN_IN_SLOWED'::text, 'SECOND_FACTOR_ENROLLED'::text, 'SECOND_FACTOR_FAILED'::text, 'SIGNED_OUT'::text, 'SESSION_ENDED'::text, 'PASSWORD_CHANGED'::text, 'SETUP_CODE_ISSUED'::text, 'SETUP_CODE_CONFIRMED'::text, 'SETUP_CODE_USED'::text, 'SETUP_CODE_FAILED'::text, 'ACCOUNT_OPENED'::text, 'ROLE_CHANGED'::text, 'ACCOUNT_ENDED'::text, 'DEVICE_BOUND'::text, 'DEVICE_ENDED'::text, 'REFRESH_REPLAYED'::text])))
constraint signin.events: events_account_id_fkey FOREIGN KEY (account_id) REFERENCES signin.accounts(id)
constraint signin.events: events_actor_check CHECK (((length(actor) >= 1) AND (length(actor) <= 200)))
constraint signin.events: events_name_hash_check CHECK ((octet_length(name_hash) = 32))
constraint signin.events: events_network_check CHECK (((length(network) >= 1) AND (length(network) <= 64)))
constraint signin.events: events_pkey PRIMARY KEY (id)
constraint signin.scopes: one_scope_per_name UNIQUE (name)
constraint signin.scopes: scopes_pkey PRIMARY KEY (id)
constraint signin.second_factors: second_factors_account_id_fkey FOREIGN KEY (account_id) REFERENCES signin.accounts(id)
constraint signin.second_factors: second_factors_pkey PRIMARY KEY (account_id)
constraint signin.sessions: one_session_per_secret UNIQUE (secret_hash)
constraint signin.sessions: sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES signin.accounts(id)
constraint signin.sessions: sessions_address_check CHECK (((length(address) >= 1) AND (length(address) <= 64)))
constraint signin.sessions: sessions_check CHECK ((last_seen_at >= created_at))
constraint signin.sessions: sessions_check1 CHECK ((expires_at > created_at))
constraint signin.sessions: sessions_check2 CHECK ((ended_at >= created_at))
constraint signin.sessions: sessions_device_id_fkey FOREIGN KEY (device_id) REFERENCES signin.devices(id)
constraint signin.sessions: sessions_idle_check CHECK ((idle > '00:00:00'::interval))
constraint signin.sessions: sessions_label_check CHECK (((length(label) >= 1) AND (length(label) <= 100)))
constraint signin.sessions: sessions_pkey PRIMARY KEY (id)
constraint signin.sessions: sessions_secret_hash_check CHECK ((octet_length(secret_hash) = 32))
constraint signin.setup_codes: confirmed_code_says_when CHECK (((confirmed_by IS NULL) = (confirmed_at IS NULL)))
constraint signin.setup_codes: one_setup_code_per_hash UNIQUE (code_hash)
constraint signin.setup_codes: second_administrator_confirms CHECK ((confirmed_by <> issued_by))
constraint signin.setup_codes: setup_codes_account_id_fkey FOREIGN KEY (account_id) REFERENCES signin.accounts(id)
constraint signin.setup_codes: setup_codes_check CHECK ((expires_at > issued_at))
constraint signin.setup_codes: setup_codes_code_hash_check CHECK ((octet_length(code_hash) = 32))
constraint signin.setup_codes: setup_codes_issued_by_check CHECK (((length(issued_by) >= 1) AND (length(issued_by) <= 200)))
constraint signin.setup_codes: setup_codes_pkey PRIMARY KEY (id)
constraint signin.tokens: one_token_per_reference UNIQUE (reference_id)
constraint signin.tokens: tokens_application_id_fkey FOREIGN KEY (application_id) REFERENCES signin.applications(id)
constraint signin.tokens: tokens_authorization_id_fkey FOREIGN KEY (authorization_id) REFERENCES signin.authorizations(id)
constraint signin.tokens: tokens_pkey PRIMARY KEY (id)
constraint signin.used_assertions: an_assertion_is_used_once PRIMARY KEY (client_id, jti_hash)
constraint signin.used_assertions: used_assertions_jti_hash_check CHECK ((octet_length(jti_hash) = 32))
index CREATE INDEX alarm_notes_by_alarm ON registry.alarm_notes USING btree (alarm_id, noted_at)
index CREATE INDEX authorizations_by_application ON signin.authorizations USING btree (application_id, status, subject, type)
index CREATE INDEX badge_scans_by_time ON registry.badge_scans USING btree (scanned_at)
index CREATE INDEX cases_by_campaign ON registry.cases USING btree (campaign_id, opened_at)
index CREATE INDEX cases_by_provider ON registry.cases USING btree (provider_id, campaign_id, opened_at) WHERE (provider_id IS NOT NULL)
index CREATE INDEX cases_that_wait_for_an_answer ON registry.cases USING btree (answer_due_at) WHERE (answer_due_at IS NOT NULL)
index CREATE INDEX citizen_asks_by_citizen ON registry.citizen_asks USING btree (key_hash, asked_at)
index CREATE INDEX citizen_asks_by_provider ON registry.citizen_asks USING btree (provider_id, campaign_id, asked_at) INCLUDE (key_hash)
index CREATE INDEX citizen_asks_by_staff ON registry.citizen_asks USING btree (staff_id, campaign_id, asked_at) INCLUDE (key_hash) WHERE (staff_id IS NOT NULL)
index CREATE INDEX citizen_asks_by_time ON registry.citizen_asks USING btree (asked_at)
index CREATE INDEX citizen_codes_by_age ON signin.citizen_codes USING btree (made_at)
index CREATE INDEX client_credentials_by_client ON signin.client_credentials USING btree (client_id, kind)
index CREATE INDEX data_corrections_by_person ON registry.data_corrections USING btree (person_id, corrected_at DESC)
index CREATE INDEX data_corrections_by_request ON registry.data_corrections USING btree (request_id)
index CREATE INDEX data_corrections_by_subject ON registry.data_corrections USING btree (subject_id, corrected_at)
index CREATE INDEX data_requests_by_person ON registry.data_requests USING btree (person_id, received_at DESC)
index CREATE INDEX data_requests_that_are_due ON registry.data_requests USING btree (due_at) WHERE (state = 'OPEN'::text)
index CREATE INDEX devices_by_account ON signin.devices USING btree (account_id)
index CREATE INDEX devices_by_key ON signin.devices USING btree (SUBSTRING(sha256(public_key) FROM 1 FOR 16))
index CREATE INDEX dossiers_by_contract ON registry.dossiers USING btree (contract_key) WHERE (contract_key IS NOT NULL)
index CREATE INDEX dossiers_by_recipient ON registry.dossiers USING btree (recipient_key) WHERE (recipient_key IS NOT NULL)
index CREATE INDEX events_by_account ON signin.events USING btree (account_id, at DESC, id DESC) WHERE (account_id IS NOT NULL)
index CREATE INDEX events_by_time ON signin.events USING btree (at DESC, id DESC)
index CREATE INDEX events_of_a_case ON registry.case_events USING btree (case_id, place)
index CREATE INDEX free_periods_by_issuance ON registry.free_periods USING btree (started_by)
index CREATE INDEX import_claims_by_time ON registry.import_claims USING btree (campaign_id, claimed_at)
index CREATE INDEX import_looks_by_import ON registry.import_looks USING btree (import_id, looked_at DESC)
index CREATE INDEX import_pieces_by_time ON registry.import_pieces USING btree (kept_at)
index CREATE INDEX import_uploads_by_provider ON registry.import_uploads USING btree (provider_id, uploaded_at)
index CREATE INDEX imports_by_provider ON registry.imports USING btree (campaign_id, provider_id, requested_at DESC)
index CREATE INDEX imports_for_officers ON registry.imports USING btree (awaiting_since) WHERE (awaiting_since IS NOT NULL)
index CREATE INDEX imports_to_look_at ON registry.imports USING btree (ordered_at, id) WHERE (state = 'BEING_LOOKED_AT'::text)
index CREATE INDEX imports_to_run ON registry.imports USING btree (approved_at, id) WHERE ((state = ANY (ARRAY['WAITING'::text, 'RUNNING'::text])) AND (upload_id IS NOT NULL))
index CREATE INDEX issuances_by_campaign ON registry.issuances USING btree (campaign_id, recorded_at DESC, id DESC)
index CREATE INDEX issuances_by_id ON registry.issuances USING btree (id)
index CREATE INDEX issuances_by_provider ON registry.issuances USING btree (campaign_id, provider_id, recorded_at DESC, id DESC)
index CREATE INDEX issuances_by_public_key ON registry.issuances USING btree (public_key_hash) WHERE (public_key_hash IS NOT NULL)
index CREATE INDEX issuances_by_staff ON registry.issuances USING btree (campaign_id, staff_id, recorded_at) WHERE (staff_id IS NOT NULL)
index CREATE INDEX issuances_pending_by_provider ON registry.issuances USING btree (campaign_id, provider_id, recorded_at DESC, id DESC) WHERE (status = 'PENDING_ACTIVATION'::text)
index CREATE INDEX issuances_recorded_pending_by_time ON registry.issuances USING btree (campaign_id, recorded_at) WHERE recorded_pending
index CREATE INDEX issuer_once_at_a_time ON registry.provider_issuers USING gist (issuer_name, tstzrange(valid_from, valid_to))
index CREATE INDEX journal_by_subject ON registry.journal USING btree (subject_id, sequence)
index CREATE INDEX journal_of_followed_changes ON registry.journal USING btree (sequence) WHERE ((kind ~~ 'NEED\_%'::text) OR (kind = 'VIOLATION_FLAGGED'::text))
index CREATE INDEX messages_that_are_done ON registry.messages USING btree (COALESCE(sent_at, given_up_at)) WHERE ((sent_at IS NOT NULL) OR (given_up_at IS NOT NULL))
index CREATE INDEX messages_to_send ON registry.messages USING btree (next_attempt_at) WHERE ((sent_at IS NULL) AND (given_up_at IS NULL))
index CREATE INDEX need_calls_by_need ON registry.need_calls USING btree (person_id, need_id)
index CREATE INDEX need_calls_denied ON registry.need_calls USING btree (denied_at) WHERE (denied_at IS NOT NULL)
index CREATE INDEX need_supports_by_need ON registry.need_supports USING btree (person_id, need_id)
index CREATE INDEX need_supports_denied ON registry.need_supports USING btree (denied_at) WHERE (denied_at IS NOT NULL)
index CREATE INDEX needs_by_campaign ON registry.needs USING btree (campaign_id, registered_at DESC, id DESC)
index CREATE INDEX needs_by_id ON registry.needs USING btree (id)
index CREATE INDEX needs_by_phone ON registry.needs USING btree (campaign_id, phone_hash, registered_at)
index CREATE INDEX needs_by_provider ON registry.needs USING btree (campaign_id, provider_id, registered_at DESC, id DESC)
index CREATE INDEX needs_closed ON registry.needs USING btree (closed_at) WHERE (closed_at IS NOT NULL)
index CREATE INDEX needs_open_by_provider ON registry.needs USING btree (campaign_id, provider_id, registered_at DESC, id DESC) WHERE (ended_at IS NULL)
index CREATE INDEX needs_registered_again ON registry.needs USING btree (campaign_id, provider_id, person_id, registered_at) WHERE (continues IS NOT NULL)
index CREATE INDEX needs_that_are_due ON registry.needs USING btree (due_at) WHERE (ended_at IS NULL)
index CREATE INDEX needs_to_warn_of ON registry.needs USING btree (warn_at) WHERE ((state = 'WAITING'::text) AND (warned_at IS NULL))
index CREATE INDEX needs_whose_contact_is_kept ON registry.needs USING btree (ended_at) WHERE ((ended_at IS NOT NULL) AND (contact_erased_at IS NULL))
index CREATE INDEX number_claims_by_claimed ON registry.number_claims USING btree (claimed_hash)
index CREATE INDEX number_claims_by_time ON registry.number_claims USING btree (claimed_at)
index CREATE INDEX number_keys_by_origin ON registry.number_keys USING btree (linked_from) WHERE (linked_from IS NOT NULL)
index CREATE INDEX number_keys_by_person ON registry.number_keys USING btree (person_id)
index CREATE INDEX one_name_at_a_time ON registry.provider_names USING gist (provider_id, tstzrange(valid_from, valid_to))
index CREATE INDEX one_participation_at_a_time ON registry.participations USING gist (campaign_id, provider_id, tstzrange(joined_at, ended_at))
index CREATE INDEX person_details_by_birth_and_family ON registry.person_details USING btree (birth_date, name_rest)
index CREATE INDEX person_details_by_birth_and_given ON registry.person_details USING btree (birth_date, name_last)
index CREATE INDEX person_details_by_phone ON registry.person_details USING btree (phone_hash) WHERE (phone_hash IS NOT NULL)
index CREATE INDEX person_details_by_time ON registry.person_details USING btree (recorded_at, person_id)
index CREATE INDEX person_details_by_words ON registry.person_details USING btree (name_words, birth_year)
index CREATE INDEX person_details_without_birth_date ON registry.person_details USING btree (name_words, ward_code) WHERE (birth_date IS NULL)
index CREATE INDEX person_link_cases_by_time ON registry.person_link_cases USING btree (opened_at)
index CREATE INDEX person_links_by_person ON registry.person_links USING btree (from_person, linked_at)
index CREATE INDEX person_links_by_survivor ON registry.person_links USING btree (survivor) WHERE (survivor IS NOT NULL)
index CREATE INDEX phone_bindings_by_number ON registry.phone_bindings USING btree (number_hash)
index CREATE INDEX phone_bindings_to_erase ON registry.phone_bindings USING btree (made_at) WHERE ((sealed IS NOT NULL) OR (replaced <> '{}'::bytea[]))
index CREATE INDEX place_claim_numbers_by_claim ON registry.place_claim_numbers USING btree (claim_id)
index CREATE INDEX place_claims_in_force ON registry.place_claims USING btree (programme_id) WHERE ((since IS NOT NULL) AND (ended_at IS NULL))
index CREATE INDEX proposals_by_time ON registry.proposals USING btree (proposed_at DESC, id DESC)
index CREATE INDEX provider_ends_by_person ON registry.provider_ends USING btree (person_id)
index CREATE INDEX provider_ends_denied ON registry.provider_ends USING btree (denied_at) WHERE (denied_at IS NOT NULL)
index CREATE INDEX provider_ends_without_code ON registry.provider_ends USING btree (campaign_id, told_at) WHERE (consent_id IS NULL)
index CREATE INDEX publications_in_time ON registry.case_events USING btree (at DESC, case_id) WHERE (kind = ANY (ARRAY['PUBLISHED'::text, 'WITHDRAWN'::text]))
index CREATE INDEX questions_to_a_provider ON registry.case_events USING btree (provider_id, at DESC, id DESC) WHERE (kind = 'ASKED'::text)
index CREATE INDEX reads_by_number ON registry.reads USING btree (key_hash, read_at DESC, id DESC) WHERE (key_hash IS NOT NULL)
index CREATE INDEX reads_by_person ON registry.reads USING btree (person_id, read_at DESC, id DESC) WHERE (person_id IS NOT NULL)
index CREATE INDEX reads_by_provider ON registry.reads USING btree (provider_id, read_at DESC, id DESC) WHERE (provider_id IS NOT NULL)
index CREATE INDEX reads_by_time ON registry.reads USING btree (read_at DESC, id DESC)
index CREATE INDEX refused_records_by_time ON registry.refused_records USING btree (campaign_id, refused_at) WHERE (cause = 'ALREADY_ISSUED'::text)
index CREATE INDEX report_photos_by_time ON registry.report_photos USING btree (kept_at)
index CREATE INDEX reports_by_campaign ON registry.reports USING btree (campaign_id, reported_at DESC, id DESC)
index CREATE INDEX reports_by_person ON registry.reports USING btree (person_id, reported_at DESC) WHERE (person_id IS NOT NULL)
index CREATE INDEX reports_by_provider ON registry.reports USING btree (provider_id, reported_at DESC, id DESC) WHERE (provider_id IS NOT NULL)
index CREATE INDEX reports_whose_contact_is_kept ON registry.reports USING btree (reported_at) WHERE (phone_sealed IS NOT NULL)
index CREATE INDEX restrictions_in_force ON registry.data_requests USING btree (person_id) WHERE ((kind = 'RESTRICTION'::text) AND (state = 'FULFILLED'::text))
index CREATE INDEX retention_runs_by_time ON registry.retention_runs USING btree (started_at DESC, id DESC)
index CREATE INDEX revocation_tasks_by_deadline ON registry.revocation_tasks USING btree (campaign_id, revoke_by) WHERE (recorded_after_all IS NULL)
index CREATE INDEX revocation_tasks_by_serial ON registry.revocation_tasks USING btree (provider_id, serial_number)
index CREATE INDEX same_person_pairs_by_id ON registry.same_person_pairs USING btree (id)
index CREATE INDEX same_person_pairs_by_second ON registry.same_person_pairs USING btree (person_b)
index CREATE INDEX same_person_pairs_by_state ON registry.same_person_pairs USING btree (state, found_at DESC, id DESC)
index CREATE INDEX same_person_pairs_by_time ON registry.same_person_pairs USING btree (found_at)
index CREATE INDEX sessions_by_account ON signin.sessions USING btree (account_id) WHERE (ended_at IS NULL)
index CREATE INDEX sessions_by_device ON signin.sessions USING btree (device_id) WHERE (ended_at IS NULL)
index CREATE INDEX setup_codes_by_account ON signin.setup_codes USING btree (account_id)
index CREATE INDEX shown_certificates_observed ON registry.shown_certificates USING btree (shown_at DESC) WHERE (observations <> '{}'::text[])
index CREATE INDEX staff_by_provider ON registry.staff USING btree (provider_id, active_from DESC, id DESC)
index CREATE INDEX staff_photos_that_are_removed ON registry.staff_photos USING btree (removed_at) WHERE (removed_at IS NOT NULL)
index CREATE INDEX staff_reference_is_one_person_at_a_time ON registry.staff USING gist (provider_id, reference, tstzrange(active_from, active_to))
index CREATE INDEX tokens_by_application ON signin.tokens USING btree (application_id, status, subject, type)
index CREATE INDEX tokens_by_authorization ON signin.tokens USING btree (authorization_id)
index CREATE INDEX used_assertions_by_end ON signin.used_assertions USING btree (expires_at)
index CREATE INDEX violation_evidence_by_check ON registry.violation_evidence USING btree (check_id) WHERE (check_id IS NOT NULL)
index CREATE INDEX violation_evidence_by_need ON registry.violation_evidence USING btree (need_id) WHERE (need_id IS NOT NULL)
index CREATE INDEX violations_by_campaign ON registry.violations USING btree (campaign_id, flagged_at DESC, id DESC)
index CREATE INDEX violations_by_kind ON registry.violations USING btree (campaign_id, kind, flagged_at DESC, id DESC)
index CREATE INDEX violations_by_provider ON registry.violations USING btree (campaign_id, provider_id, flagged_at DESC, id DESC)
index CREATE INDEX violations_of_a_case ON registry.case_violations USING btree (case_id)
index CREATE UNIQUE INDEX accounts_pkey ON signin.accounts USING btree (id)
index CREATE UNIQUE INDEX alarm_notes_pkey ON registry.alarm_notes USING btree (id)
index CREATE UNIQUE INDEX alarms_pkey ON registry.alarms USING btree (id)
index CREATE UNIQUE INDEX an_assertion_is_used_once ON signin.used_assertions USING btree (client_id, jti_hash)
index CREATE UNIQUE INDEX applications_pkey ON signin.applications USING btree (id)
index CREATE UNIQUE INDEX attempts_pkey ON signin.attempts USING btree (key)
index CREATE UNIQUE INDEX authorizations_pkey ON signin.authorizations USING btree (id)
index CREATE UNIQUE INDEX badge_scans_pkey ON registry.badge_scans USING btree (badge_hash)
index CREATE UNIQUE INDEX campaign_is_of_one_programme ON registry.campaigns USING btree (id, programme_id)
index CREATE UNIQUE INDEX campaign_terms_pkey ON registry.campaign_terms USING btree (campaign_id, effective_from)
index CREATE UNIQUE INDEX campaigns_pkey ON registry.campaigns USING btree (id)
index CREATE UNIQUE INDEX case_events_pkey ON registry.case_events USING btree (id)
index CREATE UNIQUE INDEX case_minutes_pkey ON registry.case_minutes USING btree (id)
index CREATE UNIQUE INDEX cases_pkey ON registry.cases USING btree (id)
index CREATE UNIQUE INDEX citizen_asks_pkey ON registry.citizen_asks USING btree (id)
index CREATE UNIQUE INDEX citizen_codes_pkey ON signin.citizen_codes USING btree (id)
index CREATE UNIQUE INDEX citizen_numbers_pkey ON registry.citizen_numbers USING btree (person_id, recorded_at, kind)
index CREATE UNIQUE INDEX client_credentials_pkey ON signin.client_credentials USING btree (id)
index CREATE UNIQUE INDEX clients_pkey ON registry.clients USING btree (client_id)
index CREATE UNIQUE INDEX clock_pkey ON registry.clock USING btree (singleton)
index CREATE UNIQUE INDEX data_corrections_pkey ON registry.data_corrections USING btree (id)
index CREATE UNIQUE INDEX data_requests_pkey ON registry.data_requests USING btree (id)
index CREATE UNIQUE INDEX database_kind_pkey ON registry.database_kind USING btree (simulation)
index CREATE UNIQUE INDEX database_kind_singleton_key ON registry.database_kind USING btree (singleton)
index CREATE UNIQUE INDEX decision_is_turned_over_once ON registry.case_events USING btree (about) WHERE (kind = 'DECIDED'::text)
index CREATE UNIQUE INDEX department_details_pkey ON registry.department_details USING btree (effective_from)
index CREATE UNIQUE INDEX desk_figures_pkey ON registry.desk_figures USING btree (campaign_id)
index CREATE UNIQUE INDEX desk_visits_pkey ON registry.desk_visits USING btree (account)
index CREATE UNIQUE INDEX detector_progress_pkey ON registry.detector_progress USING btree (detector)
index CREATE UNIQUE INDEX detector_thresholds_pkey ON registry.detector_thresholds USING btree (campaign_id, detector, name, effective_from)
index CREATE UNIQUE INDEX devices_pkey ON signin.devices USING btree (id)
index CREATE UNIQUE INDEX dossiers_pkey ON registry.dossiers USING btree (person_id, issuance_id)
index CREATE UNIQUE INDEX each_piece_of_evidence_once ON registry.violation_evidence USING btree (violation_id, key)
index CREATE UNIQUE INDEX end_consent_is_of_one_issuance ON registry.end_consents USING btree (id, issuance_id)
index CREATE UNIQUE INDEX end_consents_pkey ON registry.end_consents USING btree (id)
index CREATE UNIQUE INDEX end_spends_one_consent ON registry.provider_ends USING btree (consent_id)
index CREATE UNIQUE INDEX events_pkey ON signin.events USING btree (id)
index CREATE UNIQUE INDEX evidence_once ON registry.refused_records USING btree (provider_id, campaign_id, serial_number, cause)
index CREATE UNIQUE INDEX flagged_once ON registry.violations USING btree (kind, fingerprint)
index CREATE UNIQUE INDEX holidays_pkey ON registry.holidays USING btree (day)
index CREATE UNIQUE INDEX import_looks_pkey ON registry.import_looks USING btree (id)
index CREATE UNIQUE INDEX import_parts_pkey ON registry.import_parts USING btree (import_id, first_row)
index CREATE UNIQUE INDEX import_pieces_pkey ON registry.import_pieces USING btree (upload_id, piece)
index CREATE UNIQUE INDEX import_uploads_pkey ON registry.import_uploads USING btree (id)
index CREATE UNIQUE INDEX imports_pkey ON registry.imports USING btree (id)
index CREATE UNIQUE INDEX imports_upload_id_key ON registry.imports USING btree (upload_id)
index CREATE UNIQUE INDEX invariant_checks_pkey ON registry.invariant_checks USING btree (day)
index CREATE UNIQUE INDEX issuances_pkey ON registry.issuances USING btree (person_id, id)
index CREATE UNIQUE INDEX journal_pkey ON registry.journal USING btree (sequence)
index CREATE UNIQUE INDEX key_holders_pkey ON registry.key_holders USING btree (host_id)
index CREATE UNIQUE INDEX licences_pkey ON registry.licences USING btree (id)
index CREATE UNIQUE INDEX messages_pkey ON registry.messages USING btree (id)
index CREATE UNIQUE INDEX name_word_counts_pkey ON registry.name_word_counts USING btree (word)
index CREATE UNIQUE INDEX need_calls_pkey ON registry.need_calls USING btree (id)
index CREATE UNIQUE INDEX need_supports_pkey ON registry.need_supports USING btree (id)
index CREATE UNIQUE INDEX needs_pkey ON registry.needs USING btree (person_id, id)
index CREATE UNIQUE INDEX number_claims_pkey ON registry.number_claims USING btree (id)
index CREATE UNIQUE INDEX one_account_per_device ON signin.devices USING btree (public_key) WHERE (ended_at IS NULL)
index CREATE UNIQUE INDEX one_account_per_staff_member ON signin.accounts USING btree (provider_code, staff_reference) WHERE ((active_to IS NULL) AND (kind = 'STAFF'::text))
index CREATE UNIQUE INDEX one_account_per_user_name ON signin.accounts USING btree (user_name)
index CREATE UNIQUE INDEX one_act_per_request_id ON registry.request_claims USING btree (owner, operation, request_id)
index CREATE UNIQUE INDEX one_alarm_per_difference ON registry.alarms USING btree (what, person_id, campaign_id, subject_ids) NULLS NOT DISTINCT
index CREATE UNIQUE INDEX one_answer_per_question ON registry.case_events USING btree (about) WHERE (kind = 'ANSWERED'::text)
index CREATE UNIQUE INDEX one_application_per_client ON signin.applications USING btree (client_id)
index CREATE UNIQUE INDEX one_campaign_per_code ON registry.campaigns USING btree (code)
index CREATE UNIQUE INDEX one_campaign_per_trial ON registry.campaigns USING btree (programme_id) WHERE is_trial
index CREATE UNIQUE INDEX one_case_per_number ON registry.cases USING btree (year, number)
index CREATE UNIQUE INDEX one_case_per_pair ON registry.person_link_cases USING btree (person_a, person_b)
index CREATE UNIQUE INDEX one_case_per_violation ON registry.case_violations USING btree (violation_id)
index CREATE UNIQUE INDEX one_claim_per_certificate ON registry.import_claims USING btree (person_id, provider_id, serial_number)
index CREATE UNIQUE INDEX one_claim_per_provider ON registry.number_claims USING btree (key_hash, claimed_hash, claimed_by)
index CREATE UNIQUE INDEX one_count_per_day_and_outcome ON registry.desk_figures_outcomes USING btree (campaign_id, day, provider_id, state, within_seconds)
index CREATE UNIQUE INDEX one_count_per_day_and_place ON registry.desk_figures_choices USING btree (campaign_id, day, provider_id, shown_of, place)
index CREATE UNIQUE INDEX one_count_per_day_and_provider ON registry.desk_figures_daily USING btree (campaign_id, day, provider_id, imported, within_seconds)
index CREATE UNIQUE INDEX one_count_per_day_and_ward ON registry.desk_figures_ward USING btree (campaign_id, day, ward_code)
index CREATE UNIQUE INDEX one_count_per_kind_and_state ON registry.desk_figures_flags USING btree (campaign_id, provider_id, kind, state) NULLS NOT DISTINCT
index CREATE UNIQUE INDEX one_end_per_issuance ON registry.provider_ends USING btree (issuance_id)
index CREATE UNIQUE INDEX one_event_per_case_and_id ON registry.case_events USING btree (id, case_id)
index CREATE UNIQUE INDEX one_event_per_provider_and_id ON registry.case_events USING btree (id, provider_id)
index CREATE UNIQUE INDEX one_first_decision_per_case ON registry.case_events USING btree (case_id) WHERE ((kind = 'DECIDED'::text) AND (about IS NULL))
index CREATE UNIQUE INDEX one_free_period_per_person ON registry.free_periods USING btree (person_id, programme_id) WHERE (undone_at IS NULL)
index CREATE UNIQUE INDEX one_import_per_file ON registry.imports USING btree (campaign_id, provider_id, content_hash)
index CREATE UNIQUE INDEX one_key_per_id ON registry.key_checks USING btree (purpose, key_id)
index CREATE UNIQUE INDEX one_key_per_id_and_client ON signin.client_credentials USING btree (client_id, key_id)
index CREATE UNIQUE INDEX one_licence_per_number ON registry.licences USING btree (provider_id, number, key_storage)
index CREATE UNIQUE INDEX one_live_issuance_per_person ON registry.issuances USING btree (person_id, programme_id) WHERE (ended_at IS NULL)
index CREATE UNIQUE INDEX one_message_per_occasion ON registry.messages USING btree (subject_id, kind, recipient, occasion)
index CREATE UNIQUE INDEX one_minutes_per_number_and_version ON registry.case_minutes USING btree (year, sign, number, version)
index CREATE UNIQUE INDEX one_need_per_issuance ON registry.needs USING btree (served_by) WHERE (served_by IS NOT NULL)
index CREATE UNIQUE INDEX one_offer_at_a_time ON registry.provider_offers USING btree (provider_id, campaign_id, effective_from)
index CREATE UNIQUE INDEX one_open_consent_per_person ON registry.switch_consents USING btree (person_id, programme_id) WHERE ((used_at IS NULL) AND (voided_at IS NULL))
index CREATE UNIQUE INDEX one_open_consent_to_an_end ON registry.end_consents USING btree (issuance_id) WHERE ((used_at IS NULL) AND (voided_at IS NULL))
index CREATE UNIQUE INDEX one_open_data_request_per_person ON registry.data_requests USING btree (person_id, kind) WHERE ((state = 'OPEN'::text) OR ((kind = 'RESTRICTION'::text) AND (state = 'FULFILLED'::text)))
index CREATE UNIQUE INDEX one_open_need_per_person ON registry.needs USING btree (person_id, programme_id) WHERE (ended_at IS NULL)
index CREATE UNIQUE INDEX one_open_proposal_per_subject ON registry.proposals USING btree (act, subject) WHERE (state = 'PROPOSED'::text)
index CREATE UNIQUE INDEX one_pair_of_two_persons ON registry.same_person_pairs USING btree (person_a, person_b)
index CREATE UNIQUE INDEX one_participation_per_joining ON registry.participations USING btree (campaign_id, provider_id, joined_at)
index CREATE UNIQUE INDEX one_person_per_number ON registry.number_keys USING btree (key_hash, key_id)
index CREATE UNIQUE INDEX one_phone_per_number ON signin.citizen_phones USING btree (number_hash)
index CREATE UNIQUE INDEX one_photo_per_place ON registry.report_photos USING btree (report_id, place)
index CREATE UNIQUE INDEX one_photo_per_staff_member ON registry.staff_photos USING btree (staff_id) WHERE (removed_at IS NULL)
index CREATE UNIQUE INDEX one_programme_of_the_registry ON registry.programmes USING btree (is_trial) WHERE (NOT is_trial)
index CREATE UNIQUE INDEX one_programme_per_code ON registry.programmes USING btree (code)
index CREATE UNIQUE INDEX one_provider_per_code ON registry.providers USING btree (code)
index CREATE UNIQUE INDEX one_record_per_serial_number ON registry.serial_claims USING btree (provider_id, serial_number)
index CREATE UNIQUE INDEX one_reminder_per_question ON registry.case_events USING btree (about) WHERE (kind = 'REMINDED'::text)
index CREATE UNIQUE INDEX one_report_per_reference ON registry.reports USING btree (reference)
index CREATE UNIQUE INDEX one_report_per_subject ON registry.retention_run_subjects USING btree (run_id, subject)
index CREATE UNIQUE INDEX one_retention_run_at_a_time ON registry.retention_runs USING btree (((finished_at IS NULL))) WHERE (finished_at IS NULL)
index CREATE UNIQUE INDEX one_retention_term_at_a_time ON registry.retention_terms USING btree (subject, effective_from)
index CREATE UNIQUE INDEX one_row_per_key_and_client ON signin.client_credentials USING btree (client_id, thumbprint)
index CREATE UNIQUE INDEX one_scope_per_name ON signin.scopes USING btree (name)
index CREATE UNIQUE INDEX one_session_per_secret ON signin.sessions USING btree (secret_hash)
index CREATE UNIQUE INDEX one_setup_code_per_hash ON signin.setup_codes USING btree (code_hash)
index CREATE UNIQUE INDEX one_staff_name_at_a_time ON registry.staff_names USING btree (staff_id, valid_from)
index CREATE UNIQUE INDEX one_survivor_per_person ON registry.person_links USING btree (from_person) WHERE (survivor IS NOT NULL)
index CREATE UNIQUE INDEX one_task_per_serial_number ON registry.revocation_tasks USING btree (provider_id, campaign_id, serial_number)
index CREATE UNIQUE INDEX one_token_per_reference ON signin.tokens USING btree (reference_id)
index CREATE UNIQUE INDEX one_version_of_minutes_at_a_time ON registry.case_minutes USING btree (case_id, version)
index CREATE UNIQUE INDEX parted_persons_pkey ON registry.parted_persons USING btree (person_a, person_b)
index CREATE UNIQUE INDEX person_details_pkey ON registry.person_details USING btree (person_id, recorded_at, source)
index CREATE UNIQUE INDEX person_link_cases_pkey ON registry.person_link_cases USING btree (id)
index CREATE UNIQUE INDEX person_links_pkey ON registry.person_links USING btree (id)
index CREATE UNIQUE INDEX person_unlinks_pkey ON registry.person_unlinks USING btree (link_id)
index CREATE UNIQUE INDEX persons_pkey ON registry.persons USING btree (id)
index CREATE UNIQUE INDEX phone_bindings_pkey ON registry.phone_bindings USING btree (id)
index CREATE UNIQUE INDEX place_claim_numbers_pkey ON registry.place_claim_numbers USING btree (key_hash, claim_id)
index CREATE UNIQUE INDEX place_claims_pkey ON registry.place_claims USING btree (claim_id)
index CREATE UNIQUE INDEX programme_says_whether_it_is_a_trial ON registry.programmes USING btree (id, is_trial)
index CREATE UNIQUE INDEX programmes_pkey ON registry.programmes USING btree (id)
index CREATE UNIQUE INDEX proposals_pkey ON registry.proposals USING btree (id)
index CREATE UNIQUE INDEX providers_pkey ON registry.providers USING btree (id)
index CREATE UNIQUE INDEX reads_pkey ON registry.reads USING btree (id)
index CREATE UNIQUE INDEX report_photos_pkey ON registry.report_photos USING btree (id)
index CREATE UNIQUE INDEX reports_pkey ON registry.reports USING btree (id)
index CREATE UNIQUE INDEX retention_runs_pkey ON registry.retention_runs USING btree (id)
index CREATE UNIQUE INDEX same_person_nights_pkey ON registry.same_person_nights USING btree (day)
index CREATE UNIQUE INDEX same_person_policies_pkey ON registry.same_person_policies USING btree (effective_from)
index CREATE UNIQUE INDEX same_person_progress_pkey ON registry.same_person_progress USING btree (singleton)
index CREATE UNIQUE INDEX same_photo_is_kept_once ON registry.report_photos USING btree (report_id, content_hash)
index CREATE UNIQUE INDEX scopes_pkey ON signin.scopes USING btree (id)
index CREATE UNIQUE INDEX second_factors_pkey ON signin.second_factors USING btree (account_id)
index CREATE UNIQUE INDEX sessions_pkey ON signin.sessions USING btree (id)
index CREATE UNIQUE INDEX setup_codes_pkey ON signin.setup_codes USING btree (id)
index CREATE UNIQUE INDEX shown_certificates_pkey ON registry.shown_certificates USING btree (person_id, issuance_id)
index CREATE UNIQUE INDEX staff_photos_pkey ON registry.staff_photos USING btree (id)
index CREATE UNIQUE INDEX staff_pkey ON registry.staff USING btree (id)
index CREATE UNIQUE INDEX switch_consents_pkey ON registry.switch_consents USING btree (id)
index CREATE UNIQUE INDEX tokens_pkey ON signin.tokens USING btree (id)
index CREATE UNIQUE INDEX violations_pkey ON registry.violations USING btree (id)
index CREATE UNIQUE INDEX visit_statements_pkey ON registry.visit_statements USING btree (person_id, issuance_id, said_with)
index CREATE UNIQUE INDEX ward_populations_pkey ON registry.ward_populations USING btree (ward_code, effective_from)
view registry.campaign_codes with (security_invoker=true) as
 SELECT c.id,
    c.code,
    c.programme_id,
    c.is_trial
   FROM registry.campaigns c;
view registry.citizen_reports with (security_invoker=true) as
 SELECT r.id,
    r.reference,
    r.campaign_id,
    r.kind,
    r.clause,
    r.text,
    r.provider_id,
    r.badge,
    r.staff_id,
    r.issuance_id,
    r.lookup_id,
    r.person_id,
    r.reported_at,
    r.phone_hash,
    r.phone_sealed,
    r.contact_erased_at,
    r.reported_by
   FROM registry.reports r;
view registry.contract_dossiers with (security_invoker=true) as
 SELECT d.person_id,
    d.issuance_id,
    d.contract_number,
    d.contract_signed_on,
    d.handed_over_at,
    d.received_by_citizen,
    d.recipient_name,
    d.consent_given_at,
    d.contract_key,
    d.recipient_key
   FROM registry.dossiers d;
view registry.dated_terms with (security_invoker=true) as
 SELECT c.campaign_id,
    c.effective_from,
    c.name,
    c.opens_at,
    c.closes_at,
    c.need_window,
    c.support_window,
    c.free_months,
    c.check_window,
    c.reporting_grace,
    c.revoke_window,
    c.activation_window,
    c.checks_per_staff_per_hour,
    c.checks_per_provider_per_minute,
    c.imports_until,
    c.import_rows_per_provider_per_day
   FROM registry.campaign_terms c;
view registry.department_names with (security_invoker=true) as
 SELECT d.effective_from,
    d.name_vi
   FROM registry.department_details d;
view registry.ends_by_providers with (security_invoker=true) as
 SELECT e.issuance_id,
    e.person_id,
    e.campaign_id,
    e.provider_id,
    e.told_at,
    e.consent_id,
    e.denied_at
   FROM registry.provider_ends e;
view registry.flag_evidence with (security_invoker=true) as
 SELECT v.violation_id,
    v.key,
    v.at,
    v.summary_vi,
    v.summary_en,
    v.issuance_id,
    v.need_id,
    v.check_id
   FROM registry.violation_evidence v;
view registry.flag_scores with (security_invoker=true) as
 SELECT s.effective_from,
    s.flag_score
   FROM registry.same_person_policies s;
view registry.flags with (security_invoker=true) as
 SELECT v.id,
    v.kind,
    v.clause,
    v.campaign_id,
    v.provider_id,
    v.fingerprint,
    v.flagged_at,
    v.state
   FROM registry.violations v;
view registry.given_consents with (security_invoker=true) as
 SELECT s.id,
    s.person_id,
    s.campaign_id,
    s.provider_id,
    s.consented_at,
    s.expires_at,
    s.wrong_tries,
    s.used_at,
    s.voided_at
   FROM registry.switch_consents s;
view registry.granted_licences with (security_invoker=true) as
 SELECT l.provider_id,
    l.number,
    l.key_storage,
    l.issued_on,
    l.valid_before,
    l.withdrawn_on
   FROM registry.licences l;
view registry.import_orders with (security_invoker=true) as
 SELECT i.id,
    i.campaign_id,
    i.provider_id,
    i.requested_at,
    i.content_hash,
    i.recorded
   FROM registry.imports i;
view registry.journal_leaves with (security_invoker=true) as
 SELECT j.sequence,
    j.at,
    j.kind,
    j.subject_id,
    j.actor
   FROM registry.journal j;
view registry.lookup_traces with (security_invoker=true) as
 SELECT r.id,
    r.read_at,
    r.act,
    r.reader,
    r.reader_kind,
    r.provider_id,
    r.staff,
    r.reason,
    r.person_id,
    r.key_hash
   FROM registry.reads r;
view registry.noted_calls with (security_invoker=true) as
 SELECT c.id,
    c.person_id,
    c.need_id,
    c.staff_id,
    c.called_at,
    c.noted_at,
    c.denied_at
   FROM registry.need_calls c;
view registry.number_persons with (security_invoker=true) as
 SELECT k.key_hash,
    k.person_id,
    k.linked_from
   FROM registry.number_keys k;
view registry.older_certificates with (security_invoker=true) as
 SELECT i.import_id,
    i.person_id,
    i.campaign_id,
    i.provider_id,
    i.holder_id,
    i.serial_number,
    i.issued_at,
    i.certificate_hash,
    i.claimed_at
   FROM registry.import_claims i;
view registry.open_violations with (security_invoker=true) as
 SELECT v.id,
    v.kind,
    v.clause,
    v.campaign_id,
    v.provider_id,
    v.fingerprint,
    v.flagged_at,
    v.state
   FROM registry.violations v
  WHERE registry.is_open_violation(v.state);
view registry.opened_badges with (security_invoker=true) as
 SELECT b.badge_hash,
    b.staff_id,
    b.provider_id,
    b.campaign_id,
    b.valid_until,
    b.scanned_at
   FROM registry.badge_scans b;
view registry.participation_periods with (security_invoker=true) as
 SELECT p.campaign_id,
    p.provider_id,
    p.joined_at,
    p.join_reason,
    p.join_decision,
    p.ended_at,
    p.ended_by,
    p.end_reason,
    p.decision_number,
    p.needs_released
   FROM registry.participations p;
view registry.person_ids with (security_invoker=true) as
 SELECT p.id
   FROM registry.persons p;
view registry.person_joins with (security_invoker=true) as
 SELECT p.id,
    p.from_person,
    p.to_person,
    p.source,
    p.linked_at
   FROM registry.person_links p;
view registry.person_partings with (security_invoker=true) as
 SELECT p.link_id,
    p.reason,
    p.unlinked_at
   FROM registry.person_unlinks p;
view registry.possible_same_persons with (security_invoker=true) as
 SELECT s.id,
    s.person_a,
    s.person_b,
    s.score,
    s.found_at,
    s.state
   FROM registry.same_person_pairs s;
view registry.provider_asks with (security_invoker=true) as
 SELECT c.id,
    c.asked_at,
    c.campaign_id,
    c.provider_id,
    c.staff_id,
    c.act,
    c.channel,
    c.key_id,
    c.key_hash,
    c.answer
   FROM registry.citizen_asks c;
view registry.provider_codes with (security_invoker=true) as
 SELECT p.id,
    p.code
   FROM registry.providers p;
view registry.provider_titles with (security_invoker=true) as
 SELECT p.provider_id,
    p.name,
    p.valid_to
   FROM registry.provider_names p;
view registry.raised_alarms with (security_invoker=true) as
 SELECT a.what,
    a.campaign_id,
    a.person_id,
    a.subject_ids,
    a.id,
    a.raised_at,
    a.invariant
   FROM registry.alarms a;
view registry.recorded_issuances with (security_invoker=true) as
 SELECT i.id,
    i.person_id,
    i.campaign_id,
    i.provider_id,
    i.origin,
    i.status,
    i.serial_number,
    i.serial_as_written,
    i.issued_at,
    i.valid_until,
    i.key_storage,
    i.recorded_at,
    i.registered_in_app_at,
    i.staff_id,
    i.check_id,
    i.recorded_pending,
    i.activated_at,
    i.ended_at,
    i.end_reason,
    i.root_id,
    i.root_recorded_at,
    i.certificate_hash,
    i.public_key_hash,
    i.previous_id,
    i.ended_by,
    i.programme_id
   FROM registry.issuances i;
view registry.refused_attempts with (security_invoker=true) as
 SELECT r.provider_id,
    r.campaign_id,
    r.serial_number,
    r.cause,
    r.refused_at,
    r.issued_at,
    r.staff_id,
    r.check_id,
    r.key_hash,
    r.holder_id
   FROM registry.refused_records r;
view registry.registered_needs with (security_invoker=true) as
 SELECT n.id,
    n.person_id,
    n.campaign_id,
    n.provider_id,
    n.mode,
    n.for_switch,
    n.state,
    n.registered_at,
    n.due_at,
    n.ended_at,
    n.closed_at,
    n.lapsed_from,
    n.served_by,
    n.contact_key_id,
    n.contact,
    n.contact_erased_at,
    n.phone_hash,
    n.shown_place,
    n.shown_of,
    n.registered_by,
    n.continues,
    n.open_before
   FROM registry.needs n;
view registry.revocation_duties with (security_invoker=true) as
 SELECT r.provider_id,
    r.campaign_id,
    r.serial_number,
    r.opened_at,
    r.revoke_by,
    r.confirmed_at,
    r.recorded_after_all
   FROM registry.revocation_tasks r;
view registry.sealed_numbers with (security_invoker=true) as
 SELECT c.person_id,
    c.kind,
    c.encryption_key_id,
    c.ciphertext,
    c.recorded_at
   FROM registry.citizen_numbers c;
view registry.serial_holders with (security_invoker=true) as
 SELECT s.provider_id,
    s.serial_number,
    s.issuance_id,
    s.person_id
   FROM registry.serial_claims s;
view registry.staff_bearers with (security_invoker=true) as
 SELECT s.id,
    s.provider_id,
    s.reference,
    COALESCE(( SELECT n.full_name
           FROM registry.staff_names n
          WHERE (n.staff_id = s.id)
          ORDER BY n.valid_from DESC
         LIMIT 1), s.full_name) AS full_name,
    s.active_from,
    s.active_to
   FROM registry.staff s;
view registry.staff_portraits with (security_invoker=true) as
 SELECT s.id,
    s.staff_id,
    s.encryption_key_id,
    s.sealed,
    s.removed_at
   FROM registry.staff_photos s;
view registry.staff_references with (security_invoker=true) as
 SELECT s.id,
    s.provider_id,
    s.reference,
    s.active_from,
    s.active_to
   FROM registry.staff s;
view registry.started_free_periods with (security_invoker=true) as
 SELECT f.person_id,
    f.campaign_id,
    f.starts_on,
    f.ends_on,
    f.started_by,
    f.undone_at,
    f.programme_id
   FROM registry.free_periods f;
view registry.started_supports with (security_invoker=true) as
 SELECT n.id,
    n.person_id,
    n.need_id,
    n.started_at,
    n.staff_id,
    n.called_at,
    n.visit_at,
    n.note,
    n.denied_at
   FROM registry.need_supports n;
view registry.stated_details with (security_invoker=true) as
 SELECT p.person_id,
    p.recorded_at,
    p.source,
    p.provider_id,
    p.name,
    p.name_folded,
    p.birth_date,
    p.sex,
    p.phone_hash,
    p.ward_code,
    p.phone_sealed,
    p.phone_sealed_key_id
   FROM registry.person_details p;
view registry.stated_numbers with (security_invoker=true) as
 SELECT n.id,
    n.key_hash,
    n.claimed_hash,
    n.claimed_by,
    n.claimed_at
   FROM registry.number_claims n;
view registry.stated_visits with (security_invoker=true) as
 SELECT v.person_id,
    v.issuance_id,
    v.said_with,
    v.said_at,
    v.fault_kind,
    v.badge,
    v.badge_hash,
    v.no_badge_reason,
    v.handed_over_at
   FROM registry.visit_statements v;
view registry.two_holder_links with (security_invoker=true) as
 SELECT p.id,
    p.person_a,
    p.person_b,
    p.issuance_a,
    p.issuance_b,
    p.source,
    p.opened_at
   FROM registry.person_link_cases p;
view registry.written_messages with (security_invoker=true) as
 SELECT m.id,
    m.written_at,
    m.campaign_id,
    m.recipient,
    m.person_id,
    m.provider_id,
    m.kind,
    m.subject_id,
    m.details,
    m.sent_at
   FROM registry.messages m;
trigger CREATE TRIGGER absorbed_person_holds_nothing BEFORE INSERT ON registry.person_links FOR EACH ROW EXECUTE FUNCTION registry.absorbed_person_holds_nothing()
trigger CREATE TRIGGER answer_is_to_an_open_question AFTER INSERT ON registry.case_events FOR EACH ROW WHEN ((new.kind = 'ANSWERED'::text)) EXECUTE FUNCTION registry.answer_is_to_an_open_question()
trigger CREATE TRIGGER belongs_to_its_programme BEFORE INSERT ON registry.free_periods FOR EACH ROW EXECUTE FUNCTION registry.belongs_to_its_programme()
trigger CREATE TRIGGER belongs_to_its_programme BEFORE INSERT ON registry.issuances FOR EACH ROW EXECUTE FUNCTION registry.belongs_to_its_programme()
trigger CREATE TRIGGER belongs_to_its_programme BEFORE INSERT ON registry.needs FOR EACH ROW EXECUTE FUNCTION registry.belongs_to_its_programme()
trigger CREATE TRIGGER belongs_to_its_programme BEFORE INSERT ON registry.switch_consents FOR EACH ROW EXECUTE FUNCTION registry.belongs_to_its_programme()
trigger CREATE TRIGGER call_counts_for_its_need BEFORE INSERT ON registry.need_calls FOR EACH ROW EXECUTE FUNCTION registry.call_counts_for_its_need()
trigger CREATE TRIGGER call_is_denied_once BEFORE UPDATE ON registry.need_calls FOR EACH ROW EXECUTE FUNCTION registry.call_is_denied_once()
trigger CREATE TRIGGER case_gets_the_next_number BEFORE INSERT ON registry.cases FOR EACH ROW EXECUTE FUNCTION registry.case_gets_the_next_number()
trigger CREATE TRIGGER case_is_of_one_provider BEFORE INSERT ON registry.case_violations FOR EACH ROW EXECUTE FUNCTION registry.case_is_of_one_provider()
trigger CREATE TRIGGER claims_wait_with_their_file AFTER UPDATE OF state ON registry.imports FOR EACH ROW WHEN ((old.state IS DISTINCT FROM new.state)) EXECUTE FUNCTION registry.claims_wait_with_their_file()
trigger CREATE TRIGGER client_ends_once BEFORE UPDATE ON registry.clients FOR EACH ROW EXECUTE FUNCTION registry.client_ends_once()
trigger CREATE TRIGGER client_keeps_a_way_in AFTER INSERT OR UPDATE ON signin.client_credentials FOR EACH ROW EXECUTE FUNCTION signin.client_keeps_a_way_in()
trigger CREATE TRIGGER counter_binds_through_the_registry BEFORE INSERT ON signin.citizen_phones FOR EACH ROW WHEN ((new.bound_by = 'COUNTER'::text)) EXECUTE FUNCTION signin.counter_binds_through_the_registry()
trigger CREATE TRIGGER credential_ends_once BEFORE UPDATE OF valid_to ON signin.client_credentials FOR EACH ROW WHEN ((old.valid_to IS DISTINCT FROM new.valid_to)) EXECUTE FUNCTION signin.credential_ends_once()
trigger CREATE TRIGGER data_request_is_decided_once BEFORE UPDATE ON registry.data_requests FOR EACH ROW EXECUTE FUNCTION registry.data_request_moves_forward()
trigger CREATE TRIGGER data_request_is_due_in_two_working_days BEFORE INSERT ON registry.data_requests FOR EACH ROW EXECUTE FUNCTION registry.data_request_is_timed()
trigger CREATE TRIGGER decision_is_remembered BEFORE UPDATE ON registry.same_person_pairs FOR EACH ROW EXECUTE FUNCTION registry.decision_is_remembered()
trigger CREATE TRIGGER end_is_denied_once BEFORE UPDATE ON registry.provider_ends FOR EACH ROW EXECUTE FUNCTION registry.end_is_denied_once()
trigger CREATE TRIGGER excluded_provider_comes_back BEFORE INSERT ON registry.participations FOR EACH ROW EXECUTE FUNCTION registry.excluded_provider_comes_back()
trigger CREATE TRIGGER exclusion_rests_on_grounds BEFORE UPDATE ON registry.participations FOR EACH ROW WHEN (((new.ended_by = 'EXCLUDED'::text) AND (old.ended_by IS NULL))) EXECUTE FUNCTION registry.exclusion_rests_on_grounds()
trigger CREATE TRIGGER first_told_wins BEFORE UPDATE ON registry.issuances FOR EACH ROW WHEN (((new.end_reason = 'EARLIER_CERTIFICATE'::text) AND (old.end_reason IS DISTINCT FROM new.end_reason))) EXECUTE FUNCTION registry.first_told_wins()
trigger CREATE TRIGGER free_period_starts_once BEFORE INSERT ON registry.free_periods FOR EACH ROW EXECUTE FUNCTION registry.free_period_starts_once()
trigger CREATE TRIGGER import_goes_its_way AFTER UPDATE OF state ON registry.imports FOR EACH ROW WHEN ((old.state IS DISTINCT FROM new.state)) EXECUTE FUNCTION registry.import_goes_its_way()
trigger CREATE TRIGGER imports_are_from_before AFTER INSERT ON registry.issuances REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION registry.imports_are_from_before()
trigger CREATE TRIGGER imports_are_of_providers AFTER INSERT ON registry.issuances REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION registry.imports_are_of_providers()
trigger CREATE TRIGGER issuance_moves_forward BEFORE UPDATE ON registry.issuances FOR EACH ROW EXECUTE FUNCTION registry.issuance_moves_forward()
trigger CREATE TRIGGER kept_for_its_term BEFORE DELETE ON signin.attempts FOR EACH ROW WHEN ((CURRENT_USER = 'campaign_retention'::name)) EXECUTE FUNCTION signin.keep_for_its_term('SIGN_IN_ATTEMPTS')
trigger CREATE TRIGGER kept_for_its_term BEFORE DELETE ON signin.citizen_codes FOR EACH ROW WHEN ((CURRENT_USER = 'campaign_retention'::name)) EXECUTE FUNCTION signin.keep_for_its_term('SIGN_IN_CODES')
trigger CREATE TRIGGER kept_for_its_term BEFORE DELETE ON signin.events FOR EACH ROW WHEN ((CURRENT_USER = 'campaign_retention'::name)) EXECUTE FUNCTION signin.keep_event_for_its_term()
trigger CREATE TRIGGER kept_for_its_term BEFORE DELETE ON signin.sessions FOR EACH ROW WHEN ((CURRENT_USER = 'campaign_retention'::name)) EXECUTE FUNCTION signin.keep_for_its_term('SIGN_IN_SESSIONS')
trigger CREATE TRIGGER kept_for_its_term BEFORE DELETE ON signin.setup_codes FOR EACH ROW WHEN ((CURRENT_USER = 'campaign_retention'::name)) EXECUTE FUNCTION signin.keep_for_its_term('SET_UP_CODES')
trigger CREATE TRIGGER kept_for_its_term BEFORE DELETE ON signin.tokens FOR EACH ROW WHEN ((CURRENT_USER = 'campaign_retention'::name)) EXECUTE FUNCTION signin.keep_for_its_term('SIGN_IN_TOKENS')
trigger CREATE TRIGGER last_administrator_is_not_deleted BEFORE DELETE ON signin.accounts FOR EACH ROW WHEN (((old.kind = 'OFFICER'::text) AND (old.role = 'ADMINISTRATOR'::text) AND (old.active_to IS NULL) AND (old.password_hash IS NOT NULL))) EXECUTE FUNCTION signin.last_administrator_stays()
trigger CREATE TRIGGER last_administrator_stays BEFORE UPDATE OF role, active_to, kind, password_hash ON signin.accounts FOR EACH ROW WHEN (((old.kind = 'OFFICER'::text) AND (old.role = 'ADMINISTRATOR'::text) AND (old.active_to IS NULL) AND (old.password_hash IS NOT NULL) AND ((new.kind <> 'OFFICER'::text) OR (new.role IS DISTINCT FROM 'ADMINISTRATOR'::text) OR (new.active_to IS NOT NULL) OR (new.password_hash IS NULL)))) EXECUTE FUNCTION signin.last_administrator_stays()
trigger CREATE TRIGGER laws_figures_hold_outside_trials BEFORE INSERT ON registry.campaign_terms FOR EACH ROW EXECUTE FUNCTION registry.terms_keep_the_laws_figures()
trigger CREATE TRIGGER link_takes_two_officers BEFORE INSERT ON registry.person_links FOR EACH ROW WHEN (((new.source = 'OFFICER'::text) AND (new.actor ~~ 'officer:%'::text))) EXECUTE FUNCTION registry.link_takes_two_officers()
trigger CREATE TRIGGER minutes_have_the_next_number BEFORE INSERT ON registry.case_minutes FOR EACH ROW EXECUTE FUNCTION registry.minutes_have_the_next_number()
trigger CREATE TRIGGER need_moves_forward BEFORE UPDATE ON registry.needs FOR EACH ROW WHEN ((CURRENT_USER <> ALL (ARRAY['campaign_rekey'::name, 'campaign_retention'::name]))) EXECUTE FUNCTION registry.need_moves_forward()
trigger CREATE TRIGGER needs_registered_again_keep_their_time BEFORE INSERT ON registry.needs FOR EACH ROW WHEN ((new.ended_at IS NULL)) EXECUTE FUNCTION registry.need_registered_again_keeps_its_time()
trigger CREATE TRIGGER new_phone_consents_to_no_end BEFORE INSERT ON registry.end_consents FOR EACH ROW EXECUTE FUNCTION registry.new_phone_consents_to_nothing()
trigger CREATE TRIGGER new_phone_consents_to_no_switch BEFORE INSERT ON registry.switch_consents FOR EACH ROW EXECUTE FUNCTION registry.new_phone_consents_to_nothing()
trigger CREATE TRIGGER new_phone_registers_no_need BEFORE INSERT ON registry.needs FOR EACH ROW EXECUTE FUNCTION registry.new_phone_consents_to_nothing()
trigger CREATE TRIGGER no_case_by_a_file BEFORE INSERT ON registry.person_link_cases FOR EACH ROW WHEN ((new.source = 'IMPORT'::text)) EXECUTE FUNCTION registry.no_link_by_a_file()
trigger CREATE TRIGGER no_link_by_a_file BEFORE INSERT ON registry.person_links FOR EACH ROW WHEN ((new.source = 'IMPORT'::text)) EXECUTE FUNCTION registry.no_link_by_a_file()
trigger CREATE TRIGGER nobody_joins_excluded BEFORE INSERT ON registry.participations FOR EACH ROW WHEN ((new.ended_by = 'EXCLUDED'::text)) EXECUTE FUNCTION registry.exclusion_rests_on_grounds()
trigger CREATE TRIGGER number_leads_to_who_stays BEFORE INSERT ON registry.number_keys FOR EACH ROW EXECUTE FUNCTION registry.number_leads_to_who_stays()
trigger CREATE TRIGGER photo_goes_with_the_service AFTER UPDATE OF active_to ON registry.staff FOR EACH ROW WHEN ((new.active_to IS NOT NULL)) EXECUTE FUNCTION registry.photo_goes_with_the_service()
trigger CREATE TRIGGER photo_is_of_active_staff BEFORE INSERT ON registry.staff_photos FOR EACH ROW EXECUTE FUNCTION registry.photo_is_of_active_staff()
trigger CREATE TRIGGER proposal_is_decided_once BEFORE UPDATE ON registry.proposals FOR EACH ROW EXECUTE FUNCTION registry.proposal_is_decided_once()
trigger CREATE TRIGGER provider_may_record BEFORE INSERT ON registry.issuances FOR EACH ROW WHEN ((new.origin <> 'IMPORT'::text)) EXECUTE FUNCTION registry.provider_may_record()
trigger CREATE TRIGGER provider_may_take_need BEFORE INSERT ON registry.needs FOR EACH ROW EXECUTE FUNCTION registry.provider_may_take_need()
trigger CREATE TRIGGER publication_takes_two_officers BEFORE INSERT ON registry.case_events FOR EACH ROW EXECUTE FUNCTION registry.published_by_two()
trigger CREATE TRIGGER recorded_person_is_not_absorbed BEFORE INSERT ON registry.data_requests FOR EACH ROW EXECUTE FUNCTION registry.recorded_person_is_not_absorbed()
trigger CREATE TRIGGER recorded_person_is_not_absorbed BEFORE INSERT ON registry.issuances FOR EACH ROW EXECUTE FUNCTION registry.recorded_person_is_not_absorbed()
trigger CREATE TRIGGER recorded_person_is_not_absorbed BEFORE INSERT ON registry.needs FOR EACH ROW EXECUTE FUNCTION registry.recorded_person_is_not_absorbed()
trigger CREATE TRIGGER recorded_person_is_not_absorbed BEFORE INSERT ON registry.switch_consents FOR EACH ROW EXECUTE FUNCTION registry.recorded_person_is_not_absorbed()
trigger CREATE TRIGGER report_names_the_own_issuance BEFORE INSERT ON registry.reports FOR EACH ROW EXECUTE FUNCTION registry.report_names_the_own_issuance()
trigger CREATE TRIGGER staff_leave_once BEFORE UPDATE OF active_to ON registry.staff FOR EACH ROW WHEN ((old.active_to IS DISTINCT FROM new.active_to)) EXECUTE FUNCTION registry.staff_leave_once()
trigger CREATE TRIGGER staff_photo_is_removed_once BEFORE UPDATE ON registry.staff_photos FOR EACH ROW WHEN ((CURRENT_USER <> 'campaign_rekey'::name)) EXECUTE FUNCTION registry.staff_photo_is_removed_once()
trigger CREATE TRIGGER trials_are_for_demos_and_simulations BEFORE INSERT ON registry.programmes FOR EACH ROW EXECUTE FUNCTION registry.trials_are_for_demos()
trigger CREATE TRIGGER unlink_takes_two_officers BEFORE INSERT ON registry.person_unlinks FOR EACH ROW WHEN ((new.actor ~~ 'officer:%'::text)) EXECUTE FUNCTION registry.unlink_takes_two_officers()
trigger CREATE TRIGGER what_holds_is_not_rewritten BEFORE INSERT ON registry.campaign_terms FOR EACH ROW EXECUTE FUNCTION registry.begins_after_the_last('campaign_id')
trigger CREATE TRIGGER what_holds_is_not_rewritten BEFORE INSERT ON registry.department_details FOR EACH ROW EXECUTE FUNCTION registry.begins_after_the_last()
trigger CREATE TRIGGER what_holds_is_not_rewritten BEFORE INSERT ON registry.provider_offers FOR EACH ROW EXECUTE FUNCTION registry.begins_after_the_last('provider_id', 'campaign_id')
trigger CREATE TRIGGER what_holds_is_not_rewritten BEFORE INSERT ON registry.ward_populations FOR EACH ROW EXECUTE FUNCTION registry.begins_after_the_last('ward_code')
CREATE OR REPLACE FUNCTION registry.absorbed_person_holds_nothing()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if new.survivor is not null and exists (
    select from registry.issuances i where i.person_id = new.from_person and i.ended_at is null) then
    raise exception 'who is absorbed holds a certificate'
      using errcode = '23514', constraint = 'absorbed_person_holds_nothing', table = 'person_links', schema = 'registry';
  end if;
  if new.survivor is not null and registry.survivor_of(new.survivor) <> new.survivor then
    raise exception 'who stays was absorbed'
      using errcode = '23514', constraint = 'who_stays_is_not_absorbed', table = 'person_links', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.allows_trials()
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select coalesce((select k.simulation from registry.database_kind k), false) or exists (select from registry.clients c where c.demo) $function$
CREATE OR REPLACE FUNCTION registry.answer_is_to_an_open_question()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  update registry.cases c set state = 'OPEN', question_id = null, answer_due_at = null
  where c.id = new.case_id and c.question_id = new.about and c.state = 'AWAITING_PROVIDER';
  if not found then
    raise exception 'nobody waits for this answer'
      using errcode = '23514', constraint = 'answer_is_to_an_open_question', table = 'case_events', schema = 'registry';
  end if;
  return null;
end
$function$
CREATE OR REPLACE FUNCTION registry.begins_after_the_last()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  subject constant text := coalesce((select string_agg(format('t.%1$I = ($1).%1$I', key), ' and ') from unnest(tg_argv) key), 'true');
  later boolean;
begin
  -- Of two at once the second sees the first.
  perform pg_advisory_xact_lock(hashtextextended('registry.begins_after_the_last.' || tg_table_name, 0));
  execute format('select exists (select from registry.%I t where %s and t.effective_from >= ($1).effective_from)', tg_table_name, subject) into later using new;
  if later then
    raise exception 'what holds is not rewritten' using errcode = '23514', constraint = 'what_holds_is_not_rewritten', table = tg_table_name, schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.belongs_to_its_programme()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  new.programme_id := (select c.programme_id from registry.campaigns c where c.id = new.campaign_id);
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.bind_citizen_phone(binding uuid, officer text, at timestamp with time zone, number_hashes bytea[], new_phone_hash bytea, new_phone bytea)
 RETURNS TABLE(waits_until timestamp with time zone, to_be_told integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  others bytea[];
  replaces boolean;
begin
  if not registry.viewer_sees_all() then
    raise exception 'only the department binds a phone' using errcode = '42501';
  end if;
  if officer like 'officer:%' and not exists (
    select from registry.proposals p
    where p.act = 'BIND_CITIZEN_PHONE' and p.state = 'CARRIED_OUT' and p.input ->> 'Binding' = binding::text and p.decided_by = officer and p.proposed_by <> officer) then
    raise exception 'a phone is bound by two officers'
      using errcode = '23514', constraint = 'phone_is_bound_by_two_officers', table = 'phone_bindings', schema = 'registry';
  end if;

  perform 1 from signin.citizen_phones p where p.number_hash = any (number_hashes) order by p.number_hash for update;
  select count(*) > 0, coalesce(array_agg(o.phone) filter (where o.phone is not null), '{}') into replaces, others
  from (select distinct on (p.phone_hash) p.phone_hash, p.phone from signin.citizen_phones p
        where p.number_hash = any (number_hashes) and p.phone_hash <> new_phone_hash order by p.phone_hash, p.phone nulls last) o;

  update registry.phone_bindings b
  set sealed = null, bound_by = officer, bound_at = at, consents_from = case when replaces then at + interval '24 hours' end, replaced = others
  where b.id = binding and b.bound_at is null;
  if not found then
    raise exception 'a phone is bound once' using errcode = '23514', constraint = 'phone_is_bound_once', table = 'phone_bindings', schema = 'registry';
  end if;

  insert into signin.citizen_phones as p (number_hash, phone_hash, bound_at, bound_by, phone) values (number_hashes[1], new_phone_hash, at, 'COUNTER', new_phone)
  on conflict (number_hash) do update set phone_hash = excluded.phone_hash, bound_at = excluded.bound_at, bound_by = excluded.bound_by, phone = excluded.phone;
  return query select case when replaces then at + interval '24 hours' end, cardinality(others);
end
$function$
CREATE OR REPLACE FUNCTION registry.call_counts_for_its_need()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  need record;
begin
  select n.registered_at, n.ended_at is null and n.due_at > new.noted_at and (p.ended_at is null or p.ended_at > new.noted_at) as stands_open into need
  from registry.needs n
  join registry.participations p on p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at
  where n.person_id = new.person_id and n.id = new.need_id
  for no key update of n;
  if need.stands_open is not true then
    raise exception 'the need is not open' using errcode = '23514', constraint = 'call_is_of_an_open_need', table = 'need_calls', schema = 'registry';
  end if;
  if new.called_at < need.registered_at then
    raise exception 'called before the need was registered' using errcode = '23514', constraint = 'call_follows_its_need', table = 'need_calls', schema = 'registry';
  end if;
  if (select count(*) from registry.need_calls c where c.person_id = new.person_id and c.need_id = new.need_id and c.denied_at is null) >= 3 then
    raise exception 'three calls stand' using errcode = '23514', constraint = 'three_calls_count', table = 'need_calls', schema = 'registry';
  end if;
  if exists (
    select from registry.need_calls c
    where c.person_id = new.person_id and c.need_id = new.need_id and c.denied_at is null and c.called_at > new.called_at - interval '4 hours') then
    raise exception 'calls are four hours apart' using errcode = '23514', constraint = 'calls_are_four_hours_apart', table = 'need_calls', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.call_is_denied_once()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if old.denied_at is not null then
    raise exception 'a denial stands' using errcode = '23514', constraint = 'call_is_denied_once', table = 'need_calls', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.case_gets_the_next_number()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  perform pg_advisory_xact_lock(hashtextextended('registry.case_gets_the_next_number', 0));
  new.year := extract(year from new.opened_at at time zone 'Asia/Ho_Chi_Minh');
  new.number := 1 + coalesce((select max(c.number) from registry.cases c where c.year = new.year), 0);
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.case_is_of_one_provider()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if not exists (
    select from registry.violations v join registry.cases c on c.id = new.case_id
    where v.id = new.violation_id and v.campaign_id = c.campaign_id and v.provider_id is not distinct from c.provider_id) then
    raise exception 'a case is of one campaign and one provider'
      using errcode = '23514', constraint = 'case_is_of_one_provider', table = 'case_violations', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.claims_wait_with_their_file()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if new.state = 'BEING_LOOKED_AT' then
    insert into registry.place_claims (claim_id, programme_id) select new.id, c.programme_id from registry.campaigns c where c.id = new.campaign_id
      on conflict (claim_id) do update set since = null, ended_at = null;
  elsif new.state = 'AWAITING_APPROVAL' then
    update registry.place_claims w set since = registry.registry_now() where w.claim_id = new.id;
  elsif new.state in ('DONE', 'DAMAGED', 'STOPPED', 'REJECTED', 'WITHDRAWN') then
    update registry.place_claims w set ended_at = registry.registry_now() where w.claim_id = new.id and w.ended_at is null;
  end if;
  return null;
end
$function$
CREATE OR REPLACE FUNCTION registry.client_ends_once()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if old.ended_at is not null then
    raise exception 'a client that has ended does not come back' using errcode = '23514', constraint = 'client_ends_once', table = 'clients', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION signin.client_keeps_a_way_in()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  ended timestamptz;
begin
  select c.ended_at into ended from registry.clients c where c.client_id = new.client_id for update;
  if ended is null and not coalesce((
    select range_agg(tstzrange(k.valid_from, k.valid_to)) @> tstzrange(registry.registry_now(), null)
    from signin.client_credentials k where k.client_id = new.client_id), false) then
    raise exception 'a client keeps a way in' using errcode = '23514', constraint = 'client_keeps_a_way_in', table = 'client_credentials', schema = 'signin';
  end if;
  return null;
end
$function$
CREATE OR REPLACE FUNCTION registry.close_expired_issuance(of_person uuid, issuance_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  now constant timestamptz := registry.registry_now();
begin
  update registry.issuances i set status = 'EXPIRED', ended_at = i.valid_until, end_reason = 'EXPIRED', ended_by = 'registry'
  where i.person_id = of_person and i.id = issuance_id and i.ended_at is null and i.valid_until <= now
    and (registry.viewer_sees_all() or registry.viewer_provider() is not null);
  if not found then
    raise exception 'the certificate has not run out' using errcode = '42501', constraint = 'issuance_expires_when_it_does', table = 'issuances', schema = 'registry';
  end if;
end
$function$
CREATE OR REPLACE FUNCTION registry.close_open_need(of_person uuid, need_id uuid, as_state text, at timestamp with time zone, written_at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  now constant timestamptz := registry.registry_now();
begin
  update registry.needs n
  set state = as_state, lapsed_from = case when as_state = 'LAPSED' then n.state end, ended_at = at, closed_at = written_at
  where n.person_id = of_person and n.id = need_id and n.ended_at is null
    and (registry.viewer_sees_all() or registry.viewer_provider() is not null or n.person_id = any (registry.viewer_persons()))
    and written_at <= now
    and case as_state
      when 'LAPSED' then n.due_at <= written_at and at = n.due_at
      when 'RELEASED' then at < n.due_at and exists (
        select from registry.participations p
        where p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at and p.ended_at = at and at <= written_at)
      when 'SUPERSEDED' then at = written_at and exists (
        select from registry.issuances i
        where i.person_id = n.person_id and i.programme_id = n.programme_id and i.recorded_at = at and i.recorded_at >= n.registered_at
          and (not n.for_switch or i.root_id = i.id) and (registry.viewer_sees_all() or i.provider_id = registry.viewer_provider()))
      else false
    end;
  if not found then
    raise exception 'the need does not end so' using errcode = '42501', constraint = 'need_is_closed_for_its_cause', table = 'needs', schema = 'registry';
  end if;
end
$function$
CREATE OR REPLACE FUNCTION registry.compare_names(a_folded text, a_spelled text, b_folded text, b_spelled text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
  a constant text[] := string_to_array(a_folded, ' ');
  b constant text[] := string_to_array(b_folded, ' ');
  na constant integer := cardinality(a);
  nb constant integer := cardinality(b);
  sa text[];
  sb text[];
  taken boolean[] := array_fill(false, array[nb]);
  left_a text[] := '{}';
  left_b text[] := '{}';
  particles boolean := false;
  other_marks boolean := false;
  given_same constant boolean := a[na] = b[nb] or a[1] = b[nb] or a[na] = b[1];
  place integer;
  rare integer;
  frequent integer;
begin
  if a_folded = b_folded and a_spelled is not distinct from b_spelled then
    return 'SAME';
  end if;
  if a_folded <> b_folded and replace(a_folded, ' ', '') = replace(b_folded, ' ', '') then
    return 'BLANKS';
  end if;
  sa := string_to_array(a_spelled, ' ');
  sb := string_to_array(b_spelled, ' ');
  for i in 1 .. na loop
    place := null;
    for j in 1 .. nb loop
      if not taken[j] and a[i] = b[j] then
        place := j;
        exit;
      end if;
    end loop;
    if place is not null then
      taken[place] := true;
      -- Marks that one of the two lacks altogether were left out; marks that both have, and that differ, are another spelling.
      if cardinality(sa) = na and cardinality(sb) = nb and sa[i] <> sb[place] and sa[i] <> a[i] and sb[place] <> b[place] then
        if i = na or place = nb then
          return 'GIVEN_NAME_OTHER_MARKS';
        end if;
        other_marks := true;
      end if;
    elsif a[i] in ('thi', 'van') and i > 1 and (i < na or a[1] = b[nb]) then
      particles := true;
    else
      left_a := left_a || a[i];
    end if;
  end loop;
  for j in 1 .. nb loop
    if not taken[j] then
      if b[j] in ('thi', 'van') and j > 1 and (j < nb or b[1] = a[na]) then
        particles := true;
      else
        left_b := left_b || b[j];
      end if;
    end if;
  end loop;

  if cardinality(left_a) = 0 and cardinality(left_b) = 0 then
    return case when other_marks then 'OTHER_MARKS' when particles then 'PARTICLE' when a_folded <> b_folded then 'OTHER_ORDER' else 'MARKS_LEFT_OUT' end;
  end if;
  if cardinality(left_a) = 0 or cardinality(left_b) = 0 then
    return case when given_same and cardinality(left_a) + cardinality(left_b) <= 2 then 'MIDDLE_NAME' else 'OTHER_GIVEN_NAME' end;
  end if;
  if cardinality(left_a) <> 1 or cardinality(left_b) <> 1 then
    return case when given_same and matching.similarity(a_folded, b_folded) >= 0.7 then 'ALIKE' else 'OTHER' end;
  end if;

  -- One word of each is left: one typing error apart, or two words?
  if matching.levenshtein(left_a[1], left_b[1]) > 1 and not exists (
    select from generate_series(1, length(left_a[1]) - 1) i
    where overlay(left_a[1] placing reverse(substr(left_a[1], i, 2)) from i for 2) = left_b[1]) then
    return case when not given_same then 'OTHER_GIVEN_NAME' when matching.similarity(a_folded, b_folded) >= 0.7 then 'ALIKE' else 'OTHER' end;
  end if;
  if given_same then
    return 'TYPING';
  end if;
  select min(coalesce(c.persons, 0)), max(coalesce(c.persons, 0)) into rare, frequent
  from (values (left_a[1]), (left_b[1])) w (word) left join registry.name_word_counts c on c.word = w.word;
  return case when rare <= greatest(2, frequent / 100) then 'TYPING' else 'GIVEN_NAME_ONE_LETTER' end;
end
$function$
CREATE OR REPLACE FUNCTION registry.contract_key(contract_number text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$ select nullif(upper(regexp_replace(normalize(contract_number, nfc), '\s', '', 'g')), '') $function$
CREATE OR REPLACE FUNCTION registry.correct_need_contact(of_person uuid, of_need uuid, on_request uuid, sealed_under smallint, sealed bytea, hashed_under smallint, hashed bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  now constant timestamptz := registry.registry_now();
begin
  update registry.needs n set contact_key_id = sealed_under, contact = sealed, phone_key_id = hashed_under, phone_hash = hashed
  where n.person_id = of_person and n.id = of_need and n.ended_at is null and n.due_at > now and registry.viewer_sees_all()
    and exists (
      select from registry.data_requests r where r.id = on_request and r.person_id = of_person and r.kind = 'CORRECTION' and r.state = 'OPEN');
  if not found then
    raise exception 'no contact to correct' using errcode = '42501', constraint = 'contact_is_corrected_on_request', table = 'needs', schema = 'registry';
  end if;
end
$function$
CREATE OR REPLACE FUNCTION signin.counter_binds_through_the_registry()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if current_user = 'campaign_signin' then
    raise exception 'the sign-in binds no phone as the counter does'
      using errcode = '23514', constraint = 'counter_binds_through_the_registry', table = 'citizen_phones', schema = 'signin';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION signin.credential_ends_once()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if old.valid_to is not null and (new.valid_to is null or new.valid_to > old.valid_to or old.valid_to <= registry.registry_now()) then
    raise exception 'an end is not put off' using errcode = '23514', constraint = 'credential_ends_once', table = 'client_credentials', schema = 'signin';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.data_request_is_timed()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if new.due_at <> registry.end_of_working_day(new.received_at, 2) then
    raise exception 'a request is due in two working days'
      using errcode = '23514', constraint = 'data_request_is_due_in_two_working_days', table = 'data_requests', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.data_request_moves_forward()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if not (old.state = 'OPEN' and new.state in ('FULFILLED', 'DECLINED')
      or old.kind = 'RESTRICTION' and old.state = 'FULFILLED' and new.state = 'LIFTED'
        and (new.decided_at, new.decided_by) is not distinct from (old.decided_at, old.decided_by)) then
    raise exception 'a decided request does not change'
      using errcode = '23514', constraint = 'data_request_is_decided_once', table = 'data_requests', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.decision_is_remembered()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if old.state in ('LINKED', 'NOT_THE_SAME') then
    raise exception 'a pair that is decided is not asked again' using errcode = '23514', constraint = 'decision_is_remembered', table = 'same_person_pairs', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.earlier_certificate_is_claimed(key_hashes bytea[], campaign_code text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if not registry.viewer_may_ask_about(key_hashes) or not exists (
    select from registry.place_claims w join registry.campaigns c on c.programme_id = w.programme_id and c.code = campaign_code where w.since is not null and w.ended_at is null) then
    return false;
  end if;
  -- Number by number and judged then (offset 0 keeps the conditions apart): without statistics a plan, which a connection keeps, may read all that files claim.
  return exists (
    select from unnest(key_hashes) h (hash)
    cross join lateral (select n.claim_id from registry.place_claim_numbers n where n.key_hash = h.hash offset 0) f
    join registry.place_claims w on w.claim_id = f.claim_id and w.since is not null and w.ended_at is null
    join registry.campaigns c on c.programme_id = w.programme_id and c.code = campaign_code);
end
$function$
CREATE OR REPLACE FUNCTION registry.end_is_denied_once()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if old.denied_at is not null then
    raise exception 'a denial stands' using errcode = '23514', constraint = 'end_is_denied_once', table = 'provider_ends', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.end_of_working_day(received timestamp with time zone, days integer)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  today date := (received at time zone 'Asia/Ho_Chi_Minh')::date;
  remaining integer := days;
begin
  while remaining > 0 loop
    today := today + 1;
    if extract(isodow from today) < 6 and not exists (select from registry.holidays h where h.day = today) then
      remaining := remaining - 1;
    end if;
  end loop;
  return (today + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh';
end
$function$
CREATE OR REPLACE FUNCTION registry.excluded_provider_comes_back()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if new.join_reason is null and exists (
    select from registry.participations p where p.campaign_id = new.campaign_id and p.provider_id = new.provider_id and p.ended_by = 'EXCLUDED') then
    raise exception 'an excluded provider comes back by a decision'
      using errcode = '23514', constraint = 'excluded_provider_comes_back_by_a_decision', table = 'participations', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.exclusion_rests_on_grounds()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if not exists (select from registry.grounds_of_exclusion(new.campaign_id, new.provider_id)) then
    raise exception 'an exclusion rests on a violation that is published with minutes'
      using errcode = '23514', constraint = 'exclusion_rests_on_grounds', table = 'participations', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.first_told_wins()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  raise exception 'a file takes no place that another holds' using errcode = '23514', constraint = 'first_told_wins', table = 'issuances', schema = 'registry';
end
$function$
CREATE OR REPLACE FUNCTION registry.forget_claim_numbers(most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  gone integer;
begin
  if not registry.viewer_sees_all() then
    raise exception 'only the registry forgets what files claimed' using errcode = '42501';
  end if;
  delete from registry.place_claim_numbers d using (
    select n.key_hash, n.claim_id from registry.place_claims w join registry.place_claim_numbers n on n.claim_id = w.claim_id where w.ended_at is not null limit most) o
  where d.key_hash = o.key_hash and d.claim_id = o.claim_id;
  get diagnostics gone = row_count;
  return gone;
end
$function$
CREATE OR REPLACE FUNCTION registry.free_period_of(of_person uuid, of_campaign integer)
 RETURNS daterange
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  one constant uuid[] := registry.persons_of(of_person);
  programme constant integer := (select c.programme_id from registry.campaigns c where c.id = of_campaign);
begin
  if not coalesce(registry.viewer_sees_all() or registry.viewer_person() = any (one), false) and not exists (
    -- By each person alone, and judged then (offset 0 keeps the conditions apart): without statistics a plan may read all that the programme has.
    select from unnest(one) u (id)
    cross join lateral (select h.programme_id, h.provider_id from registry.issuances h where h.person_id = u.id offset 0) i
    where i.programme_id = programme and i.provider_id = registry.viewer_provider()) then
    return null;
  end if;
  return (
    select daterange(f.starts_on, f.ends_on) from registry.free_periods f
    where f.person_id = any (one) and f.programme_id = programme and f.undone_at is null order by f.starts_on, f.ends_on limit 1);
end
$function$
CREATE OR REPLACE FUNCTION registry.free_period_starts_once()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if exists (
    select from registry.free_periods f
    where f.person_id = any (registry.persons_of(new.person_id)) and f.person_id <> new.person_id and f.programme_id = new.programme_id and f.undone_at is null) then
    return null;
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.grounds_of_exclusion(of_campaign integer, of_provider smallint)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
    select v.id
    from registry.violations v join registry.case_violations cv on cv.violation_id = v.id
    where v.campaign_id in (select c.id from registry.campaigns c where c.programme_id = (select o.programme_id from registry.campaigns o where o.id = of_campaign))
      and v.provider_id = of_provider and v.state = 'PUBLISHED' and exists (
      select from registry.case_minutes m
      where m.case_id = cv.case_id and m.decision_id = (
        select d.id from registry.case_events d where d.case_id = cv.case_id and d.kind = 'DECIDED' order by d.place desc limit 1))
  $function$
CREATE OR REPLACE FUNCTION registry.import_goes_its_way()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if not (case new.state
      when 'UPLOADED' then old.state = 'WITHDRAWN'
      when 'BEING_LOOKED_AT' then old.state in ('UPLOADED', 'STOPPED')
      when 'AWAITING_APPROVAL' then old.state = 'BEING_LOOKED_AT'
      when 'WAITING' then old.state in ('AWAITING_APPROVAL', 'HELD', 'RUNNING') or (new.approved_by = 'client:command-line' and old.state in ('UPLOADED', 'BEING_LOOKED_AT', 'STOPPED'))
      when 'RUNNING' then old.state = 'WAITING'
      when 'HELD' then old.state = 'RUNNING'
      when 'DONE' then old.state = 'RUNNING'
      when 'DAMAGED' then old.state in ('RUNNING', 'BEING_LOOKED_AT')
      when 'STOPPED' then old.state in ('RUNNING', 'BEING_LOOKED_AT')
      when 'REJECTED' then old.state in ('AWAITING_APPROVAL', 'HELD')
      when 'WITHDRAWN' then old.state in ('UPLOADED', 'BEING_LOOKED_AT', 'AWAITING_APPROVAL')
    end) then
    raise exception 'an import does not go from % to %', old.state, new.state using errcode = '23514', constraint = 'import_goes_its_way', table = 'imports', schema = 'registry';
  end if;
  return null;
end
$function$
CREATE OR REPLACE FUNCTION registry.imports_are_from_before()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if not exists (select from written w where w.origin = 'IMPORT') then
    return null;
  end if;
  if exists (
    select from (select campaign_id, recorded_at, max(issued_at) as issued_at from written where origin = 'IMPORT' group by campaign_id, recorded_at) w
    cross join lateral (
      select t.opens_at from registry.campaign_terms t where t.campaign_id = w.campaign_id and t.effective_from <= w.recorded_at
      order by t.effective_from desc limit 1) t
    where w.issued_at >= t.opens_at) then
    raise exception 'made after the campaign opened' using errcode = '23514', constraint = 'import_is_from_before', table = 'issuances', schema = 'registry';
  end if;
  if exists (
    select from (select distinct campaign_id, provider_id, recorded_at from written where origin = 'IMPORT') w
    where not exists (
      select from registry.participations p
      where p.campaign_id = w.campaign_id and p.provider_id = w.provider_id and p.joined_at <= w.recorded_at
        and (p.ended_at is null or p.ended_at > w.recorded_at))) then
    raise exception 'provider does not take part' using errcode = '23514', constraint = 'recorder_takes_part', table = 'issuances', schema = 'registry';
  end if;
  return null;
end
$function$
CREATE OR REPLACE FUNCTION registry.imports_are_of_providers()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if exists (select from written w where w.origin = 'IMPORT' and w.issued_at < timestamptz '2006-01-01 00:00:00+07') then
    raise exception 'made before there was a provider' using errcode = '23514', constraint = 'import_is_not_before_2006', table = 'issuances', schema = 'registry';
  end if;
  return null;
end
$function$
CREATE OR REPLACE FUNCTION registry.is_excluded(of_programme integer, of_provider smallint)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
    select exists (
      select from registry.participations p join registry.campaigns c on c.id = p.campaign_id
      where c.programme_id = of_programme and p.provider_id = of_provider and p.ended_by = 'EXCLUDED' and not exists (
        select from registry.participations l where l.campaign_id = p.campaign_id and l.provider_id = p.provider_id and l.joined_at > p.joined_at))
  $function$
CREATE OR REPLACE FUNCTION registry.is_held_as_evidence(of_row uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return exists (
    select from registry.violation_evidence e join registry.open_violations v on v.id = e.violation_id
    where (e.check_id = of_row or e.need_id = of_row));
end
$function$
CREATE OR REPLACE FUNCTION registry.is_held_for_comparison(of_person uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return exists (select from registry.same_person_pairs p where p.person_a = of_person and p.state = 'OPEN')
    or exists (select from registry.same_person_pairs p where p.person_b = of_person and p.state = 'OPEN');
end
$function$
CREATE OR REPLACE FUNCTION registry.is_held_for_number(of_hash bytea)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return exists (
    select from registry.number_keys k join registry.data_requests r on r.person_id = any (registry.persons_of(k.person_id))
    where k.key_hash = of_hash and r.state = 'OPEN');
end
$function$
CREATE OR REPLACE FUNCTION registry.is_held_for_person(of_person uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return exists (select from registry.data_requests r where r.person_id = any (registry.persons_of(of_person)) and r.state = 'OPEN');
end
$function$
CREATE OR REPLACE FUNCTION registry.is_held_for_report(of_report uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return exists (
    select from registry.open_violations v where v.kind = 'CITIZEN_REPORT' and v.fingerprint = 'report:' || of_report);
end
$function$
CREATE OR REPLACE FUNCTION registry.is_live(ended_at timestamp with time zone, valid_until timestamp with time zone, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select ended_at is null and (valid_until is null or valid_until > at) $function$
CREATE OR REPLACE FUNCTION registry.is_open(ended_at timestamp with time zone, due_at timestamp with time zone, released_at timestamp with time zone, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select ended_at is null and due_at > at and (released_at is null or released_at > at) $function$
CREATE OR REPLACE FUNCTION registry.is_open_violation(state text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select state in ('FLAGGED', 'UNDER_REVIEW') $function$
CREATE OR REPLACE FUNCTION registry.issuance_moves_forward()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if old.ended_at is not null then
    raise exception 'an ended issuance does not change' using errcode = '23514', constraint = 'ended_is_for_good', table = 'issuances', schema = 'registry';
  end if;
  if new.status = 'PENDING_ACTIVATION' and old.status <> 'PENDING_ACTIVATION' then
    raise exception 'an activated issuance does not become pending' using errcode = '23514', constraint = 'activation_is_once', table = 'issuances', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION signin.journal_of_accounts(at timestamp with time zone, kind text, subject_id uuid, actor text, payload text, salt bytea, leaf_hash bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if kind is null or kind not in (
    'ACCOUNT_OPENED', 'ACCOUNT_ENDED', 'OFFICER_ROLE_CHANGED', 'SETUP_CODE_ISSUED', 'SETUP_CODE_CONFIRMED', 'DEVICE_ENDED', 'CITIZEN_PHONE_BOUND') then
    raise exception 'the sign-in writes no % into the journal', kind using errcode = '42501';
  end if;
  insert into registry.journal (at, kind, subject_id, actor, payload, salt, leaf_hash) values (at, kind, subject_id, actor, payload, salt, leaf_hash);
end
$function$
CREATE OR REPLACE FUNCTION signin.keep_event_for_its_term()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if not coalesce(old.at < registry.retention_bound('SIGN_IN_EVENTS'), false) then
    raise exception 'a row within its term is kept'
      using errcode = '23514', constraint = 'kept_for_its_term', table = tg_table_name, schema = tg_table_schema;
  end if;
  return old;
end
$function$
CREATE OR REPLACE FUNCTION signin.keep_for_its_term()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  ended constant timestamptz := case tg_table_name
    when 'citizen_codes' then (to_jsonb(old) ->> 'expires_at')::timestamptz
    when 'attempts' then greatest((to_jsonb(old) ->> 'last_at')::timestamptz, (to_jsonb(old) ->> 'retry_at')::timestamptz)
    when 'sessions' then least((to_jsonb(old) ->> 'ended_at')::timestamptz, (to_jsonb(old) ->> 'expires_at')::timestamptz)
    when 'tokens' then (to_jsonb(old) ->> 'expiration_date')::timestamptz
    when 'setup_codes' then least((to_jsonb(old) ->> 'used_at')::timestamptz, (to_jsonb(old) ->> 'expires_at')::timestamptz)
  end;
begin
  if not coalesce(ended < registry.retention_bound(tg_argv[0]), false) then
    raise exception 'a row within its term is kept'
      using errcode = '23514', constraint = 'kept_for_its_term', table = tg_table_name, schema = tg_table_schema;
  end if;
  return old;
end
$function$
CREATE OR REPLACE FUNCTION registry.lapse_counts(continues uuid, open_before interval, registered_at timestamp with time zone, due_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
RETURN ((continues IS NULL) OR ((open_before + (due_at - registered_at)) >= '24:00:00'::interval))
CREATE OR REPLACE FUNCTION signin.last_administrator_stays()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  perform pg_advisory_xact_lock(hashtextextended('signin.last_administrator_stays', 0));
  if not exists (
    select from signin.accounts a
    where a.id <> old.id and a.kind = 'OFFICER' and a.role = 'ADMINISTRATOR' and a.active_to is null and a.password_hash is not null) then
    raise exception 'the last administrator stays' using errcode = '23514', constraint = 'last_administrator_stays', table = 'accounts', schema = 'signin';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.leave_issuance(of_person uuid, issuance_id uuid, consent_id uuid, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  now constant timestamptz := registry.registry_now();
begin
  update registry.issuances i set status = 'REPLACED', ended_at = at, end_reason = 'SWITCHED', ended_by = registry.viewer_request_owner()
  from registry.switch_consents s
  where s.id = consent_id and s.person_id = of_person and s.provider_id = registry.viewer_provider() and s.used_at is null and s.voided_at is null
    and s.consented_at <= at and at < s.expires_at and at <= now and at > now - interval '1 minute'
    and i.person_id = of_person and i.id = issuance_id and i.programme_id = s.programme_id and i.root_id = s.holder_root_id and i.provider_id <> s.provider_id
    and i.ended_at is null;
  if not found then
    raise exception 'no consent to leave' using errcode = '42501', constraint = 'issuance_is_left_by_consent', table = 'issuances', schema = 'registry';
  end if;
  update registry.switch_consents s set used_at = at where s.id = consent_id;
end
$function$
CREATE OR REPLACE FUNCTION registry.link_persons(person_a uuid, person_b uuid, source text, actor text, at timestamp with time zone, basis text, link uuid DEFAULT gen_random_uuid())
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  a uuid;
  b uuid;
  now timestamptz;
  bears timestamptz;
  held_a uuid;
  held_b uuid;
  need_a timestamptz;
  need_b timestamptz;
  stays uuid;
  goes uuid;
  ended record;
begin
  if not registry.viewer_sees_all() then
    raise exception 'links are the department''s and the registry''s to make'
      using errcode = '42501', constraint = 'link_is_of_a_trusted_source', table = 'person_links', schema = 'registry';
  end if;

  loop
    a := registry.survivor_of(person_a);
    b := registry.survivor_of(person_b);
    if a = b then
      return 'SAME_ALREADY';
    end if;
    perform from registry.persons p where p.id in (a, b) order by p.id for update;
    exit when a = registry.survivor_of(person_a) and b = registry.survivor_of(person_b);
  end loop;
  now := registry.registry_now();
  bears := coalesce(at, now);

  select i.id into held_a from registry.live_issuances(now) i
  where i.person_id = a
  order by i.recorded_at limit 1;
  select i.id into held_b from registry.live_issuances(now) i
  where i.person_id = b
  order by i.recorded_at limit 1;
  if held_a is not null and held_b is not null then
    insert into registry.person_link_cases (id, person_a, person_b, issuance_a, issuance_b, source, actor, basis, opened_at)
    values (link, least(a, b), greatest(a, b), case when a < b then held_a else held_b end, case when a < b then held_b else held_a end,
      link_persons.source, link_persons.actor, link_persons.basis, bears)
    on conflict on constraint one_case_per_pair do nothing;
    if found then
      perform registry.write_leaf(bears, 'PERSON_LINK_CASE_OPENED', link, actor, json_build_object(
        'persons', array[least(a, b), greatest(a, b)], 'issuances', array[held_a, held_b], 'source', source, 'basis', basis)::text);
    end if;
    return 'BOTH_HOLD';
  end if;

  select min(n.registered_at) into need_a from registry.open_needs(now) n where n.person_id = a;
  select min(n.registered_at) into need_b from registry.open_needs(now) n where n.person_id = b;
  stays := case
    when held_a is not null then a
    when held_b is not null then b
    when need_a is not null or need_b is not null then case when need_b is null or need_a <= need_b then a else b end
    else least(a, b) end;
  goes := case when stays = a then b else a end;

  -- What it has written as live is no longer so by the clock.
  for ended in
    update registry.issuances i set status = 'EXPIRED', ended_at = i.valid_until, end_reason = 'EXPIRED', ended_by = 'registry'
    where i.person_id = goes and i.ended_at is null and i.valid_until <= now
    returning i.id, i.valid_until
  loop
    perform registry.write_leaf(bears, 'ISSUANCE_EXPIRED', ended.id, 'registry', '{"endedAt":"' || registry.written_instant(ended.valid_until) || '"}');
  end loop;

  -- The person waits for one provider at a time, and not at all who holds a certificate. What has lapsed or was released by the clock is left to those who write that down.
  for ended in
    update registry.needs n set state = 'SUPERSEDED', ended_at = now, closed_at = now
    from registry.participations p
    where n.person_id = goes and p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at
      and registry.is_open(n.ended_at, n.due_at, p.ended_at, now)
    returning n.id, n.campaign_id, n.provider_id
  loop
    perform registry.write_leaf(now, 'NEED_SUPERSEDED', ended.id, actor, json_build_object('by', link)::text);
    insert into registry.messages (id, written_at, campaign_id, recipient, provider_id, kind, subject_id, next_attempt_at)
    values (gen_random_uuid(), now, ended.campaign_id, 'PROVIDER', ended.provider_id, 'NEED_SUPERSEDED', ended.id, now) on conflict do nothing;
    insert into registry.messages (id, written_at, campaign_id, recipient, person_id, kind, subject_id, next_attempt_at)
    values (gen_random_uuid(), now, ended.campaign_id, 'CITIZEN', stays, 'NEED_SUPERSEDED', ended.id, now) on conflict do nothing;
  end loop;

  update registry.number_keys k set linked_from = coalesce(k.linked_from, k.person_id), person_id = stays where k.person_id = goes;
  insert into registry.person_links (id, from_person, to_person, source, actor, basis, linked_at, survivor)
  values (link, goes, stays, link_persons.source, link_persons.actor, link_persons.basis, bears, stays);
  update registry.person_links l set survivor = stays where l.survivor = goes;
  perform registry.write_leaf(bears, 'NUMBERS_LINKED', link, actor, json_build_object('from', goes, 'into', stays, 'source', source, 'basis', basis)::text);
  return 'LINKED';
end
$function$
CREATE OR REPLACE FUNCTION registry.link_takes_two_officers()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if not exists (
    select from registry.proposals p
    where p.act in ('LINK_NUMBERS', 'LINK_SAME_PERSON') and p.state = 'CARRIED_OUT' and p.input ->> 'Link' = new.id::text and p.decided_by = new.actor and p.proposed_by <> new.actor) then
    raise exception 'two officers link two numbers' using errcode = '23514', constraint = 'link_takes_two_officers', table = 'person_links', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.live_issuances(at timestamp with time zone)
 RETURNS SETOF registry.issuances
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select i.* from registry.issuances i where registry.is_live(i.ended_at, i.valid_until, at) $function$
CREATE OR REPLACE FUNCTION registry.lock_open_need(of_person uuid, of_campaign integer)
 RETURNS TABLE(need_id uuid, person_id uuid, campaign_id integer, provider_id smallint, for_switch boolean, state text, due_at timestamp with time zone, released_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER ROWS 1
 SET search_path TO ''
AS $function$
declare
  stays constant uuid := registry.survivor_of(of_person);
  programme constant integer := (select c.programme_id from registry.campaigns c where c.id = of_campaign);
begin
  if not coalesce(registry.viewer_sees_all() or registry.viewer_provider() is not null or stays = registry.viewer_person(), false) then
    return;
  end if;
  return query
    select n.id, n.person_id, n.campaign_id, n.provider_id, n.for_switch, n.state, n.due_at, p.ended_at
    from registry.needs n
    join registry.participations p on p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at
    where n.person_id = stays and n.programme_id = programme and n.ended_at is null
    for no key update of n;
end
$function$
CREATE OR REPLACE FUNCTION registry.lock_person(of_person uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  known uuid;
  locked uuid;
begin
  loop
    known := registry.survivor_of(of_person);
    exit when known = locked;
    select p.id into locked from registry.persons p where p.id = known for no key update;
    if locked is null then
      return null;
    end if;
  end loop;
  return known;
end
$function$
CREATE OR REPLACE FUNCTION registry.lock_person_of(key_hashes bytea[])
 RETURNS uuid
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  known uuid;
  locked uuid;
begin
  loop
    select k.person_id into known from registry.number_keys k where k.key_hash = any (key_hashes) order by k.key_hash limit 1;
    exit when known is null or known = locked;
    select p.id into locked from registry.persons p where p.id = known for no key update;
    exit when locked is null;
  end loop;
  return known;
end
$function$
CREATE OR REPLACE FUNCTION signin.make_application(client_id text, scopes text[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if not exists (select from registry.clients c where c.client_id = make_application.client_id and c.provider_id is not null and c.ended_at is null)
    or not scopes <@ array['registry.check', 'registry.record'] then
    raise exception 'no such client may be made' using errcode = '42501';
  end if;
  insert into signin.applications (id, client_id, client_type, concurrency_token, permissions)
  values (gen_random_uuid()::text, make_application.client_id, 'confidential', gen_random_uuid()::text,
    (select to_jsonb(array['ept:token', 'gt:client_credentials'] || array_agg('scp:' || s))::text from unnest(scopes) s));
end
$function$
CREATE OR REPLACE FUNCTION registry.message_is_owed(about uuid, to_person uuid, to_provider smallint, at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
    select exists (
        select from registry.issuances i
        where i.id = about and (i.person_id = to_person or registry.survivor_of(i.person_id) = to_person or i.provider_id = to_provider)
          and (i.provider_id = registry.viewer_provider() or i.person_id = any (registry.viewer_persons())
            or (i.ended_at = at and i.ended_by = registry.viewer_request_owner())))
      or exists (
        select from registry.needs n
        where n.id = about and (n.person_id = to_person or registry.survivor_of(n.person_id) = to_person or n.provider_id = to_provider)
          and (n.provider_id = registry.viewer_provider() or n.person_id = any (registry.viewer_persons())
            or (n.closed_at = at and exists (
              select from registry.issuances r
              where r.person_id = n.person_id and r.programme_id = n.programme_id and r.recorded_at = at and r.provider_id = registry.viewer_provider()))))
  $function$
CREATE OR REPLACE FUNCTION registry.minutes_have_the_next_number()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  due record;
begin
  select * into due from registry.minutes_number(new.case_id, new.year, new.sign);
  if (new.year, new.sign, new.number, new.version) is distinct from (due.year, due.sign, due.number, due.version) then
    raise exception 'minutes are numbered without gaps'
      using errcode = '23514', constraint = 'minutes_have_the_next_number', table = 'case_minutes', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.minutes_number(of_case uuid, of_year smallint, of_sign text, OUT year smallint, OUT sign text, OUT number integer, OUT version integer)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  perform pg_advisory_xact_lock(hashtextextended('registry.minutes_number', 0));
  select m.year, m.sign, m.number, m.version + 1 into year, sign, number, version
  from registry.case_minutes m where m.case_id = of_case order by m.version desc limit 1;
  if not found then
    year := of_year;
    sign := of_sign;
    number := 1 + coalesce((select max(m.number) from registry.case_minutes m where m.year = of_year and m.sign = of_sign), 0);
    version := 1;
  end if;
end
$function$
CREATE OR REPLACE FUNCTION registry.name_key(name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
    select nullif(btrim(lower(regexp_replace(
      translate(regexp_replace(normalize(name, nfd), '[\u0300-\u036f]', '', 'g'), 'đĐ', 'dD'), '\s+', ' ', 'g'))), '')
  $function$
CREATE OR REPLACE FUNCTION registry.name_spelled(name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
    select btrim(translate(
      regexp_replace(
        regexp_replace(translate(lower(normalize(name, nfd)), 'Đđ''’', 'dd'), '[^a-z0-9\u0300-\u036f]+', ' ', 'g'),
        '([\u0300\u0301\u0303\u0309\u0323])([^ ]*)', '\2\1', 'g'),
      U&'\0309', U&'\0303'))
  $function$
CREATE OR REPLACE FUNCTION registry.name_words(folded text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO ''
AS $function$
    select coalesce(
      string_agg(w.word, ' ' order by w.word collate "C") filter (where w.word not in ('thi', 'van')),
      string_agg(w.word, ' ' order by w.word collate "C"))
    from unnest(string_to_array(folded, ' ')) w (word)
  $function$
CREATE OR REPLACE FUNCTION registry.need_moves_forward()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if old.ended_at is not null then
    raise exception 'an ended need does not change' using errcode = '23514', constraint = 'need_end_is_for_good', table = 'needs', schema = 'registry';
  end if;
  if new.state = 'IN_SUPPORT' and old.state = 'IN_SUPPORT' and new.support_until <> old.support_until then
    raise exception 'support is not extended' using errcode = '23514', constraint = 'support_is_not_extended', table = 'needs', schema = 'registry';
  end if;
  if new.state in ('SERVED', 'CANCELLED', 'SUPERSEDED', 'RELEASED') and new.ended_at >= old.due_at then
    raise exception 'the need had lapsed' using errcode = '23514', constraint = 'lapsed_need_stays_lapsed', table = 'needs', schema = 'registry';
  end if;
  if new.state = 'LAPSED' and (new.ended_at <> new.due_at or new.due_at > new.closed_at) then
    raise exception 'the need is not due' using errcode = '23514', constraint = 'need_lapses_when_it_is_due', table = 'needs', schema = 'registry';
  end if;
  if new.state = 'SERVED' and not exists (
    select from registry.issuances i
    where i.person_id = new.person_id and i.id = new.served_by and i.campaign_id = new.campaign_id and i.provider_id = new.provider_id
      and i.recorded_at = new.ended_at) then
    raise exception 'no issuance serves the need' using errcode = '23514', constraint = 'need_is_served_by_its_issuance', table = 'needs', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.need_registered_again_keeps_its_time()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  first record;
begin
  select * into first from registry.need_that_goes_on(registry.persons_of(new.person_id), new.programme_id, new.provider_id, new.registered_at);
  if first.need_id is not null and new.due_at > first.due_at then
    raise exception 'a need registered again with the same provider is due when the first was' using errcode = '23514', constraint = 'need_registered_again_keeps_its_time',
      table = 'needs', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.need_state(state text, ended_at timestamp with time zone, due_at timestamp with time zone, released_at timestamp with time zone, now timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
    select case
      when ended_at is not null then state
      when released_at <= now and released_at < due_at then 'RELEASED'
      when due_at <= now then 'LAPSED'
      else state
    end
  $function$
CREATE OR REPLACE FUNCTION registry.need_that_goes_on(persons uuid[], of_programme integer, at_provider smallint, at timestamp with time zone)
 RETURNS TABLE(need_id uuid, due_at timestamp with time zone, open_for interval)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
    select n.id, n.due_at, n.open_before + (n.ended_at - n.registered_at) from registry.needs n
    where n.person_id = any (persons) and n.programme_id = of_programme and n.provider_id = at_provider and n.state = 'CANCELLED' and n.ended_at <= at and n.due_at > at
    order by n.ended_at desc, n.id desc limit 1
  $function$
CREATE OR REPLACE FUNCTION registry.new_phone_consents_to_nothing()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if registry.viewer_consents_from() > registry.registry_now() then
    raise exception 'a phone that replaced another, or of a number that was just linked, consents to nothing for 24 hours'
      using errcode = '23514', constraint = 'new_phone_consents_to_nothing', table = tg_table_name, schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.no_link_by_a_file()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  raise exception 'a file links no numbers' using errcode = '23514', constraint = 'no_link_by_a_file', table = tg_table_name, schema = 'registry';
end
$function$
CREATE OR REPLACE FUNCTION registry.not_reached_until(of_person uuid, of_need uuid)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
    select coalesce(c.denied_at, 'infinity') from registry.need_calls c join registry.needs n on n.person_id = c.person_id and n.id = c.need_id
    where c.person_id = of_person and c.need_id = of_need and c.noted_at < n.due_at order by 1 desc offset 2 limit 1
  $function$
CREATE OR REPLACE FUNCTION registry.number_leads_to_who_stays()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  stays uuid;
begin
  perform from registry.persons p where p.id = new.person_id for key share;
  stays := registry.survivor_of(new.person_id);
  if stays <> new.person_id then
    new.linked_from := coalesce(new.linked_from, new.person_id);
    new.person_id := stays;
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.open_needs(at timestamp with time zone)
 RETURNS SETOF registry.needs
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
    select n.* from registry.needs n
    join registry.participations p on p.campaign_id = n.campaign_id and p.provider_id = n.provider_id and p.joined_at = n.participation_joined_at
    where registry.is_open(n.ended_at, n.due_at, p.ended_at, at)
  $function$
CREATE OR REPLACE FUNCTION registry.other_holder(of_person uuid, of_campaign integer, own_issuance uuid)
 RETURNS TABLE(issuance_id uuid, provider_id smallint, status text, recorded_at timestamp with time zone, valid_until timestamp with time zone, root_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO ''
AS $function$
declare
  one constant uuid[] := registry.persons_of(of_person);
  programme constant integer := (select c.programme_id from registry.campaigns c where c.id = of_campaign);
begin
  if not registry.viewer_sees_all() and not exists (
    select from unnest(one) u (id)
    cross join lateral (select h.campaign_id, h.provider_id from registry.issuances h where h.person_id = u.id and h.id = own_issuance offset 0) o
    where o.campaign_id = of_campaign and o.provider_id = registry.viewer_provider()) then
    return;
  end if;
  return query
    select i.id, i.provider_id, i.status, i.recorded_at, i.valid_until, i.root_id
    from unnest(one) u (id)
    cross join lateral (select h.* from registry.issuances h where h.person_id = u.id and h.ended_at is null offset 0) i
    where i.programme_id = programme and i.id <> own_issuance;
end
$function$
CREATE OR REPLACE FUNCTION registry.overdue_data_requests(at timestamp with time zone)
 RETURNS SETOF registry.data_requests
 LANGUAGE sql
 STABLE PARALLEL SAFE ROWS 10
AS $function$ select r.* from registry.data_requests r where r.state = 'OPEN' and r.due_at <= at $function$
CREATE OR REPLACE FUNCTION registry.own_programme()
 RETURNS integer
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ select p.id from registry.programmes p where not p.is_trial $function$
CREATE OR REPLACE FUNCTION registry.persons_of(of_person uuid)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  root constant uuid := registry.survivor_of(of_person);
begin
  return case when root is null then null
    else array_prepend(root, array(select l.from_person from registry.person_links l where l.survivor = root order by l.from_person)) end;
end
$function$
CREATE OR REPLACE FUNCTION registry.photo_goes_with_the_service()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  update registry.staff_photos p set removed_at = greatest(new.active_to, p.set_at), removed_by = 'registry' where p.staff_id = new.id and p.removed_at is null;
  return null;
end
$function$
CREATE OR REPLACE FUNCTION registry.photo_is_of_active_staff()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if not exists (select from registry.staff s where s.id = new.staff_id and (s.active_to is null or s.active_to > new.set_at)) then
    raise exception 'who has left gets no photograph' using errcode = '23514', constraint = 'photo_is_of_active_staff', table = 'staff_photos', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.place_of(key_hashes bytea[], campaign_code text)
 RETURNS TABLE(person_id uuid, issuance_id uuid, provider_id smallint, status text, recorded_at timestamp with time zone, valid_until timestamp with time zone, root_id uuid, starts_on date, ends_on date)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO ''
AS $function$
begin
  if not registry.viewer_may_ask_about(key_hashes) then
    return;
  end if;
  -- A certificate is held by the one who stays alone; a free period may have begun under whoever was absorbed. Each is looked up for its person in a subquery of
  -- its own (offset 0 keeps the programme out of it): else a plan without statistics, which a connection keeps, reads all that a programme has.
  return query
    select k.person_id, i.id, i.provider_id, i.status, i.recorded_at, i.valid_until, i.root_id, f.starts_on, f.ends_on
    from (select n.person_id from registry.number_keys n where n.key_hash = any(key_hashes) order by n.key_hash limit 1) k
    join registry.campaigns c on c.code = campaign_code
    left join lateral (
      select h.* from (select * from registry.issuances o where o.person_id = k.person_id and o.ended_at is null offset 0) h where h.programme_id = c.programme_id limit 1) i on true
    left join lateral (
      select u.starts_on, u.ends_on from (
        select p.starts_on, p.ends_on from registry.free_periods p where p.person_id = k.person_id and p.programme_id = c.programme_id and p.undone_at is null
        union all
        select a.starts_on, a.ends_on from registry.person_links l
        cross join lateral (
          select p.starts_on, p.ends_on from registry.free_periods p
          where p.person_id = l.from_person and p.programme_id = c.programme_id and p.undone_at is null limit 1) a
        where l.survivor = k.person_id) u
      order by u.starts_on, u.ends_on limit 1) f on true;
end
$function$
CREATE OR REPLACE FUNCTION registry.proposal_is_decided_once()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if old.state <> 'PROPOSED' then
    raise exception 'a decided proposal does not change' using errcode = '23514', constraint = 'proposal_is_decided_once', table = 'proposals', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.provider_may_record()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if not exists (
    select from registry.participations p
    where p.campaign_id = new.campaign_id and p.provider_id = new.provider_id and p.joined_at <= new.recorded_at
      and (p.ended_at is null or p.ended_at > new.recorded_at)) then
    raise exception 'provider does not take part' using errcode = '23514', constraint = 'recorder_takes_part', table = 'issuances', schema = 'registry';
  end if;
  if not exists (
    select from registry.licences l
    where l.provider_id = new.provider_id and l.key_storage = new.key_storage
      and (l.withdrawn_on is null or (new.recorded_at at time zone 'Asia/Ho_Chi_Minh')::date < l.withdrawn_on)
      and (new.recorded_at at time zone 'Asia/Ho_Chi_Minh')::date >= l.issued_on
      and (new.recorded_at at time zone 'Asia/Ho_Chi_Minh')::date < l.valid_before) then
    raise exception 'no licence in force' using errcode = '23514', constraint = 'recorder_is_licensed', table = 'issuances', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.provider_may_take_need()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if not exists (
    select from registry.participations p
    where p.campaign_id = new.campaign_id and p.provider_id = new.provider_id and p.joined_at = new.participation_joined_at
      and p.joined_at <= new.registered_at and (p.ended_at is null or p.ended_at > new.registered_at)) then
    raise exception 'provider does not take part' using errcode = '23514', constraint = 'need_is_taken_by_a_participant', table = 'needs', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.published_by_two()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if new.kind = 'PUBLISHED' and new.actor like 'officer:%' and not exists (
    select from registry.proposals p
    where p.act = 'PUBLISH_CASE' and p.state = 'CARRIED_OUT' and p.decided_by = new.actor and p.proposed_by <> new.actor
      and p.subject = (select d.id::text from registry.case_events d where d.case_id = new.case_id and d.kind = 'DECIDED' order by d.place desc limit 1)) then
    raise exception 'a publication takes two officers'
      using errcode = '23514', constraint = 'publication_takes_two_officers', table = 'case_events', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.recorded_person_is_not_absorbed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  -- Waits for a link under way, which holds the row FOR UPDATE; the look after it is a new one.
  perform from registry.persons p where p.id = new.person_id for key share;
  if registry.survivor_of(new.person_id) <> new.person_id then
    raise exception 'the person is another one now'
      using errcode = '23514', constraint = 'recorded_person_is_not_absorbed', table = tg_table_name, schema = tg_table_schema;
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.registry_now()
 RETURNS timestamp with time zone
 LANGUAGE sql
 PARALLEL RESTRICTED
 SET search_path TO ''
AS $function$ select coalesce(c.frozen_at, clock_timestamp() + coalesce(c.shift, interval '0')) from (values (1)) one left join registry.clock c on true $function$
CREATE OR REPLACE FUNCTION registry.report_names_the_own_issuance()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if new.issuance_id is not null and not exists (
    select from registry.issuances i where i.id = new.issuance_id and i.campaign_id = new.campaign_id and i.person_id = any (registry.persons_of(new.person_id))) then
    raise exception 'a report names an issuance of the citizen who reports'
      using errcode = '23514', constraint = 'report_names_the_own_issuance', table = 'reports', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.restricted_persons()
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 50
 SET search_path TO ''
AS $function$
begin
  return query
    select distinct p.id from registry.data_requests r cross join lateral unnest(registry.persons_of(r.person_id)) p (id)
    where r.kind = 'RESTRICTION' and r.state = 'FULFILLED';
end
$function$
CREATE OR REPLACE FUNCTION registry.retention_bound(of_subject text)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
 SET "TimeZone" TO 'UTC'
AS $function$
declare
  now constant timestamptz := registry.registry_now();
begin
  return now - (
    select t.kept from registry.retention_terms t where t.subject = of_subject and t.effective_from <= now order by t.effective_from desc limit 1);
end
$function$
CREATE OR REPLACE FUNCTION registry.same_person_score(a registry.person_details, b registry.person_details, p registry.same_person_policies)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
  birth text; birth_points integer;
  sex text; sex_points integer;
  phone text; phone_points integer;
  ward text; ward_points integer;
  name text; name_is text; name_points integer;
  bearers integer;
  others integer;
begin
  if a.name_folded is null or b.name_folded is null then
    return null;
  end if;

  if a.birth_date is null or b.birth_date is null then
    birth := 'NOT_KNOWN'; birth_points := 0;
  elsif a.birth_date = b.birth_date then
    if extract(doy from a.birth_date) = 1 then
      birth := 'FIRST_DAY_OF_YEAR'; birth_points := p.birth_first_day;
    else
      birth := 'SAME'; birth_points := p.birth_agrees;
    end if;
  elsif a.birth_year <> b.birth_year then
    birth := 'OTHER'; birth_points := p.birth_differs;
  elsif extract(doy from a.birth_date) = 1 or extract(doy from b.birth_date) = 1 then
    birth := 'YEAR_ONLY'; birth_points := p.birth_year_only;
  elsif extract(day from a.birth_date) = extract(month from b.birth_date) and extract(month from a.birth_date) = extract(day from b.birth_date) then
    birth := 'DAY_AND_MONTH_SWAPPED'; birth_points := p.birth_swapped;
  else
    birth := 'SAME_YEAR'; birth_points := p.birth_same_year;
  end if;

  if a.sex is null or b.sex is null then
    sex := 'NOT_KNOWN'; sex_points := 0;
  elsif a.sex = b.sex then
    sex := 'SAME'; sex_points := p.sex_agrees;
  else
    sex := 'OTHER'; sex_points := p.sex_differs;
  end if;

  if a.ward_code is null or b.ward_code is null then
    ward := 'NOT_KNOWN'; ward_points := 0;
  elsif a.ward_code = b.ward_code then
    ward := 'SAME'; ward_points := p.ward_agrees;
  else
    ward := 'OTHER'; ward_points := p.ward_differs;
  end if;

  -- While keys rotate two hashes may stand under two keys, and then tell nothing.
  if a.phone_hash is null or b.phone_hash is null or a.phone_key_id <> b.phone_key_id then
    phone := 'NOT_KNOWN'; phone_points := 0;
  elsif a.phone_hash = b.phone_hash then
    phone := 'SAME'; phone_points := p.phone_agrees;
  else
    phone := 'OTHER'; phone_points := p.phone_differs;
  end if;

  others := birth_points + sex_points + ward_points + phone_points;
  if others + greatest(p.name_agrees, p.name_near) < p.warn_score then
    return null;
  end if;

  name := registry.compare_names(a.name_folded, a.name_spelled, b.name_folded, b.name_spelled);
  name_is := case
    when name in ('SAME', 'BLANKS', 'MARKS_LEFT_OUT', 'OTHER_ORDER', 'PARTICLE') then 'AGREES'
    when name in ('MIDDLE_NAME', 'TYPING', 'ALIKE', 'OTHER_MARKS', 'GIVEN_NAME_OTHER_MARKS', 'GIVEN_NAME_ONE_LETTER') then 'NEAR'
    else 'DIFFERS' end;
  name_points := case when name_is = 'AGREES' then p.name_agrees when name = 'GIVEN_NAME_OTHER_MARKS' then p.name_given_marks when name = 'GIVEN_NAME_ONE_LETTER' then p.name_given_letter
    when name_is = 'NEAR' then p.name_near
    else p.name_differs end;
  if others + name_points < p.warn_score then
    return null;
  end if;

  -- The more people bear a name, the less it tells. Of two names that are near, the one that more bear counts. Of two given names neither tells anything for the pair.
  if name_is <> 'DIFFERS' and name <> 'GIVEN_NAME_ONE_LETTER' then
    select max(c.rows) into bearers
    from (values (a.name_words), (b.name_words)) w (words)
    cross join lateral (
      select count(*) as rows from (select from registry.person_details d where d.name_words = w.words limit p.name_bearers_most) d) c;
    name_points := name_points - round(p.name_per_doubling * log(2, greatest(bearers - 1, 1)));
  end if;
  if phone = 'SAME' and (
    select count(*) from (select from registry.person_details d where d.phone_hash = a.phone_hash limit p.phone_persons_most + 1) d) > p.phone_persons_most then
    others := others - phone_points;
    phone := 'OF_MANY'; phone_points := 0;
  end if;
  if others + name_points < p.warn_score then
    return null;
  end if;

  return jsonb_build_object(
    'score', others + name_points,
    'name', jsonb_build_object('is', name_is, 'how', name, 'points', name_points, 'bearers', bearers),
    'birthDate', jsonb_build_object('is', case birth when 'NOT_KNOWN' then birth when 'SAME' then 'AGREES' when 'OTHER' then 'DIFFERS' when 'SAME_YEAR' then 'DIFFERS' else 'NEAR' end,
      'how', birth, 'points', birth_points),
    'sex', jsonb_build_object('is', case sex when 'SAME' then 'AGREES' when 'OTHER' then 'DIFFERS' else sex end, 'how', sex, 'points', sex_points),
    'phone', jsonb_build_object('is', case phone when 'SAME' then 'AGREES' when 'OTHER' then 'DIFFERS' else 'NOT_KNOWN' end, 'how', phone, 'points', phone_points),
    'ward', jsonb_build_object('is', case ward when 'SAME' then 'AGREES' when 'OTHER' then 'DIFFERS' else ward end, 'how', ward, 'points', ward_points));
end
$function$
CREATE OR REPLACE FUNCTION registry.same_persons_of(persons uuid[], earlier_only boolean, at timestamp with time zone)
 RETURNS TABLE(person_a uuid, person_b uuid, score integer, fields jsonb, policy_from timestamp with time zone)
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET plan_cache_mode TO 'force_custom_plan'
 SET jit TO 'off'
 SET max_parallel_workers_per_gather TO '0'
AS $function$
declare
  p registry.same_person_policies;
begin
  select * into strict p from registry.same_person_policies q where q.effective_from <= same_persons_of.at order by q.effective_from desc limit 1;
  return query
    with alike as materialized (
      -- Born on the same day, of the same given name.
      select a.ours, b as theirs
      from (select d as ours, d.* from registry.person_details d where d.person_id = any (persons)) a
      join registry.person_details b on b.birth_date = a.birth_date and b.name_last = a.name_last
      where b.person_id <> a.person_id and (not earlier_only or b.person_id < a.person_id)
      union all
      -- Born on the same day, of the same name but for the given name, which is a typing error apart.
      select a.ours, b
      from (select d as ours, d.* from registry.person_details d where d.person_id = any (persons)) a
      join registry.person_details b on b.birth_date = a.birth_date and b.name_rest = a.name_rest
      where b.person_id <> a.person_id and (not earlier_only or b.person_id < a.person_id) and b.name_last <> a.name_last
        and matching.levenshtein_less_equal(b.name_last, a.name_last, 2) <= 2
      union all
      -- The same words of a name in the same year, in another order; or day and month exchanged, or not known.
      select a.ours, b
      from (select d as ours, d.* from registry.person_details d where d.person_id = any (persons)) a
      join registry.person_details b on b.name_words = a.name_words and b.birth_year = a.birth_year
      where b.person_id <> a.person_id and (not earlier_only or b.person_id < a.person_id)
        and case when b.birth_date = a.birth_date then b.name_last <> a.name_last and b.name_rest <> a.name_rest
          else extract(doy from a.birth_date) = 1 or extract(doy from b.birth_date) = 1
            or (extract(day from a.birth_date) = extract(month from b.birth_date) and extract(month from a.birth_date) = extract(day from b.birth_date)) end
      union all
      -- The same phone, with a name that is like the other, and another birth date or none.
      select a.ours, b
      from (select d as ours, d.* from registry.person_details d where d.person_id = any (persons)) a
      join registry.person_details b on b.phone_hash = a.phone_hash
      where b.person_id <> a.person_id and (not earlier_only or b.person_id < a.person_id) and b.birth_date is distinct from a.birth_date
        and b.name_folded operator(matching.%) a.name_folded
        and (select count(*) from (select from registry.person_details c where c.phone_hash = a.phone_hash limit p.phone_persons_most + 1) c) <= p.phone_persons_most
      union all
      -- The same words of a name in the same ward, where one of the two has no birth date.
      select a.ours, b
      from (select d as ours, d.* from registry.person_details d where d.person_id = any (persons)) a
      join registry.person_details b on b.name_words = a.name_words and b.birth_date is null
      where b.person_id <> a.person_id and (not earlier_only or b.person_id < a.person_id) and b.ward_code = a.ward_code
      union all
      select a.ours, b
      from (select d as ours, d.* from registry.person_details d where d.person_id = any (persons) and d.birth_date is null) a
      join registry.person_details b on b.name_words = a.name_words
      where b.person_id <> a.person_id and (not earlier_only or b.person_id < a.person_id) and b.ward_code = a.ward_code and b.birth_date is not null),
    scored as materialized (
      select least((l.ours).person_id, (l.theirs).person_id) as one, greatest((l.ours).person_id, (l.theirs).person_id) as two,
        registry.same_person_score(l.ours, l.theirs, p) as found
      from alike l)
    select distinct on (s.one, s.two) s.one, s.two, (s.found ->> 'score')::integer, s.found - 'score', p.effective_from
    from scored s where s.found is not null
    order by s.one, s.two, (s.found ->> 'score')::integer desc;
end
$function$
CREATE OR REPLACE FUNCTION registry.staff_leave_once()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if old.active_to is not null and (new.active_to is null or new.active_to > old.active_to or old.active_to <= registry.registry_now()) then
    raise exception 'who has left does not come back' using errcode = '23514', constraint = 'staff_leave_once', table = 'staff', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.staff_photo_is_removed_once()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if old.removed_at is not null then
    raise exception 'a removed photograph does not come back' using errcode = '23514', constraint = 'staff_photo_is_removed_once', table = 'staff_photos', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.staff_reference(staff_id uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$ select s.reference from registry.staff s where s.id = staff_reference.staff_id $function$
CREATE OR REPLACE FUNCTION registry.survivor_of(of_person uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  return coalesce((select l.survivor from registry.person_links l where l.from_person = of_person and l.survivor is not null), of_person);
end
$function$
CREATE OR REPLACE FUNCTION registry.terms_keep_the_laws_figures()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if (new.need_window <> interval '48 hours' or new.free_months <> 12)
    and exists (select from registry.campaigns c where c.id = new.campaign_id and not c.is_trial) then
    raise exception 'needs wait 48 hours, and the free year has 12 months'
      using errcode = '23514', constraint = 'laws_figures_hold_outside_trials', table = 'campaign_terms', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.trials_are_for_demos()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if new.is_trial and not registry.allows_trials() then
    raise exception 'a trial has no place in a registry that serves citizens'
      using errcode = '23514', constraint = 'trials_are_for_demos_and_simulations', table = 'programmes', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.unlink_persons(of_link uuid, actor text, at timestamp with time zone, reason text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  link registry.person_links;
  now timestamptz;
  theirs uuid[];
begin
  if not registry.viewer_sees_all() then
    raise exception 'links are the department''s and the registry''s to undo'
      using errcode = '42501', constraint = 'link_is_of_a_trusted_source', table = 'person_links', schema = 'registry';
  end if;
  select l.* into link from registry.person_links l where l.id = of_link;
  if link.id is null then
    return 'NOT_IN_FORCE';
  end if;
  perform from registry.persons p where p.id in (link.from_person, link.to_person) order by p.id for update;
  select l.* into link from registry.person_links l where l.id = of_link;
  if link.survivor is null then
    return 'NOT_IN_FORCE';
  end if;
  now := registry.registry_now();

  -- Since then the two have acted as one: a later link, or anything that was recorded for the one who stayed, may be either's.
  if link.survivor <> link.to_person
    or exists (
      select from registry.person_links l
      where l.to_person = link.to_person and l.survivor is not null and l.id <> of_link and l.linked_at >= link.linked_at)
    or exists (
      select from registry.issuances i
      where i.person_id = link.to_person and (i.recorded_at >= link.linked_at or i.activated_at >= link.linked_at))
    or exists (select from registry.needs n where n.person_id = link.to_person and n.registered_at >= link.linked_at)
    or exists (select from registry.switch_consents s where s.person_id = link.to_person and s.consented_at >= link.linked_at)
    or exists (select from registry.data_requests r where r.person_id = link.to_person and r.received_at >= link.linked_at) then
    return 'USED_SINCE';
  end if;

  with recursive under (person) as (
    select link.from_person
    union
    select l.from_person from under u join registry.person_links l on l.to_person = u.person and l.survivor is not null and l.id <> of_link)
  select array_agg(u.person) into theirs from under u;
  update registry.person_links l set survivor = null where l.id = of_link;
  update registry.person_links l set survivor = link.from_person where l.survivor = link.to_person and l.from_person = any (theirs);
  update registry.number_keys k set person_id = link.from_person, linked_from = nullif(k.linked_from, link.from_person)
  where k.person_id = link.to_person and k.linked_from = any (theirs);
  insert into registry.person_unlinks (link_id, actor, reason, unlinked_at) values (of_link, unlink_persons.actor, unlink_persons.reason, coalesce(at, now));
  perform registry.write_leaf(coalesce(at, now), 'NUMBERS_UNLINKED', of_link, actor, json_build_object('from', link.to_person, 'out', link.from_person, 'reason', reason)::text);
  return 'UNLINKED';
end
$function$
CREATE OR REPLACE FUNCTION registry.unlink_takes_two_officers()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  if not exists (
    select from registry.proposals p
    where p.act = 'UNLINK_NUMBERS' and p.state = 'CARRIED_OUT' and p.input ->> 'Undone' = new.link_id::text and p.decided_by = new.actor and p.proposed_by <> new.actor) then
    raise exception 'two officers undo a link' using errcode = '23514', constraint = 'unlink_takes_two_officers', table = 'person_unlinks', schema = 'registry';
  end if;
  return new;
end
$function$
CREATE OR REPLACE FUNCTION registry.unused_programme_code(campaign_code text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  found_code text := campaign_code;
begin
  while exists (select from registry.programmes p where p.code = found_code) loop
    found_code := 'trial-' || found_code;
  end loop;
  return found_code;
end
$function$
CREATE OR REPLACE FUNCTION registry.viewer_consents_from()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
    select greatest(
      (select max(b.consents_from) from registry.phone_bindings b where b.number_hash = any (registry.viewer_key_hashes())),
      (select max(l.linked_at) + interval '24 hours' from registry.person_links l
       where l.survivor = any (registry.viewer_persons()) and l.source in ('OFFICER', 'IDENTITY_SERVICE') and not exists (select from registry.person_unlinks u where u.link_id = l.id)))
  $function$
CREATE OR REPLACE FUNCTION registry.viewer_key_hashes()
 RETURNS bytea[]
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
  given constant text := substring(current_setting('registry.viewer', true) from '^citizen:([0-9a-f]{64}(?:,[0-9a-f]{64})*)$');
begin
  if given is null then
    return null;
  end if;
  return (select array_agg(decode(h.hash, 'hex') order by h.place) from unnest(string_to_array(given, ',')) with ordinality h (hash, place));
end
$function$
CREATE OR REPLACE FUNCTION registry.viewer_may_ask_about(key_hashes bytea[])
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
  return coalesce(registry.viewer_provider() is not null or registry.viewer_sees_all() or key_hashes <@ registry.viewer_key_hashes(), false);
end
$function$
CREATE OR REPLACE FUNCTION registry.viewer_person()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
  hashes constant bytea[] := registry.viewer_key_hashes();
begin
  if hashes is null then
    return null;
  end if;
  return (select k.person_id from registry.number_keys k where k.key_hash = any (hashes) order by k.key_hash limit 1);
end
$function$
CREATE OR REPLACE FUNCTION registry.viewer_persons()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
  return registry.persons_of(registry.viewer_person());
end
$function$
CREATE OR REPLACE FUNCTION registry.viewer_provider()
 RETURNS smallint
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
  return (substring(current_setting('registry.viewer', true) from '^provider:([0-9]{1,4})$'))::smallint;
end
$function$
CREATE OR REPLACE FUNCTION registry.viewer_request_owner()
 RETURNS text
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
declare
  provider constant smallint := registry.viewer_provider();
begin
  if provider is not null then
    return (select 'provider:' || p.code from registry.providers p where p.id = provider);
  end if;
  return 'citizen:' || encode((registry.viewer_key_hashes())[1], 'hex');
end
$function$
CREATE OR REPLACE FUNCTION registry.viewer_sees_all()
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
  return coalesce(current_setting('registry.viewer', true), '') in ('department', 'registry');
end
$function$
CREATE OR REPLACE FUNCTION registry.write_leaf(at timestamp with time zone, kind text, subject_id uuid, actor text, payload text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
declare
  -- 244 random bits, as 32 bytes.
  salt constant bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
begin
  insert into registry.journal (at, kind, subject_id, actor, payload, salt, leaf_hash) values (at, kind, subject_id, actor, payload, salt,
    sha256('\x00'::bytea || convert_to(
      'campaign-registry/leaf/v1' || chr(10) || registry.written_instant(at) || chr(10) || encode(sha256(salt || convert_to(payload, 'UTF8')), 'hex') || chr(10), 'UTF8')));
end
$function$
CREATE OR REPLACE FUNCTION registry.written_instant(at timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$
begin
  return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
end
$function$
execute on function answer_is_to_an_open_question(): nobody
execute on function bind_citizen_phone(uuid, text, timestamp with time zone, bytea[], bytea, bytea): campaign_runtime
execute on function claims_wait_with_their_file(): nobody
execute on function client_keeps_a_way_in(): nobody
execute on function close_expired_issuance(uuid, uuid): campaign_runtime
execute on function close_open_need(uuid, uuid, text, timestamp with time zone, timestamp with time zone): campaign_runtime
execute on function correct_need_contact(uuid, uuid, uuid, smallint, bytea, smallint, bytea): campaign_runtime
execute on function earlier_certificate_is_claimed(bytea[], text): campaign_runtime
execute on function forget_claim_numbers(integer): campaign_runtime
execute on function free_period_of(uuid, integer): campaign_runtime
execute on function free_period_starts_once(): nobody
execute on function is_held_as_evidence(uuid): campaign_retention
execute on function is_held_for_comparison(uuid): campaign_retention
execute on function is_held_for_number(bytea): campaign_retention
execute on function is_held_for_person(uuid): campaign_retention
execute on function is_held_for_report(uuid): campaign_retention
execute on function journal_of_accounts(timestamp with time zone, text, uuid, text, text, bytea, bytea): campaign_signin
execute on function leave_issuance(uuid, uuid, uuid, timestamp with time zone): campaign_runtime
execute on function link_persons(uuid, uuid, text, text, timestamp with time zone, text, uuid): campaign_runtime
execute on function lock_open_need(uuid, integer): campaign_runtime
execute on function make_application(text, text[]): campaign_runtime
execute on function message_is_owed(uuid, uuid, smallint, timestamp with time zone): campaign_runtime
execute on function number_leads_to_who_stays(): nobody
execute on function other_holder(uuid, integer, uuid): campaign_runtime
execute on function persons_of(uuid): campaign_runtime
execute on function photo_goes_with_the_service(): nobody
execute on function place_of(bytea[], text): campaign_runtime
execute on function recorded_person_is_not_absorbed(): nobody
execute on function restricted_persons(): campaign_runtime
execute on function retention_bound(text): campaign_retention
execute on function staff_reference(uuid): campaign_runtime
execute on function survivor_of(uuid): campaign_runtime
execute on function unlink_persons(uuid, text, timestamp with time zone, text): campaign_runtime
execute on function viewer_consents_from(): campaign_runtime
comment: A case's timeline.
comment: A citizen's own requests.
comment: A device (the key that it made) belongs to one account at a time.
comment: A file on its way in. One that broke off, or was known already, belongs to no import and goes with the retention.
comment: A key becomes current only when every host that lives (seen within a minute, and not left) knows it: I2.
comment: A member of staff has one account that has no end.
comment: A new code voids the old; each is used once.
comment: A person has one open request of a kind, and one restriction until it is lifted → DataRequestAlreadyOpen.
comment: A provider is reminded once of an answer that is overdue.
comment: A provider names a need by its id alone.
comment: A provider names an issuance by its id alone.
comment: A provider's imports, newest first.
comment: A provider's inbox, newest first.
comment: A provider's open needs, newest first.
comment: A provider's own list, newest first.
comment: A provider's own staff, the latest to begin first.
comment: A run that was cut short is gone on with before another begins.
comment: A trial campaign is a programme of its own.
comment: ASVS V16.3: what happened at the sign-in, to whom, from which network.
comment: An act is proposed once at a time; proposing it again answers the open proposal.
comment: An alarm with what was done about it.
comment: An uploaded file under AES-256-GCM, in pieces of 1 MiB of which the last may be shorter, each bound to its upload and place.
comment: Answers that are overdue.
comment: At most one row, in a simulation or test database alone: by how much the clock is moved, or the instant at which it stands.
comment: At most one row: whether this database is a simulation or a test, whose clock may be moved.
comment: DT-1: providers' licences by the way of keeping the key.
comment: DT-2: what a provider says of the contract and the handover of a certificate.
comment: DT-2: what the provider says of the paper dossier. No image of an identity card is kept.
comment: DT-3.1: one recipient, many holders.
comment: DT-3.2: one contract number on two certificates.
comment: Days off between Monday and Friday. Of years that have none here, weekends alone count.
comment: Devices of an account.
comment: From when on "what changed since I was last here" counts, per officer's account.
comment: HUE-1.1, HUE-4.4: how requests for help ended and how long their citizens waited, by day and provider. An end is for good, so a day that is over is counted once.
comment: HUE-1.1: choices by day, provider and its place on the list that was shown. When a choice was made never changes, so a day that is over is counted once.
comment: HUE-1.1: records by day and ward of residence.
comment: HUE-1.1: what holds in a campaign from an instant on, without who decided it.
comment: HUE-1.2, DT-5: a provider's own policy and its price after the free year. The latest that has begun is in force; earlier ones stay as history.
comment: HUE-1.2: a citizen agrees to the end of a certificate, with a code that works once.
comment: HUE-1.2: a citizen's consents to a change of provider, without their codes.
comment: HUE-1.2: a new code voids the old; each is used once.
comment: HUE-1.2: from when on the citizen who asks may consent.
comment: HUE-1.3: a provider says that two numbers are one person's.
comment: HUE-1.3: a registry is one province's; every other programme in it is a trial.
comment: HUE-1.3: attempts to issue to a citizen who holds a certificate, since the last run.
comment: HUE-1.3: from which score on a pair is flagged, dated.
comment: HUE-1.3: from which score on two persons are shown and flagged as possibly one, and what each field weighs.
comment: HUE-1.3: how far each night's look for persons who may be one is.
comment: HUE-1.3: how frequent each word of names is. Says nothing of anybody, so no row-level security is needed.
comment: HUE-1.3: records that were refused, for what is made of them.
comment: HUE-1.3: the same words of a name in the same ward, of whom no birth date is known.
comment: HUE-1.3: the same words of a name in the same year of birth; and how many bear a name.
comment: HUE-1.3: two persons who may be one, and how an officer has decided.
comment: HUE-1.3: two persons who may be one, why, and what an officer has decided.
comment: HUE-1.3: two persons who were to be linked and each hold a certificate.
comment: HUE-1.3: up to where what records and needs say of persons has been looked at, in one row.
comment: HUE-1.3: what providers and citizens say of a person, by which the same person under another number is suspected.
comment: HUE-1.3: what providers asked by a citizen's number, and the answer.
comment: HUE-1.3: what records, needs, files and citizens say of a person, as it was said.
comment: HUE-1.3: what was said since the last look.
comment: HUE-1.3: whether any file waits, which a check asks first.
comment: HUE-1.3: who has told the same phone.
comment: HUE-1.3: who was born on the same day and bears the same given name.
comment: HUE-1.3: who was born on the same day and bears the same name but for the given name, which may be mistyped.
comment: HUE-1.4: a file says that a certificate is older than the one recorded, by another provider, in the campaign or by a file.
comment: HUE-1.4: certificates that were made in vain, and by when each must be revoked.
comment: HUE-1.4: every certificate that was recorded, without its receipt. What is live is asked of live_issuances.
comment: HUE-1.4: records by day, provider and lateness. When a record was made never changes, so a day that is over is counted once.
comment: HUE-1.4: revocations that have fallen due since the last run.
comment: HUE-1.4: what a certificate that was shown with its record states, and what of it does not fit. Rows are only added; the certificate itself is not kept.
comment: HUE-1.4: what the loser of a race owes.
comment: HUE-1.5: ends by providers, with or without the citizen's code, and what the citizen says of them.
comment: HUE-1.5: ends by providers: by the citizen's code or without, and whether the citizen says not to have asked.
comment: HUE-1.5: the free period that an issuance has started.
comment: HUE-1.5: what a provider ended in one day without the citizens' codes.
comment: HUE-1.5: what the citizen may still deny, on the citizen's own page.
comment: HUE-1.5: when a citizen's free period began in a programme, in which campaign, and whether that was undone.
comment: HUE-1.6: many needs from one phone.
comment: HUE-1.7: codes that have grown old.
comment: HUE-1.7: each look at what stands under a citizen, one row per person and request.
comment: HUE-1.7: each run of the retention, and when it was done.
comment: HUE-1.7: phones that officers bind to citizens' numbers, and those that wait for the second officer. No number and no phone stands here in the clear.
comment: HUE-1.7: the members of providers' staff by the references that their providers gave them.
comment: HUE-1.7: the numbers of such a file, by their keyed hashes alone; they are forgotten when it has run, or was rejected or withdrawn.
comment: HUE-1.7: what has grown old.
comment: HUE-1.7: what has grown old.
comment: HUE-1.7: what has grown old.
comment: HUE-1.7: what has grown old.
comment: HUE-1.7: what is sealed no longer than it is needed.
comment: HUE-1.7: what the citizen is shown.
comment: HUE-1.7: what the department reviews, and what has grown old.
comment: HUE-1.7: what was reported so long ago that its contact goes.
comment: HUE-1.7: who looked at what stands under a citizen, but for what providers ask by number (provider_asks).
comment: HUE-1.7: who searched for a number of which the registry knew nothing.
comment: HUE-1.7: whom a provider looked at.
comment: HUE-2.3: a file claims places from the end of the look at it until it has run, or was rejected or withdrawn.
comment: HUE-2.3: the files from before a campaign, as they were ordered.
comment: HUE-2.3: what a look at the whole of a file found, for the officer who approves it. Rows are only added; the latest holds.
comment: HUE-2.3: what waits for an officer, the longest first.
comment: HUE-3.1, HUE-3.3: what staff say of a visit, with the record or with the activation.
comment: HUE-3.1, HUE-3.3: what staff say of the visit of a certificate, when it was recorded and when it was activated. Claims; rows are only added. Of a badge its hash alone, by which badge_scans knows whether it was opened.
comment: HUE-3.1: a badge shows one face.
comment: HUE-3.1: portraits of staff under AES-256-GCM, each bound to the id of its row; the one that is not removed is shown.
comment: HUE-3.1: the members of providers' staff by the name that a badge shows, the last that was given.
comment: HUE-3.1: the photographs of members of staff, sealed; one that was removed is shown to nobody.
comment: HUE-3.1: when each staff QR code was first opened.
comment: HUE-3.1: whose device has signed a badge.
comment: HUE-3.3: faults whose time to be resolved has run out since the last run.
comment: HUE-4.2: a citizen waits for one provider at a time in a programme → NeedAlreadyOpen.
comment: HUE-4.2: every need as it was registered and as it is written. What is open is asked of open_needs.
comment: HUE-4.2: needs whose provider is to be warned.
comment: HUE-4.4: calls of a need's provider that reached nobody, as it says, and whether the citizen denies them. Nothing is in it of what was said or dialled. Kept as long as the need.
comment: HUE-4.4: calls that reached nobody, as a need's provider says, and whether the citizen denies them. How long three excuse a lapse is asked of not_reached_until.
comment: HUE-4.4: how many calls of a need stand.
comment: HUE-4.4: needs cancelled and registered again with the same provider, which the department looks at.
comment: HUE-4.4: what the job writes down as lapsed.
comment: HUE-4.4: when a provider began to help, and whether the citizen denies it.
comment: HUE-4.5: what was claimed of the support of a need, and what was denied.
comment: HUE-5.1: denials, after which a lapse is flagged after all.
comment: HUE-5.1: ends that citizens did not ask for, for what is made of them.
comment: HUE-5.1: flags by provider, kind and state.
comment: HUE-5.1: flags that the department has not judged yet.
comment: HUE-5.1: how each case stands; why, its events say.
comment: HUE-5.1: one key under two citizens.
comment: HUE-5.1: pairs that were found since the detector's last run.
comment: HUE-5.1: supports that citizens deny, for what is made of them.
comment: HUE-5.1: what officers look into, newest first.
comment: HUE-5.1: what one member of staff recorded, in order.
comment: HUE-5.1: what shows a flag.
comment: HUE-5.1: what was flagged, by whatever it is about, and how the department has judged it.
comment: HUE-5.1: what was scanned since the detector last looked; HUE-1.7: what has grown old.
comment: HUE-5.2: a new decision knows which one it turns over; none is erased.
comment: HUE-5.2: of two officers who decide at once one does.
comment: HUE-5.2: photographs under AES-256-GCM, each bound to the id of its row.
comment: HUE-5.2: what citizens report.
comment: HUE-5.2: what was answered stays said.
comment: HUE-5.2: what was reported stays; the contact of who reported goes with the retention.
comment: HUE-5.3: minutes of confirmed violations, each version for good.
comment: HUE-5.3: the public list of what was published.
comment: HUE-5.3: what an exclusion would do: certificates of a provider that wait for activation.
comment: How long each kind of row is kept, dated: the latest that has begun is in force. Changed by a migration, which is reviewed.
comment: How many numbers a file has, and forgetting them.
comment: How many rows of each kind a run has deleted or erased, up to which instant; written with them, in one transaction.
comment: How much a provider has handed in within a day, which is bounded.
comment: I1, HUE-1.3: at most one certificate holds a citizen's place in a programme.
comment: I1, I6, I10: how far each night's check is, and how many differences it found.
comment: I1, I6: the scope of one certificate and one free year. Rows are only added.
comment: I1: which record a provider's serial number belongs to.
comment: I2: a link is undone by a new decision, once. Rows are only added.
comment: I2: a link was undone by a new decision.
comment: I2: all keys under which a person's number is known.
comment: I2: all who are one person, in one step.
comment: I2: cases since the last run of the detector.
comment: I2: claims since the last run of the detector.
comment: I2: on what grounds two persons became one, by whom and when. Rows are only added; survivor moves with later links alone.
comment: I2: pairs of persons that an officer has decided not to be one. Rows are only added.
comment: I2: the history of a person's links, undone ones too.
comment: I2: the keys of a number that a link has led to another person, for the rotation of keys and the department.
comment: I2: the numbers under which a person is known, sealed; whoever may show one opens it by its key.
comment: I2: the persons known to the registry, by ids alone.
comment: I2: two persons became one on trusted grounds.
comment: I2: who is known under the keyed hash of a number; whoever stands for a linked person.
comment: I2: who was said to be the one who has just got a certificate.
comment: I2: whoever was absorbed is one other person, and no two.
comment: I4: an issuance serves one need.
comment: I6: the free period starts once in a programme and never grows by switching.
comment: I7: the periods [joined_at, ended_at) in which providers take part.
comment: I9, law 91/2025: what is true, beside the row that says otherwise. Rows are only added.
comment: I9: what happened in a case, for good.
comment: Law 91/2025: what a citizen asks of the registry about his or her own data, by when it is due, and what became of it.
comment: Messages that wait to be sent, by when they are tried next.
comment: Numbers under AES-256-GCM: nonce (12 bytes), text, tag (16 bytes); bound to the person id.
comment: Open sessions of a device.
comment: Open sessions of an account.
comment: OpenIddict's look-up of a client's authorizations.
comment: OpenIddict's look-up of a client's tokens.
comment: Pairs by their second person: of a certificate that is recorded.
comment: Public facts, dated: of each ward the latest that has begun holds. None until the department has entered one.
comment: Quota per provider and minute.
comment: Quota per staff member and hour.
comment: Set-up codes of an account.
comment: The campaigns by their codes, as the contract names them; and in which programme what is recorded in each counts (HUE-1.3).
comment: The department as pages name it, dated: the one in force is the latest that has begun. Without a phone the pages show none.
comment: The department's list of one provider, newest first.
comment: The department's list, newest first, and what the detector has not seen.
comment: The department's list, newest first.
comment: The department's list, newest first.
comment: The department's list, newest first.
comment: The department's list, newest first.
comment: The department's name in Vietnamese, dated.
comment: The department's queue of one kind: a rare kind is found among many of a common one.
comment: The department's queue of one provider, newest first.
comment: The department's queue of one provider.
comment: The department's queue, newest first.
comment: The department's queue, newest first.
comment: The department's queue.
comment: The detector UNRECORDED_CERTIFICATE reads what is new.
comment: The few that a sign-in looks at.
comment: The file whose look it is: first started, first looked at.
comment: The history of one issuance, need or campaign.
comment: The import whose turn it is: first approved, first run.
comment: The latest look at a file.
comment: The names of providers; the one in use has no end.
comment: The pair that an officer decides.
comment: The providers by their codes, as the contract names them.
comment: Tokens of an authorization.
comment: What a case is about.
comment: What a citizen has reported.
comment: What a provider was asked, newest first.
comment: What a system signs in with. Good in [valid_from, valid_to).
comment: What an export shows.
comment: What became of each row, without the row: no number and no name is here.
comment: What detectors look at: needs whose end was written down lately.
comment: What has ended so long ago that its contact goes.
comment: What has expired is deleted by those that come after.
comment: What has grown old.
comment: What is overdue, and what is due next.
comment: What must never be, and was found: the differences of the nightly check, and what is overdue.
comment: What one person, or the administrator, is shown.
comment: What subscribers follow: committed changes of needs and flags, in the order in which they were written.
comment: What the department's administrators review, and what has grown old.
comment: What was corrected of one need or dossier.
comment: What was corrected on a request.
comment: What was done, when and by whom; the leaf's own text and hash are the journal's.
comment: What was written to a citizen, a provider or the department, and when it was sent.
comment: When a campaign was counted last, and up to which day.
comment: When each staff QR code was first opened. Of codes that the registry's staff made alone; nothing of who scanned it.
comment: Whether a certificate was revoked is asked of each record, and of each row of an import.
comment: Whether a need shows a violation.
comment: Whether a question about a citizen shows a violation.
comment: Who asked about a citizen: what the citizen is shown.
comment: Who looked at an alarm, and what was found or done.
comment: Whose rows providers do not see beyond what a check needs (HUE-1.3).
comment: HUE-1.7: the provider's numbers of the day are spent; it waits until the next.
comment: The issuance whose place this one took: by a switch, or as its replacement.
comment: Who typed it: the citizen, signed in; or the department in the citizen's name. Null: registered before this was kept.
comment: The cancelled need that this one goes on with, at the same provider.
comment: Who ended it: the owner of the request, or registry.
comment: How long the needs that it goes on with were open.
comment: PURPOSE:id of each key that the host has.
comment: Null for clients that were made before this was written down.
comment: False while a key is known and no host makes rows with it alone: a host without it may serve. True for good once it was current anywhere.
comment: When it became the current one by command; null for the first of its purpose.
comment: From then on no host needs it. Its id is never used again.
comment: Whose number it was, and under whose id it stands in citizen_numbers, when a link has led it to person_id; null: it is still its own.
comment on constraint one_case_per_number: A case number means one case.
comment on constraint an_assertion_is_used_once: A client assertion that comes twice is refused, whichever host it comes to.
comment on constraint one_key_per_id: A key id means one key for ever; two hosts cannot work under different keys.
comment on constraint one_key_per_id_and_client: A key id means one key of its client for ever, whether ended or not.
comment on constraint one_row_per_key_and_client: A key that was ended does not come back under another id.
comment on constraint one_phone_per_number: A number has one phone; a sign-in with another gets no code.
comment on constraint one_person_per_number: A number means one person (I2).
comment on constraint a_code_has_five_tries: A one-time code can be guessed at five times.
comment on constraint one_record_per_serial_number: A provider records a serial number once → SerialNumberTaken.
comment on constraint one_report_per_reference: A reference number means one report; whoever knows it may ask how the report stands.
comment on constraint declined_request_says_why: A refusal of a right states its reason and the clause that it rests on.
comment on constraint one_account_per_user_name: A user name means one person for ever.
comment on constraint account_is_of_one_kind: An account is a provider's member of staff, a provider's administrator or an officer, and never two of them: no officer belongs to a provider.
comment on constraint alarm_says_what_is_broken: An invariant, or a clause whose deadline has passed (a citizen's request that is overdue).
comment on constraint one_name_at_a_time: At any instant a provider has one name.
comment on constraint one_participation_at_a_time: At any instant a provider takes part in a campaign once or not at all.
comment on constraint staff_reference_is_one_person_at_a_time: At any instant a provider's reference means one member of its staff.
comment on constraint issuer_once_at_a_time: At any instant an issuer name (common name or organisation in a certificate) is one provider's alone.
comment on constraint one_offer_at_a_time: DT-5: at each instant one price is published.
comment on constraint each_piece_of_evidence_once: Evidence that comes later is added to its flag once.
comment on constraint replacing_phone_waits_a_day: HUE-1.2: a phone that replaced another consents to nothing for 24 hours → PhoneIsNew.
comment on constraint one_pair_of_two_persons: HUE-1.3: two persons are asked about once, however often they are found.
comment on constraint end_is_denied_within_30_days: HUE-1.5: the citizen may say "I did not ask" in [told, told + 30 days) → EndNotDeniable.
comment on constraint one_authority_knows_both_officers: HUE-1.7, I2: two persons, not two names → SecondOfficerNeeded.
comment on constraint contact_is_there_until_it_is_erased: HUE-1.7: a contact is erased whole: name, telephone and address, and the hash by which the telephone is found.
comment on constraint a_day_takes_a_part_of_a_file: HUE-1.7: a part has 5,000 rows; fewer a day, and no file would get on.
comment on constraint search_has_its_reason: HUE-1.7: an officer who searches says why.
comment on constraint phone_waits_15_minutes_for_the_second: HUE-1.7: the citizen stands at the counter while the second officer confirms.
comment on constraint citizen_alone_names_a_record: HUE-1.7: who has not proved a number names nothing that stands under one.
comment on constraint upload_waits_for_its_order: HUE-2.3: an uploaded file does nothing until somebody who saw its preview has ordered the import.
comment on constraint file_runs_by_an_approval: HUE-2.3: no row of a file is recorded before an officer, or the operator's command line, has approved the file.
comment on constraint files_are_taken_until_the_close_at_most: HUE-2.3: once the campaign is over there is nothing left to block.
comment on constraint one_import_per_file: HUE-2.3: the same file again is the same import, and changes nothing.
comment on constraint approval_comes_after_the_look: HUE-2.3: what is approved is what was looked at; a file that is started again is looked at and approved again.
comment on constraint one_staff_name_at_a_time: HUE-3.1: a member of staff has one name at a time, and keeps the same id and quotas under a new one.
comment on constraint only_staff_serve: HUE-3.1: a staff account is for one period of service, and ends with it.
comment on constraint pending_only_at_the_door: HUE-3.3, HUE-2.2, HUE-4.5: only staff at the door may record before activation.
comment on constraint call_is_noted_within_an_hour: HUE-4.4: a claim of somebody's clock is bounded → CallDoesNotCount.
comment on constraint call_is_made_between_8_and_20: HUE-4.4: in [08:00, 20:00) in Vietnam, when people can be expected to answer → CallDoesNotCount.
comment on constraint call_is_denied_within_30_days: HUE-4.4: the citizen may say "nobody called me" in [noted, noted + 30 days) → CallNotDeniable.
comment on constraint flagged_once: HUE-5.1: a detector that runs again, or on two hosts at once, flags nothing twice.
comment on constraint one_case_per_violation: HUE-5.1: what was flagged is judged in one place.
comment on constraint decided_case_says_what: HUE-5.2: a case is decided one way or the other.
comment on constraint decision_has_its_reason: HUE-5.2: confirmed or dismissed, and why.
comment on constraint second_administrator_confirms: HUE-5.3: four eyes; who issues a code for an officer does not confirm it → SecondAdministratorNeeded.
comment on constraint second_officer_carries_out: HUE-5.3: four eyes; who proposes does not approve → SecondOfficerNeeded.
comment on constraint published_case_is_confirmed: HUE-5.3: what is published has been confirmed.
comment on constraint campaign_is_of_one_programme: I1, I6: what is recorded in a campaign counts in its programme (the foreign keys that lead here).
comment on constraint hash_is_of_the_minutes: I10: what the journal has the hash of is what is kept.
comment on constraint one_case_per_pair: I2: two persons who both hold a certificate are looked into once, however often they are to be linked.
comment on constraint same_photo_is_kept_once: I3: a photograph that is sent again is the one that is there.
comment on constraint one_act_per_request_id: I3: a request sent again never acts twice → the first result, or RequestIdReused.
comment on constraint answer_is_of_who_was_asked: I8: a provider answers what it was asked itself.
comment on constraint officer_decides_a_correction: I9: nobody rewrites his or her own history; a correction is judged.
comment on constraint one_photo_per_place: Of many that are sent at once four are kept.
comment on constraint ended_has_time_and_reason: The one list of the states in which a certificate holds its citizen's place, as written: those without an end. Whether it does at an instant: registry.live_issuances (db/views).
comment on constraint ended_need_has_its_times: The one list of the states in which a need is open, as written: those without an end. Whether it is at an instant: registry.open_needs (db/views).
comment on constraint one_alarm_per_difference: The same difference is raised once, however often it is found.
comment on constraint one_message_per_occasion: Those concerned are told once.
grant INSERT on registry.alarm_notes to campaign_runtime
grant SELECT on registry.alarm_notes to campaign_runtime
grant SELECT on registry.alarms to campaign_reader
grant INSERT on registry.alarms to campaign_runtime
grant SELECT on registry.alarms to campaign_runtime
grant DELETE on registry.badge_scans to campaign_retention
grant INSERT on registry.badge_scans to campaign_runtime
grant SELECT on registry.badge_scans to campaign_runtime
grant SELECT on registry.campaign_codes to campaign_reader
grant SELECT on registry.campaign_codes to campaign_runtime
grant SELECT on registry.campaign_terms to campaign_reader
grant SELECT on registry.campaign_terms to campaign_rekey
grant INSERT on registry.campaign_terms to campaign_runtime
grant SELECT on registry.campaign_terms to campaign_runtime
grant SELECT on registry.campaigns to campaign_reader
grant SELECT on registry.campaigns to campaign_rekey
grant INSERT on registry.campaigns to campaign_runtime
grant SELECT on registry.campaigns to campaign_runtime
grant INSERT on registry.case_events to campaign_runtime
grant SELECT on registry.case_events to campaign_runtime
grant INSERT on registry.case_minutes to campaign_runtime
grant SELECT on registry.case_minutes to campaign_runtime
grant INSERT on registry.case_violations to campaign_runtime
grant SELECT on registry.case_violations to campaign_runtime
grant INSERT on registry.cases to campaign_runtime
grant SELECT on registry.cases to campaign_runtime
grant SELECT on registry.citizen_asks to campaign_rekey
grant DELETE on registry.citizen_asks to campaign_retention
grant INSERT on registry.citizen_asks to campaign_runtime
grant SELECT on registry.citizen_asks to campaign_runtime
grant SELECT on registry.citizen_numbers to campaign_rekey
grant INSERT on registry.citizen_numbers to campaign_runtime
grant SELECT on registry.citizen_numbers to campaign_runtime
grant SELECT on registry.citizen_reports to campaign_runtime
grant SELECT on registry.clients to campaign_reader
grant INSERT on registry.clients to campaign_runtime
grant SELECT on registry.clients to campaign_runtime
grant SELECT on registry.clock to campaign_reader
grant SELECT on registry.clock to campaign_rekey
grant SELECT on registry.clock to campaign_retention
grant SELECT on registry.clock to campaign_runtime
grant SELECT on registry.contract_dossiers to campaign_runtime
grant INSERT on registry.data_corrections to campaign_runtime
grant SELECT on registry.data_corrections to campaign_runtime
grant INSERT on registry.data_requests to campaign_runtime
grant SELECT on registry.data_requests to campaign_runtime
grant SELECT on registry.database_kind to campaign_reader
grant SELECT on registry.database_kind to campaign_rekey
grant SELECT on registry.database_kind to campaign_retention
grant SELECT on registry.database_kind to campaign_runtime
grant SELECT on registry.dated_terms to campaign_runtime
grant SELECT on registry.department_details to campaign_reader
grant INSERT on registry.department_details to campaign_runtime
grant SELECT on registry.department_details to campaign_runtime
grant SELECT on registry.department_names to campaign_runtime
grant SELECT on registry.desk_figures_choices to campaign_reader
grant INSERT on registry.desk_figures_choices to campaign_runtime
grant SELECT on registry.desk_figures_choices to campaign_runtime
grant SELECT on registry.desk_figures_daily to campaign_reader
grant INSERT on registry.desk_figures_daily to campaign_runtime
grant SELECT on registry.desk_figures_daily to campaign_runtime
grant SELECT on registry.desk_figures_flags to campaign_reader
grant INSERT on registry.desk_figures_flags to campaign_runtime
grant SELECT on registry.desk_figures_flags to campaign_runtime
grant SELECT on registry.desk_figures_outcomes to campaign_reader
grant INSERT on registry.desk_figures_outcomes to campaign_runtime
grant SELECT on registry.desk_figures_outcomes to campaign_runtime
grant SELECT on registry.desk_figures_ward to campaign_reader
grant INSERT on registry.desk_figures_ward to campaign_runtime
grant SELECT on registry.desk_figures_ward to campaign_runtime
grant SELECT on registry.desk_figures to campaign_reader
grant INSERT on registry.desk_figures to campaign_runtime
grant SELECT on registry.desk_figures to campaign_runtime
grant INSERT on registry.desk_visits to campaign_runtime
grant SELECT on registry.desk_visits to campaign_runtime
grant INSERT on registry.detector_progress to campaign_runtime
grant SELECT on registry.detector_progress to campaign_runtime
grant SELECT on registry.detector_thresholds to campaign_reader
grant INSERT on registry.detector_thresholds to campaign_runtime
grant SELECT on registry.detector_thresholds to campaign_runtime
grant INSERT on registry.dossiers to campaign_runtime
grant SELECT on registry.dossiers to campaign_runtime
grant INSERT on registry.end_consents to campaign_runtime
grant SELECT on registry.end_consents to campaign_runtime
grant SELECT on registry.ends_by_providers to campaign_runtime
grant SELECT on registry.flag_evidence to campaign_runtime
grant SELECT on registry.flag_scores to campaign_runtime
grant SELECT on registry.flags to campaign_runtime
grant SELECT on registry.free_periods to campaign_reader
grant INSERT on registry.free_periods to campaign_runtime
grant SELECT on registry.free_periods to campaign_runtime
grant SELECT on registry.given_consents to campaign_runtime
grant SELECT on registry.granted_licences to campaign_runtime
grant SELECT on registry.holidays to campaign_reader
grant SELECT on registry.holidays to campaign_runtime
grant INSERT on registry.import_claims to campaign_runtime
grant SELECT on registry.import_claims to campaign_runtime
grant INSERT on registry.import_looks to campaign_runtime
grant SELECT on registry.import_looks to campaign_runtime
grant SELECT on registry.import_orders to campaign_runtime
grant INSERT on registry.import_parts to campaign_runtime
grant SELECT on registry.import_parts to campaign_runtime
grant DELETE on registry.import_pieces to campaign_retention
grant INSERT on registry.import_pieces to campaign_runtime
grant SELECT on registry.import_pieces to campaign_runtime
grant INSERT on registry.import_uploads to campaign_runtime
grant SELECT on registry.import_uploads to campaign_runtime
grant INSERT on registry.imports to campaign_runtime
grant SELECT on registry.imports to campaign_runtime
grant SELECT on registry.invariant_checks to campaign_reader
grant INSERT on registry.invariant_checks to campaign_runtime
grant SELECT on registry.invariant_checks to campaign_runtime
grant SELECT on registry.issuances to campaign_reader
grant INSERT on registry.issuances to campaign_runtime
grant SELECT on registry.issuances to campaign_runtime
grant SELECT on registry.journal_leaves to campaign_runtime
grant INSERT on registry.journal to campaign_rekey
grant INSERT on registry.journal to campaign_retention
grant INSERT on registry.journal to campaign_runtime
grant SELECT on registry.journal to campaign_runtime
grant INSERT on registry.key_checks to campaign_rekey
grant SELECT on registry.key_checks to campaign_rekey
grant INSERT on registry.key_checks to campaign_runtime
grant SELECT on registry.key_checks to campaign_runtime
grant SELECT on registry.key_holders to campaign_rekey
grant INSERT on registry.key_holders to campaign_runtime
grant SELECT on registry.key_holders to campaign_runtime
grant UPDATE on registry.key_holders to campaign_runtime
grant SELECT on registry.licences to campaign_reader
grant INSERT on registry.licences to campaign_runtime
grant SELECT on registry.licences to campaign_runtime
grant SELECT on registry.lookup_traces to campaign_runtime
grant DELETE on registry.messages to campaign_retention
grant INSERT on registry.messages to campaign_runtime
grant SELECT on registry.messages to campaign_runtime
grant INSERT on registry.name_word_counts to campaign_runtime
grant SELECT on registry.name_word_counts to campaign_runtime
grant INSERT on registry.need_calls to campaign_runtime
grant SELECT on registry.need_calls to campaign_runtime
grant INSERT on registry.need_supports to campaign_runtime
grant SELECT on registry.need_supports to campaign_runtime
grant SELECT on registry.needs to campaign_rekey
grant INSERT on registry.needs to campaign_runtime
grant SELECT on registry.needs to campaign_runtime
grant SELECT on registry.noted_calls to campaign_runtime
grant INSERT on registry.number_claims to campaign_runtime
grant SELECT on registry.number_claims to campaign_runtime
grant INSERT on registry.number_keys to campaign_rekey
grant SELECT on registry.number_keys to campaign_rekey
grant INSERT on registry.number_keys to campaign_runtime
grant SELECT on registry.number_keys to campaign_runtime
grant SELECT on registry.number_persons to campaign_runtime
grant SELECT on registry.older_certificates to campaign_runtime
grant SELECT on registry.open_violations to campaign_reader
grant SELECT on registry.open_violations to campaign_runtime
grant SELECT on registry.opened_badges to campaign_runtime
grant INSERT on registry.parted_persons to campaign_runtime
grant SELECT on registry.parted_persons to campaign_runtime
grant SELECT on registry.participation_periods to campaign_runtime
grant SELECT on registry.participations to campaign_reader
grant INSERT on registry.participations to campaign_runtime
grant SELECT on registry.participations to campaign_runtime
grant SELECT on registry.person_details to campaign_rekey
grant DELETE on registry.person_details to campaign_retention
grant INSERT on registry.person_details to campaign_runtime
grant SELECT on registry.person_details to campaign_runtime
grant SELECT on registry.person_ids to campaign_runtime
grant SELECT on registry.person_joins to campaign_runtime
grant SELECT on registry.person_link_cases to campaign_runtime
grant SELECT on registry.person_links to campaign_runtime
grant SELECT on registry.person_partings to campaign_runtime
grant SELECT on registry.person_unlinks to campaign_runtime
grant SELECT on registry.persons to campaign_reader
grant SELECT on registry.persons to campaign_rekey
grant INSERT on registry.persons to campaign_runtime
grant SELECT on registry.persons to campaign_runtime
grant INSERT on registry.phone_bindings to campaign_runtime
grant SELECT on registry.phone_bindings to campaign_runtime
grant SELECT on registry.place_claim_numbers to campaign_rekey
grant INSERT on registry.place_claim_numbers to campaign_runtime
grant SELECT on registry.place_claim_numbers to campaign_runtime
grant SELECT on registry.place_claims to campaign_runtime
grant SELECT on registry.possible_same_persons to campaign_runtime
grant SELECT on registry.programmes to campaign_reader
grant INSERT on registry.programmes to campaign_runtime
grant SELECT on registry.programmes to campaign_runtime
grant INSERT on registry.proposals to campaign_runtime
grant SELECT on registry.proposals to campaign_runtime
grant SELECT on registry.provider_asks to campaign_runtime
grant SELECT on registry.provider_codes to campaign_reader
grant SELECT on registry.provider_codes to campaign_runtime
grant INSERT on registry.provider_ends to campaign_runtime
grant SELECT on registry.provider_ends to campaign_runtime
grant SELECT on registry.provider_issuers to campaign_reader
grant INSERT on registry.provider_issuers to campaign_runtime
grant SELECT on registry.provider_issuers to campaign_runtime
grant SELECT on registry.provider_names to campaign_reader
grant INSERT on registry.provider_names to campaign_runtime
grant SELECT on registry.provider_names to campaign_runtime
grant SELECT on registry.provider_offers to campaign_reader
grant INSERT on registry.provider_offers to campaign_runtime
grant SELECT on registry.provider_offers to campaign_runtime
grant SELECT on registry.provider_titles to campaign_runtime
grant SELECT on registry.providers to campaign_reader
grant INSERT on registry.providers to campaign_runtime
grant SELECT on registry.providers to campaign_runtime
grant SELECT on registry.raised_alarms to campaign_runtime
grant DELETE on registry.reads to campaign_retention
grant INSERT on registry.reads to campaign_runtime
grant SELECT on registry.reads to campaign_runtime
grant SELECT on registry.recorded_issuances to campaign_runtime
grant SELECT on registry.refused_attempts to campaign_runtime
grant INSERT on registry.refused_records to campaign_runtime
grant SELECT on registry.refused_records to campaign_runtime
grant SELECT on registry.registered_needs to campaign_runtime
grant DELETE on registry.report_photos to campaign_retention
grant INSERT on registry.report_photos to campaign_runtime
grant SELECT on registry.report_photos to campaign_runtime
grant INSERT on registry.reports to campaign_runtime
grant SELECT on registry.reports to campaign_runtime
grant SELECT on registry.request_claims to campaign_rekey
grant INSERT on registry.request_claims to campaign_runtime
grant SELECT on registry.request_claims to campaign_runtime
grant SELECT on registry.retention_run_subjects to campaign_reader
grant INSERT on registry.retention_run_subjects to campaign_retention
grant SELECT on registry.retention_run_subjects to campaign_retention
grant SELECT on registry.retention_run_subjects to campaign_runtime
grant SELECT on registry.retention_runs to campaign_reader
grant INSERT on registry.retention_runs to campaign_retention
grant SELECT on registry.retention_runs to campaign_retention
grant SELECT on registry.retention_runs to campaign_runtime
grant SELECT on registry.retention_terms to campaign_reader
grant SELECT on registry.retention_terms to campaign_retention
grant SELECT on registry.retention_terms to campaign_runtime
grant SELECT on registry.revocation_duties to campaign_runtime
grant INSERT on registry.revocation_tasks to campaign_runtime
grant SELECT on registry.revocation_tasks to campaign_runtime
grant INSERT on registry.same_person_nights to campaign_runtime
grant SELECT on registry.same_person_nights to campaign_runtime
grant INSERT on registry.same_person_pairs to campaign_runtime
grant SELECT on registry.same_person_pairs to campaign_runtime
grant INSERT on registry.same_person_policies to campaign_runtime
grant SELECT on registry.same_person_policies to campaign_runtime
grant INSERT on registry.same_person_progress to campaign_runtime
grant SELECT on registry.same_person_progress to campaign_runtime
grant SELECT on registry.sealed_numbers to campaign_runtime
grant INSERT on registry.serial_claims to campaign_runtime
grant SELECT on registry.serial_claims to campaign_runtime
grant SELECT on registry.serial_holders to campaign_runtime
grant INSERT on registry.shown_certificates to campaign_runtime
grant SELECT on registry.shown_certificates to campaign_runtime
grant SELECT on registry.staff_bearers to campaign_runtime
grant SELECT on registry.staff_names to campaign_reader
grant INSERT on registry.staff_names to campaign_runtime
grant SELECT on registry.staff_names to campaign_runtime
grant DELETE on registry.staff_photos to campaign_retention
grant INSERT on registry.staff_photos to campaign_runtime
grant SELECT on registry.staff_photos to campaign_runtime
grant SELECT on registry.staff_portraits to campaign_runtime
grant SELECT on registry.staff_references to campaign_reader
grant SELECT on registry.staff_references to campaign_runtime
grant SELECT on registry.staff to campaign_reader
grant INSERT on registry.staff to campaign_runtime
grant SELECT on registry.staff to campaign_runtime
grant SELECT on registry.started_free_periods to campaign_runtime
grant SELECT on registry.started_supports to campaign_runtime
grant SELECT on registry.stated_details to campaign_runtime
grant SELECT on registry.stated_numbers to campaign_runtime
grant SELECT on registry.stated_visits to campaign_runtime
grant SELECT on registry.switch_consents to campaign_rekey
grant INSERT on registry.switch_consents to campaign_runtime
grant SELECT on registry.switch_consents to campaign_runtime
grant SELECT on registry.two_holder_links to campaign_runtime
grant SELECT on registry.violation_evidence to campaign_reader
grant INSERT on registry.violation_evidence to campaign_runtime
grant SELECT on registry.violation_evidence to campaign_runtime
grant SELECT on registry.violations to campaign_reader
grant INSERT on registry.violations to campaign_runtime
grant SELECT on registry.violations to campaign_runtime
grant INSERT on registry.visit_statements to campaign_runtime
grant SELECT on registry.visit_statements to campaign_runtime
grant SELECT on registry.ward_populations to campaign_reader
grant INSERT on registry.ward_populations to campaign_runtime
grant SELECT on registry.ward_populations to campaign_runtime
grant SELECT on registry.written_messages to campaign_runtime
grant DELETE on signin.accounts to campaign_signin
grant INSERT on signin.accounts to campaign_signin
grant SELECT on signin.accounts to campaign_signin
grant UPDATE on signin.accounts to campaign_signin
grant DELETE on signin.applications to campaign_signin
grant INSERT on signin.applications to campaign_signin
grant SELECT on signin.applications to campaign_signin
grant UPDATE on signin.applications to campaign_signin
grant DELETE on signin.attempts to campaign_retention
grant DELETE on signin.attempts to campaign_signin
grant INSERT on signin.attempts to campaign_signin
grant SELECT on signin.attempts to campaign_signin
grant UPDATE on signin.attempts to campaign_signin
grant DELETE on signin.authorizations to campaign_signin
grant INSERT on signin.authorizations to campaign_signin
grant SELECT on signin.authorizations to campaign_signin
grant UPDATE on signin.authorizations to campaign_signin
grant DELETE on signin.citizen_codes to campaign_retention
grant DELETE on signin.citizen_codes to campaign_signin
grant INSERT on signin.citizen_codes to campaign_signin
grant SELECT on signin.citizen_codes to campaign_signin
grant UPDATE on signin.citizen_codes to campaign_signin
grant INSERT on signin.citizen_phones to campaign_signin
grant SELECT on signin.citizen_phones to campaign_signin
grant INSERT on signin.client_credentials to campaign_runtime
grant SELECT on signin.client_credentials to campaign_signin
grant DELETE on signin.devices to campaign_signin
grant INSERT on signin.devices to campaign_signin
grant SELECT on signin.devices to campaign_signin
grant UPDATE on signin.devices to campaign_signin
grant DELETE on signin.events to campaign_retention
grant INSERT on signin.events to campaign_signin
grant SELECT on signin.events to campaign_signin
grant DELETE on signin.scopes to campaign_signin
grant INSERT on signin.scopes to campaign_signin
grant SELECT on signin.scopes to campaign_signin
grant UPDATE on signin.scopes to campaign_signin
grant DELETE on signin.second_factors to campaign_signin
grant INSERT on signin.second_factors to campaign_signin
grant SELECT on signin.second_factors to campaign_signin
grant UPDATE on signin.second_factors to campaign_signin
grant DELETE on signin.sessions to campaign_retention
grant DELETE on signin.sessions to campaign_signin
grant INSERT on signin.sessions to campaign_signin
grant SELECT on signin.sessions to campaign_signin
grant UPDATE on signin.sessions to campaign_signin
grant DELETE on signin.setup_codes to campaign_retention
grant DELETE on signin.setup_codes to campaign_signin
grant INSERT on signin.setup_codes to campaign_signin
grant SELECT on signin.setup_codes to campaign_signin
grant UPDATE on signin.setup_codes to campaign_signin
grant DELETE on signin.tokens to campaign_retention
grant DELETE on signin.tokens to campaign_signin
grant INSERT on signin.tokens to campaign_signin
grant SELECT on signin.tokens to campaign_signin
grant UPDATE on signin.tokens to campaign_signin
grant DELETE on signin.used_assertions to campaign_signin
grant INSERT on signin.used_assertions to campaign_signin
grant SELECT on signin.used_assertions to campaign_signin
grant UPDATE on signin.used_assertions to campaign_signin
grant update (answer_due_at) on registry.cases to campaign_runtime
grant update (assigned_to) on registry.cases to campaign_runtime
grant update (decision) on registry.cases to campaign_runtime
grant update (published_at) on registry.cases to campaign_runtime
grant update (question_id) on registry.cases to campaign_runtime
grant update (severity) on registry.cases to campaign_runtime
grant update (state) on registry.cases to campaign_runtime
grant update (key_hash) on registry.citizen_asks to campaign_rekey
grant update (key_id) on registry.citizen_asks to campaign_rekey
grant update (ciphertext) on registry.citizen_numbers to campaign_rekey
grant update (encryption_key_id) on registry.citizen_numbers to campaign_rekey
grant update (ended_at) on registry.clients to campaign_runtime
grant update (ended_by) on registry.clients to campaign_runtime
grant update (clause) on registry.data_requests to campaign_runtime
grant update (decided_at) on registry.data_requests to campaign_runtime
grant update (decided_by) on registry.data_requests to campaign_runtime
grant update (lifted_at) on registry.data_requests to campaign_runtime
grant update (lifted_by) on registry.data_requests to campaign_runtime
grant update (reason) on registry.data_requests to campaign_runtime
grant update (state) on registry.data_requests to campaign_runtime
grant update (needs) on registry.desk_figures_choices to campaign_runtime
grant update (late) on registry.desk_figures_daily to campaign_runtime
grant update (recorded) on registry.desk_figures_daily to campaign_runtime
grant update (flags) on registry.desk_figures_flags to campaign_runtime
grant update (needs) on registry.desk_figures_outcomes to campaign_runtime
grant update (recorded) on registry.desk_figures_ward to campaign_runtime
grant update (counted_at) on registry.desk_figures to campaign_runtime
grant update (counted_to) on registry.desk_figures to campaign_runtime
grant update (previous_at) on registry.desk_visits to campaign_runtime
grant update (seen_at) on registry.desk_visits to campaign_runtime
grant update (scanned_to) on registry.detector_progress to campaign_runtime
grant update (used_at) on registry.end_consents to campaign_runtime
grant update (voided_at) on registry.end_consents to campaign_runtime
grant update (wrong_tries) on registry.end_consents to campaign_runtime
grant update (undone_at) on registry.free_periods to campaign_runtime
grant update (already_ours) on registry.imports to campaign_runtime
grant update (approved_at) on registry.imports to campaign_runtime
grant update (approved_by) on registry.imports to campaign_runtime
grant update (awaiting_since) on registry.imports to campaign_runtime
grant update (claims) on registry.imports to campaign_runtime
grant update (claims_seen) on registry.imports to campaign_runtime
grant update (doubtful) on registry.imports to campaign_runtime
grant update (finished_at) on registry.imports to campaign_runtime
grant update (goes_on_at) on registry.imports to campaign_runtime
grant update (held_by_another) on registry.imports to campaign_runtime
grant update (malformed) on registry.imports to campaign_runtime
grant update (ordered_at) on registry.imports to campaign_runtime
grant update (ordered_by) on registry.imports to campaign_runtime
grant update (read_bytes) on registry.imports to campaign_runtime
grant update (reason) on registry.imports to campaign_runtime
grant update (recorded) on registry.imports to campaign_runtime
grant update (rejected_by) on registry.imports to campaign_runtime
grant update (rows_done) on registry.imports to campaign_runtime
grant update (started_at) on registry.imports to campaign_runtime
grant update (state) on registry.imports to campaign_runtime
grant update (upload_id) on registry.imports to campaign_runtime
grant update (differences) on registry.invariant_checks to campaign_runtime
grant update (finished_at) on registry.invariant_checks to campaign_runtime
grant update (journal_to) on registry.invariant_checks to campaign_runtime
grant update (persons) on registry.invariant_checks to campaign_runtime
grant update (persons_done_at) on registry.invariant_checks to campaign_runtime
grant update (persons_to) on registry.invariant_checks to campaign_runtime
grant update (activated_at) on registry.issuances to campaign_runtime
grant update (end_reason) on registry.issuances to campaign_runtime
grant update (ended_at) on registry.issuances to campaign_runtime
grant update (ended_by) on registry.issuances to campaign_runtime
grant update (status) on registry.issuances to campaign_runtime
grant update (in_use) on registry.key_checks to campaign_rekey
grant update (promoted_at) on registry.key_checks to campaign_rekey
grant update (retired_at) on registry.key_checks to campaign_rekey
grant update (in_use) on registry.key_checks to campaign_runtime
grant update (withdrawn_on) on registry.licences to campaign_runtime
grant update (attempts) on registry.messages to campaign_runtime
grant update (given_up_at) on registry.messages to campaign_runtime
grant update (next_attempt_at) on registry.messages to campaign_runtime
grant update (sent_at) on registry.messages to campaign_runtime
grant update (counted_at) on registry.name_word_counts to campaign_runtime
grant update (persons) on registry.name_word_counts to campaign_runtime
grant update (denied_at) on registry.need_calls to campaign_runtime
grant update (note) on registry.need_supports to campaign_retention
grant update (denied_at) on registry.need_supports to campaign_runtime
grant update (contact) on registry.needs to campaign_rekey
grant update (contact_key_id) on registry.needs to campaign_rekey
grant update (phone_hash) on registry.needs to campaign_rekey
grant update (phone_key_id) on registry.needs to campaign_rekey
grant update (contact) on registry.needs to campaign_retention
grant update (contact_erased_at) on registry.needs to campaign_retention
grant update (contact_key_id) on registry.needs to campaign_retention
grant update (phone_hash) on registry.needs to campaign_retention
grant update (phone_key_id) on registry.needs to campaign_retention
grant update (closed_at) on registry.needs to campaign_runtime
grant update (due_at) on registry.needs to campaign_runtime
grant update (ended_at) on registry.needs to campaign_runtime
grant update (lapsed_from) on registry.needs to campaign_runtime
grant update (served_by) on registry.needs to campaign_runtime
grant update (state) on registry.needs to campaign_runtime
grant update (support_until) on registry.needs to campaign_runtime
grant update (warned_at) on registry.needs to campaign_runtime
grant update (decision_number) on registry.participations to campaign_runtime
grant update (end_reason) on registry.participations to campaign_runtime
grant update (ended_at) on registry.participations to campaign_runtime
grant update (ended_by) on registry.participations to campaign_runtime
grant update (needs_released) on registry.participations to campaign_runtime
grant update (phone_hash) on registry.person_details to campaign_rekey
grant update (phone_key_id) on registry.person_details to campaign_rekey
grant update (phone_sealed) on registry.person_details to campaign_rekey
grant update (phone_sealed_key_id) on registry.person_details to campaign_rekey
grant update (lock_handle) on registry.persons to campaign_runtime
grant update (replaced) on registry.phone_bindings to campaign_runtime
grant update (sealed) on registry.phone_bindings to campaign_runtime
grant update (decided_at) on registry.proposals to campaign_runtime
grant update (decided_by) on registry.proposals to campaign_runtime
grant update (reason) on registry.proposals to campaign_runtime
grant update (state) on registry.proposals to campaign_runtime
grant update (denied_at) on registry.provider_ends to campaign_runtime
grant update (valid_to) on registry.provider_issuers to campaign_runtime
grant update (valid_to) on registry.provider_names to campaign_runtime
grant update (encryption_key_id) on registry.report_photos to campaign_rekey
grant update (sealed) on registry.report_photos to campaign_rekey
grant update (phone_hash) on registry.reports to campaign_rekey
grant update (phone_key_id) on registry.reports to campaign_rekey
grant update (phone_sealed) on registry.reports to campaign_rekey
grant update (phone_sealed_key_id) on registry.reports to campaign_rekey
grant update (contact_erased_at) on registry.reports to campaign_retention
grant update (phone_hash) on registry.reports to campaign_retention
grant update (phone_key_id) on registry.reports to campaign_retention
grant update (phone_sealed) on registry.reports to campaign_retention
grant update (phone_sealed_key_id) on registry.reports to campaign_retention
grant update (batches) on registry.retention_run_subjects to campaign_retention
grant update (done_at) on registry.retention_run_subjects to campaign_retention
grant update (oldest) on registry.retention_run_subjects to campaign_retention
grant update (rows) on registry.retention_run_subjects to campaign_retention
grant update (finished_at) on registry.retention_runs to campaign_retention
grant update (confirmed_at) on registry.revocation_tasks to campaign_runtime
grant update (recorded_after_all) on registry.revocation_tasks to campaign_runtime
grant update (revoked_at) on registry.revocation_tasks to campaign_runtime
grant update (finished_at) on registry.same_person_nights to campaign_runtime
grant update (pairs) on registry.same_person_nights to campaign_runtime
grant update (persons) on registry.same_person_nights to campaign_runtime
grant update (persons_to) on registry.same_person_nights to campaign_runtime
grant update (decided_at) on registry.same_person_pairs to campaign_runtime
grant update (decided_by) on registry.same_person_pairs to campaign_runtime
grant update (facts) on registry.same_person_pairs to campaign_runtime
grant update (fields) on registry.same_person_pairs to campaign_runtime
grant update (found_at) on registry.same_person_pairs to campaign_runtime
grant update (policy_from) on registry.same_person_pairs to campaign_runtime
grant update (reason) on registry.same_person_pairs to campaign_runtime
grant update (score) on registry.same_person_pairs to campaign_runtime
grant update (state) on registry.same_person_pairs to campaign_runtime
grant update (scanned_to) on registry.same_person_progress to campaign_runtime
grant update (encryption_key_id) on registry.staff_photos to campaign_rekey
grant update (sealed) on registry.staff_photos to campaign_rekey
grant update (removed_at) on registry.staff_photos to campaign_runtime
grant update (removed_by) on registry.staff_photos to campaign_runtime
grant update (active_to) on registry.staff to campaign_runtime
grant update (used_at) on registry.switch_consents to campaign_runtime
grant update (voided_at) on registry.switch_consents to campaign_runtime
grant update (wrong_tries) on registry.switch_consents to campaign_runtime
grant update (state) on registry.violations to campaign_runtime
grant update (ended_by) on signin.client_credentials to campaign_runtime
grant update (valid_to) on signin.client_credentials to campaign_runtime
grant update (key_id) on signin.second_factors to campaign_rekey
grant update (secret) on signin.second_factors to campaign_rekey
row security on registry.alarm_notes
policy alarm_notes_are_the_departments on registry.alarm_notes for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.alarms
policy alarms_are_the_departments on registry.alarms for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy analytics_read_alarms on registry.alarms for select to campaign_reader using (true)
row security on registry.badge_scans
policy old_scans_go on registry.badge_scans for delete to campaign_retention using ((scanned_at < ( SELECT registry.retention_bound('BADGE_SCANS'::text) AS retention_bound)))
policy retention_sees_old_scans on registry.badge_scans for select to campaign_retention using ((scanned_at < ( SELECT registry.retention_bound('BADGE_SCANS'::text) AS retention_bound)))
policy scans_are_the_registrys on registry.badge_scans for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.case_events
policy questions_are_answered_by_who_was_asked on registry.case_events for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR ((kind = 'ANSWERED'::text) AND (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)))))
policy questions_are_seen_by_who_was_asked on registry.case_events for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
row security on registry.case_minutes
policy minutes_are_the_departments on registry.case_minutes for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.case_violations
policy flags_in_cases_are_the_departments on registry.case_violations for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.cases
policy cases_are_the_departments on registry.cases for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.citizen_asks
policy old_asks_go on registry.citizen_asks for delete to campaign_retention using ((asked_at < ( SELECT registry.retention_bound('CITIZEN_ASKS'::text) AS retention_bound)))
policy own_asks_are_kept on registry.citizen_asks for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
policy own_asks_are_seen on registry.citizen_asks for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)) OR (key_hash = ANY (( SELECT registry.viewer_key_hashes() AS viewer_key_hashes)::bytea[])) OR (key_hash IN ( SELECT k.key_hash
   FROM registry.number_keys k
  WHERE (k.person_id = ( SELECT registry.viewer_person() AS viewer_person))))))
policy rekeying_sees_all on registry.citizen_asks for all to campaign_rekey using (true) with check (true)
policy retention_sees_old_asks on registry.citizen_asks for select to campaign_retention using (((asked_at < ( SELECT registry.retention_bound('CITIZEN_ASKS'::text) AS retention_bound)) AND (NOT registry.is_held_for_number(key_hash)) AND (NOT registry.is_held_as_evidence(id))))
row security on registry.citizen_numbers
policy numbers_become_known on registry.citizen_numbers for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (((( SELECT registry.viewer_provider() AS viewer_provider) IS NOT NULL) OR (( SELECT registry.viewer_key_hashes() AS viewer_key_hashes) IS NOT NULL)) AND (NOT (EXISTS ( SELECT
   FROM registry.persons p
  WHERE (p.id = citizen_numbers.person_id)))))))
policy own_numbers_are_seen on registry.citizen_numbers for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
policy rekeying_sees_all on registry.citizen_numbers for all to campaign_rekey using (true) with check (true)
row security on signin.client_credentials
policy credentials_are_the_providers_own on signin.client_credentials for all to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (EXISTS ( SELECT
   FROM registry.clients c
  WHERE ((c.client_id = client_credentials.client_id) AND (c.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))))) with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (EXISTS ( SELECT
   FROM registry.clients c
  WHERE ((c.client_id = client_credentials.client_id) AND (c.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)))))))
policy sign_in_checks_all on signin.client_credentials for select to campaign_signin using (true)
row security on registry.data_corrections
policy corrections_are_the_departments on registry.data_corrections for insert to campaign_runtime with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy own_corrections_are_seen on registry.data_corrections for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
row security on registry.data_requests
policy own_data_requests_are_opened on registry.data_requests for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR ((person_id = ( SELECT registry.viewer_person() AS viewer_person)) AND (received_by = 'citizen'::text) AND ((decided_by IS NULL) OR (decided_by = 'citizen'::text)))))
policy own_data_requests_are_seen on registry.data_requests for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
policy own_restrictions_are_lifted on registry.data_requests for update to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR ((person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[])) AND (kind = 'RESTRICTION'::text) AND (state = 'FULFILLED'::text)))) with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR ((person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[])) AND (state = 'LIFTED'::text) AND (lifted_by = 'citizen'::text))))
row security on registry.desk_figures
policy analytics_read_figures on registry.desk_figures for select to campaign_reader using (true)
policy the_departments_are_counted_anew on registry.desk_figures for update to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy the_departments_are_seen on registry.desk_figures for select to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy the_departments_are_written on registry.desk_figures for insert to campaign_runtime with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.desk_figures_choices
policy analytics_read_figures on registry.desk_figures_choices for select to campaign_reader using (true)
policy the_departments_are_counted_anew on registry.desk_figures_choices for update to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy the_departments_are_seen on registry.desk_figures_choices for select to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy the_departments_are_written on registry.desk_figures_choices for insert to campaign_runtime with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.desk_figures_daily
policy analytics_read_figures on registry.desk_figures_daily for select to campaign_reader using (true)
policy the_departments_are_counted_anew on registry.desk_figures_daily for update to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy the_departments_are_seen on registry.desk_figures_daily for select to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy the_departments_are_written on registry.desk_figures_daily for insert to campaign_runtime with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.desk_figures_flags
policy analytics_read_figures on registry.desk_figures_flags for select to campaign_reader using (true)
policy the_departments_are_counted_anew on registry.desk_figures_flags for update to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy the_departments_are_seen on registry.desk_figures_flags for select to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy the_departments_are_written on registry.desk_figures_flags for insert to campaign_runtime with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.desk_figures_outcomes
policy analytics_read_figures on registry.desk_figures_outcomes for select to campaign_reader using (true)
policy the_departments_are_counted_anew on registry.desk_figures_outcomes for update to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy the_departments_are_seen on registry.desk_figures_outcomes for select to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy the_departments_are_written on registry.desk_figures_outcomes for insert to campaign_runtime with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.desk_figures_ward
policy analytics_read_figures on registry.desk_figures_ward for select to campaign_reader using (true)
policy the_departments_are_counted_anew on registry.desk_figures_ward for update to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy the_departments_are_seen on registry.desk_figures_ward for select to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy the_departments_are_written on registry.desk_figures_ward for insert to campaign_runtime with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.desk_visits
policy the_departments_are_counted_anew on registry.desk_visits for update to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy the_departments_are_seen on registry.desk_visits for select to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy the_departments_are_written on registry.desk_visits for insert to campaign_runtime with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.detector_progress
policy progress_is_the_registrys on registry.detector_progress for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.detector_thresholds
policy analytics_read_thresholds on registry.detector_thresholds for select to campaign_reader using (true)
policy thresholds_are_the_departments on registry.detector_thresholds for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.dossiers
policy dossiers_are_kept_with_own_issuances on registry.dossiers for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (EXISTS ( SELECT
   FROM registry.issuances i
  WHERE ((i.person_id = dossiers.person_id) AND (i.id = dossiers.issuance_id) AND (i.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)))))))
policy dossiers_are_seen_with_their_issuance on registry.dossiers for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[])) OR ((NOT (person_id IN ( SELECT registry.restricted_persons() AS restricted_persons))) AND (EXISTS ( SELECT
   FROM registry.issuances i
  WHERE ((i.person_id = dossiers.person_id) AND (i.id = dossiers.issuance_id) AND (i.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))))))
row security on registry.end_consents
policy own_end_consents_are_given on registry.end_consents for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
policy own_end_consents_are_seen on registry.end_consents for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
policy own_end_consents_are_tried_and_voided on registry.end_consents for update to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
policy rekeying_sees_open_codes on registry.end_consents for select to campaign_rekey using (true)
row security on registry.free_periods
policy analytics_read_free_periods on registry.free_periods for select to campaign_reader using (true)
policy free_periods_are_seen_beside_own_issuances on registry.free_periods for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[])) OR (EXISTS ( SELECT
   FROM ( SELECT h.programme_id,
            h.provider_id
           FROM registry.issuances h
          WHERE (h.person_id = free_periods.person_id)
         OFFSET 0) i
  WHERE ((i.programme_id = free_periods.programme_id) AND (i.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)))))))
policy free_periods_are_started_by_own_issuances on registry.free_periods for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR ( SELECT ((i.campaign_id = free_periods.campaign_id) AND (i.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)))
   FROM registry.issuances i
  WHERE ((i.person_id = free_periods.person_id) AND (i.id = free_periods.started_by)))))
policy free_periods_are_undone_by_own_issuances on registry.free_periods for update to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR ( SELECT ((i.campaign_id = free_periods.campaign_id) AND (i.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)))
   FROM registry.issuances i
  WHERE ((i.person_id = free_periods.person_id) AND (i.id = free_periods.started_by)))))
row security on registry.import_claims
policy claims_are_the_departments on registry.import_claims for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.import_looks
policy looks_are_the_registrys on registry.import_looks for insert to campaign_runtime with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy own_looks_are_seen on registry.import_looks for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (EXISTS ( SELECT
   FROM registry.imports i
  WHERE ((i.id = import_looks.import_id) AND (i.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)))))))
row security on registry.import_parts
policy own_verdicts_are_seen on registry.import_parts for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (EXISTS ( SELECT
   FROM registry.imports i
  WHERE ((i.id = import_parts.import_id) AND (i.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)))))))
policy verdicts_are_the_registrys on registry.import_parts for insert to campaign_runtime with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.import_pieces
policy old_pieces_go on registry.import_pieces for delete to campaign_retention using ((kept_at < ( SELECT registry.retention_bound('IMPORT_PIECES'::text) AS retention_bound)))
policy pieces_are_the_registrys on registry.import_pieces for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy rekeying_sees_all on registry.import_pieces for select to campaign_rekey using (true)
policy retention_sees_old_pieces on registry.import_pieces for select to campaign_retention using ((kept_at < ( SELECT registry.retention_bound('IMPORT_PIECES'::text) AS retention_bound)))
row security on registry.import_uploads
policy uploads_are_the_registrys on registry.import_uploads for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.imports
policy imports_are_run_by_the_registry on registry.imports for update to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy own_imports_are_asked_for on registry.imports for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
policy own_imports_are_ordered on registry.imports for update to campaign_runtime using (((provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)) AND (state = ANY (ARRAY['UPLOADED'::text, 'STOPPED'::text, 'BEING_LOOKED_AT'::text, 'AWAITING_APPROVAL'::text])))) with check (((provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)) AND (state = ANY (ARRAY['BEING_LOOKED_AT'::text, 'WITHDRAWN'::text]))))
policy own_imports_are_seen on registry.imports for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
row security on registry.invariant_checks
policy analytics_read_nightly_checks on registry.invariant_checks for select to campaign_reader using (true)
policy nightly_checks_are_the_departments on registry.invariant_checks for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.issuances
policy analytics_read_issuances on registry.issuances for select to campaign_reader using (true)
policy own_issuances_are_moved on registry.issuances for update to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
policy own_issuances_are_recorded on registry.issuances for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
policy own_issuances_are_seen on registry.issuances for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
row security on registry.journal
policy own_changes_are_written on registry.journal for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (actor = ( SELECT registry.viewer_request_owner() AS viewer_request_owner)) OR ((actor = 'citizen'::text) AND (( SELECT registry.viewer_key_hashes() AS viewer_key_hashes) IS NOT NULL)) OR ((actor = 'registry'::text) AND (( SELECT registry.viewer_request_owner() AS viewer_request_owner) IS NOT NULL))))
policy rekeying_sees_all on registry.journal for insert to campaign_rekey with check (true)
policy retention_writes_its_leaves on registry.journal for insert to campaign_retention with check (((kind = 'RETENTION_DONE'::text) AND (actor = 'registry'::text)))
policy the_journal_is_the_departments on registry.journal for select to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.messages
policy messages_are_owed on registry.messages for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[])) OR ((recipient = 'DEPARTMENT'::text) AND (( SELECT registry.viewer_request_owner() AS viewer_request_owner) IS NOT NULL)) OR registry.message_is_owed(subject_id, person_id, provider_id, written_at)))
policy messages_are_sent_by_the_registry on registry.messages for update to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy old_messages_go on registry.messages for delete to campaign_retention using ((COALESCE(sent_at, given_up_at) < ( SELECT registry.retention_bound('MESSAGES'::text) AS retention_bound)))
policy own_messages_are_seen on registry.messages for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
policy retention_sees_old_messages on registry.messages for select to campaign_retention using (((COALESCE(sent_at, given_up_at) < ( SELECT registry.retention_bound('MESSAGES'::text) AS retention_bound)) AND (NOT ((person_id IS NOT NULL) AND registry.is_held_for_person(person_id)))))
row security on registry.need_calls
policy calls_are_seen_with_their_need on registry.need_calls for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[])) OR (EXISTS ( SELECT
   FROM registry.needs n
  WHERE ((n.person_id = need_calls.person_id) AND (n.id = need_calls.need_id) AND (n.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)))))))
policy calls_of_own_needs_are_noted on registry.need_calls for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (EXISTS ( SELECT
   FROM registry.needs n
  WHERE ((n.person_id = need_calls.person_id) AND (n.id = need_calls.need_id) AND (n.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)))))))
policy own_calls_are_denied on registry.need_calls for update to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
row security on registry.need_supports
policy notes_of_old_supports_go on registry.need_supports for update to campaign_retention using (true) with check ((note IS NULL))
policy own_supports_are_denied on registry.need_supports for update to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
policy retention_sees_supports_of_old_needs on registry.need_supports for select to campaign_retention using ((EXISTS ( SELECT
   FROM registry.needs n
  WHERE ((n.person_id = need_supports.person_id) AND (n.id = need_supports.need_id)))))
policy supports_are_seen_with_their_need on registry.need_supports for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[])) OR (EXISTS ( SELECT
   FROM registry.needs n
  WHERE ((n.person_id = need_supports.person_id) AND (n.id = need_supports.need_id) AND (n.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)))))))
policy supports_of_own_needs_begin on registry.need_supports for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (EXISTS ( SELECT
   FROM registry.needs n
  WHERE ((n.person_id = need_supports.person_id) AND (n.id = need_supports.need_id) AND (n.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)))))))
row security on registry.needs
policy contacts_of_old_needs_go on registry.needs for update to campaign_retention using ((ended_at < ( SELECT registry.retention_bound('NEED_CONTACTS'::text) AS retention_bound))) with check ((contact_erased_at IS NOT NULL))
policy own_needs_are_moved on registry.needs for update to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
policy own_needs_are_registered on registry.needs for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ( SELECT registry.viewer_person() AS viewer_person))))
policy own_needs_are_seen on registry.needs for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[])) OR ((provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)) AND ((ended_at IS NULL) OR ((state = 'SERVED'::text) AND (closed_at > (( SELECT registry.registry_now() AS registry_now) - '00:01:00'::interval))) OR (NOT (person_id IN ( SELECT registry.restricted_persons() AS restricted_persons)))))))
policy rekeying_sees_all on registry.needs for all to campaign_rekey using (true) with check (true)
policy retention_sees_old_needs on registry.needs for select to campaign_retention using (((ended_at < ( SELECT registry.retention_bound('NEED_CONTACTS'::text) AS retention_bound)) AND (NOT registry.is_held_for_person(person_id)) AND (NOT registry.is_held_as_evidence(id))))
row security on registry.number_claims
policy own_claims_are_made on registry.number_claims for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (claimed_by = ( SELECT registry.viewer_provider() AS viewer_provider))))
policy own_claims_are_seen on registry.number_claims for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (claimed_by = ( SELECT registry.viewer_provider() AS viewer_provider))))
policy rekeying_sees_all on registry.number_keys for all to campaign_rekey using (true) with check (true)
row security on registry.person_details
policy old_details_go on registry.person_details for delete to campaign_retention using ((recorded_at < ( SELECT registry.retention_bound('PERSON_DETAILS'::text) AS retention_bound)))
policy own_details_are_said on registry.person_details for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)) OR ((provider_id IS NULL) AND (person_id = ( SELECT registry.viewer_person() AS viewer_person)))))
policy own_details_are_seen on registry.person_details for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[])) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
policy rekeying_sees_all on registry.person_details for all to campaign_rekey using (true) with check (true)
policy retention_sees_old_details on registry.person_details for select to campaign_retention using (((recorded_at < ( SELECT registry.retention_bound('PERSON_DETAILS'::text) AS retention_bound)) AND (NOT registry.is_held_for_person(person_id)) AND (NOT registry.is_held_for_comparison(person_id))))
row security on registry.person_link_cases
policy cases_are_the_departments on registry.person_link_cases for select to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.person_links
policy own_links_are_seen on registry.person_links for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (from_person = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[])) OR (to_person = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
row security on registry.person_unlinks
policy own_unlinks_are_seen on registry.person_unlinks for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (EXISTS ( SELECT
   FROM registry.person_links l
  WHERE (l.id = person_unlinks.link_id)))))
policy rekeying_sees_all on registry.persons for select to campaign_rekey using (true)
row security on registry.phone_bindings
policy own_phone_bindings_are_seen on registry.phone_bindings for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (number_hash = ANY (( SELECT registry.viewer_key_hashes() AS viewer_key_hashes)::bytea[]))))
policy phone_bindings_are_erased_by_the_registry on registry.phone_bindings for update to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy phones_are_bound_by_the_department on registry.phone_bindings for insert to campaign_runtime with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy rekeying_sees_who_waits on registry.phone_bindings for select to campaign_rekey using (true)
row security on registry.place_claim_numbers
policy claims_are_the_registrys on registry.place_claim_numbers for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy rekeying_sees_all on registry.place_claim_numbers for select to campaign_rekey using (true)
row security on registry.place_claims
policy claims_are_the_registrys on registry.place_claims for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.proposals
policy proposals_are_the_departments on registry.proposals for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy rekeying_sees_registry_keys on registry.proposals for select to campaign_rekey using ((act = 'CHANGE_REGISTRY_KEY'::text))
row security on registry.provider_ends
policy own_ends_are_denied on registry.provider_ends for update to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
policy own_ends_are_seen on registry.provider_ends for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
policy own_ends_are_written on registry.provider_ends for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
row security on registry.reads
policy old_reads_go on registry.reads for delete to campaign_retention using ((read_at < ( SELECT registry.retention_bound('READS'::text) AS retention_bound)))
policy reads_are_seen_by_the_citizen_and_the_department on registry.reads for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[])) OR (key_hash = ANY (( SELECT registry.viewer_key_hashes() AS viewer_key_hashes)::bytea[])) OR (key_hash IN ( SELECT k.key_hash
   FROM registry.number_keys k
  WHERE (k.person_id = ( SELECT registry.viewer_person() AS viewer_person))))))
policy reads_are_written_by_the_reader on registry.reads for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)) OR ((reader_kind = 'CITIZEN'::text) AND (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[])))))
policy retention_sees_old_reads on registry.reads for select to campaign_retention using (((read_at < ( SELECT registry.retention_bound('READS'::text) AS retention_bound)) AND (NOT ((person_id IS NOT NULL) AND registry.is_held_for_person(person_id))) AND (NOT ((key_hash IS NOT NULL) AND registry.is_held_for_number(key_hash)))))
row security on registry.refused_records
policy own_refused_records_are_kept on registry.refused_records for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
policy own_refused_records_are_seen on registry.refused_records for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
row security on registry.report_photos
policy old_report_photos_go on registry.report_photos for delete to campaign_retention using ((kept_at < ( SELECT registry.retention_bound('REPORT_PHOTOS'::text) AS retention_bound)))
policy rekeying_sees_all on registry.report_photos for all to campaign_rekey using (true) with check (true)
policy report_photos_are_kept_by_the_registry on registry.report_photos for insert to campaign_runtime with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy report_photos_are_seen_by_the_department on registry.report_photos for select to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy retention_sees_old_report_photos on registry.report_photos for select to campaign_retention using (((kept_at < ( SELECT registry.retention_bound('REPORT_PHOTOS'::text) AS retention_bound)) AND (NOT registry.is_held_for_report(report_id))))
row security on registry.reports
policy contacts_of_old_reports_go on registry.reports for update to campaign_retention using ((reported_at < ( SELECT registry.retention_bound('REPORT_CONTACTS'::text) AS retention_bound))) with check ((contact_erased_at IS NOT NULL))
policy own_reports_are_seen on registry.reports for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
policy rekeying_sees_all on registry.reports for all to campaign_rekey using (true) with check (true)
policy reports_are_written_by_the_registry on registry.reports for insert to campaign_runtime with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
policy retention_sees_old_reports on registry.reports for select to campaign_retention using (((reported_at < ( SELECT registry.retention_bound('REPORT_CONTACTS'::text) AS retention_bound)) AND (NOT registry.is_held_for_report(id))))
row security on registry.request_claims
policy own_requests_are_claimed on registry.request_claims for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (owner = ( SELECT registry.viewer_request_owner() AS viewer_request_owner))))
policy own_requests_are_seen on registry.request_claims for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (owner = ( SELECT registry.viewer_request_owner() AS viewer_request_owner))))
policy rekeying_sees_all on registry.request_claims for select to campaign_rekey using (true)
row security on registry.retention_run_subjects
policy analytics_read_runs on registry.retention_run_subjects for select to campaign_reader using (true)
policy retention_writes_its_runs on registry.retention_run_subjects for all to campaign_retention using (true) with check (true)
policy runs_are_the_departments on registry.retention_run_subjects for select to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.retention_runs
policy analytics_read_runs on registry.retention_runs for select to campaign_reader using (true)
policy retention_writes_its_runs on registry.retention_runs for all to campaign_retention using (true) with check (true)
policy runs_are_the_departments on registry.retention_runs for select to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.revocation_tasks
policy own_revocations_are_done on registry.revocation_tasks for update to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
policy own_revocations_are_opened on registry.revocation_tasks for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
policy own_revocations_are_seen on registry.revocation_tasks for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
row security on registry.same_person_nights
policy nights_are_the_departments on registry.same_person_nights for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.same_person_pairs
policy pairs_are_the_departments on registry.same_person_pairs for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.same_person_policies
policy policies_are_the_departments on registry.same_person_policies for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all)) with check (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.same_person_progress
policy search_is_the_registrys on registry.same_person_progress for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.serial_claims
policy own_serial_numbers_are_claimed on registry.serial_claims for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
policy own_serial_numbers_are_seen on registry.serial_claims for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
row security on registry.shown_certificates
policy certificates_are_shown_with_own_issuances on registry.shown_certificates for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (EXISTS ( SELECT
   FROM registry.issuances i
  WHERE ((i.person_id = shown_certificates.person_id) AND (i.id = shown_certificates.issuance_id) AND (i.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)))))))
policy shown_certificates_are_seen_with_their_issuance on registry.shown_certificates for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[])) OR ((NOT (person_id IN ( SELECT registry.restricted_persons() AS restricted_persons))) AND (EXISTS ( SELECT
   FROM registry.issuances i
  WHERE ((i.person_id = shown_certificates.person_id) AND (i.id = shown_certificates.issuance_id) AND (i.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))))))
row security on registry.staff
policy analytics_read_staff on registry.staff for select to campaign_reader using (true)
policy own_staff_are_added on registry.staff for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
policy own_staff_are_seen on registry.staff for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
policy own_staff_leave on registry.staff for update to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))
row security on registry.staff_names
policy staff_names_are_the_providers_own on registry.staff_names for all to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (EXISTS ( SELECT
   FROM registry.staff s
  WHERE ((s.id = staff_names.staff_id) AND (s.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)))))))
policy staff_names_for_analytics on registry.staff_names for select to campaign_reader using (true)
row security on registry.staff_photos
policy old_staff_photos_go on registry.staff_photos for delete to campaign_retention using ((removed_at < ( SELECT registry.retention_bound('STAFF_PHOTOS'::text) AS retention_bound)))
policy own_staffs_photos on registry.staff_photos for all to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (EXISTS ( SELECT
   FROM registry.staff s
  WHERE ((s.id = staff_photos.staff_id) AND (s.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))))) with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (EXISTS ( SELECT
   FROM registry.staff s
  WHERE ((s.id = staff_photos.staff_id) AND (s.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)))))))
policy rekeying_sees_all on registry.staff_photos for all to campaign_rekey using (true) with check (true)
policy retention_sees_old_staff_photos on registry.staff_photos for select to campaign_retention using ((removed_at < ( SELECT registry.retention_bound('STAFF_PHOTOS'::text) AS retention_bound)))
row security on registry.switch_consents
policy own_consents_are_given on registry.switch_consents for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ( SELECT registry.viewer_person() AS viewer_person))))
policy own_consents_are_seen on registry.switch_consents for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
policy own_consents_are_tried_and_voided on registry.switch_consents for update to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[]))))
policy rekeying_sees_all on registry.switch_consents for select to campaign_rekey using (true)
row security on registry.violation_evidence
policy analytics_read_evidence on registry.violation_evidence for select to campaign_reader using (true)
policy evidence_is_the_departments on registry.violation_evidence for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.violations
policy analytics_read_violations on registry.violations for select to campaign_reader using (true)
policy violations_are_the_departments on registry.violations for all to campaign_runtime using (( SELECT registry.viewer_sees_all() AS viewer_sees_all))
row security on registry.visit_statements
policy visits_are_seen_with_their_issuance on registry.visit_statements for select to campaign_runtime using ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (person_id = ANY (( SELECT registry.viewer_persons() AS viewer_persons)::uuid[])) OR ((NOT (person_id IN ( SELECT registry.restricted_persons() AS restricted_persons))) AND (EXISTS ( SELECT
   FROM registry.issuances i
  WHERE ((i.person_id = visit_statements.person_id) AND (i.id = visit_statements.issuance_id) AND (i.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider))))))))
policy visits_are_stated_with_own_issuances on registry.visit_statements for insert to campaign_runtime with check ((( SELECT registry.viewer_sees_all() AS viewer_sees_all) OR (EXISTS ( SELECT
   FROM registry.issuances i
  WHERE ((i.person_id = visit_statements.person_id) AND (i.id = visit_statements.issuance_id) AND (i.provider_id = ( SELECT registry.viewer_provider() AS viewer_provider)))))))
