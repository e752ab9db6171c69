-- What the detectors flag (HUE-5.1), with what shows it. A flag is raised once and stays; only its state moves, by the department's judgement.

create table registry.violations (
  id          uuid primary key,
  kind        text not null constraint violation_is_of_a_known_kind check (kind in (
    'DUPLICATE_ATTEMPT', 'LATE_RECORD', 'RECORD_WITHOUT_CHECK', 'NEED_LAPSED', 'SUPPORT_NOT_COMPLETED', 'NEVER_ACTIVATED', 'CHECKS_WITHOUT_ISSUANCE',
    'MANY_NEEDS_ONE_PHONE', 'SHARED_RECIPIENT', 'RECIPIENT_NOT_HOLDER', 'CONTRACT_NUMBER_REUSED', 'DOSSIER_INCOMPLETE', 'NOT_REVOKED_IN_TIME', 'KEY_REUSED',
    'UNRECORDED_CERTIFICATE', 'FREE_PERIOD_BREACH', 'POSSIBLE_SAME_PERSON', 'EXPIRED_BADGE_SHOWN', 'CITIZEN_REPORT')),
  clause      text not null,
  campaign_id integer not null references registry.campaigns,
  provider_id smallint references registry.providers, -- null: no one provider answers for it
  -- What it is about, so that it is flagged once: ids, or a SHA-256 where the text could say something of a person.
  fingerprint text not null check (length(fingerprint) between 1 and 200),
  flagged_at  timestamptz not null,
  state       text not null default 'FLAGGED' constraint violation_is_in_a_known_state check (
    state in ('FLAGGED', 'UNDER_REVIEW', 'CONFIRMED', 'DISMISSED', 'PUBLISHED')),
  thresholds  jsonb not null, -- as they were applied
  constraint flagged_once unique (kind, fingerprint)
);
comment on constraint flagged_once on registry.violations is 'HUE-5.1: a detector that runs again, or on two hosts at once, flags nothing twice.';
create index violations_by_campaign on registry.violations (campaign_id, flagged_at desc, id desc);
comment on index registry.violations_by_campaign is 'The department''s queue, newest first.';
create index violations_by_provider on registry.violations (campaign_id, provider_id, flagged_at desc, id desc);
comment on index registry.violations_by_provider is 'The department''s queue of one provider, newest first.';
create index violations_by_kind on registry.violations (campaign_id, kind, flagged_at desc, id desc);
comment on index registry.violations_by_kind is 'The department''s queue of one kind: a rare kind is found among many of a common one.';

-- What shows a violation. Summaries are written when it is flagged and never again; no citizen number is in them.
create table registry.violation_evidence (
  violation_id uuid not null references registry.violations,
  key          text not null check (length(key) between 1 and 200),
  at           timestamptz not null,
  summary_vi   text not null,
  summary_en   text not null,
  issuance_id  uuid,
  need_id      uuid,
  check_id     uuid,
  constraint each_piece_of_evidence_once primary key (violation_id, key)
);
comment on constraint each_piece_of_evidence_once on registry.violation_evidence is 'Evidence that comes later is added to its flag once.';

-- Up to which instant (inclusive) a detector has seen everything. The next run begins a little earlier, for what was committed late.
create table registry.detector_progress (
  detector   text primary key,
  scanned_to timestamptz not null
);

-- A campaign's own thresholds, dated; where there is none, the default that stands in the detector's file holds. The unit is the last word of the name.
create table registry.detector_thresholds (
  campaign_id    integer not null references registry.campaigns,
  effective_from timestamptz not null,
  detector       text not null,
  name           text not null,
  value          integer not null constraint threshold_is_positive check (value > 0),
  decided_by     text not null,
  primary key (campaign_id, detector, name, effective_from)
);

-- DT-3.2: a contract number as it is compared; null when there is none. Case and white space do not matter.
create function registry.contract_key(contract_number text) returns text
  language sql immutable strict parallel safe
  set search_path = ''
  as $$ select nullif(upper(regexp_replace(normalize(contract_number, nfc), '\s', '', 'g')), '') $$;
comment on function registry.contract_key(text) is 'DT-3.2: two contract numbers are one when these are equal.';

-- DT-3.1: a person's name as it is compared; null when there is none. Diacritics, case and white space do not matter, and đ is d.
create function registry.name_key(name text) returns text
  language sql immutable strict parallel safe
  set search_path = ''
  as $$
    select nullif(btrim(lower(regexp_replace(
      translate(regexp_replace(normalize(name, nfd), '[\u0300-\u036f]', '', 'g'), 'đĐ', 'dD'), '\s+', ' ', 'g'))), '')
  $$;
comment on function registry.name_key(text) is 'DT-3.1: two names are one when these are equal.';

-- What the detectors look for. Each reads the instants since its last run; the rest it finds by key.
create index refused_records_by_time on registry.refused_records (campaign_id, refused_at) where cause = 'ALREADY_ISSUED';
comment on index registry.refused_records_by_time is 'HUE-1.3: attempts to issue to a citizen who holds a certificate, since the last run.';
create index revocation_tasks_by_deadline on registry.revocation_tasks (campaign_id, revoke_by) where recorded_after_all is null;
comment on index registry.revocation_tasks_by_deadline is 'HUE-1.4: revocations that have fallen due since the last run.';
create index issuances_recorded_pending on registry.issuances (campaign_id, root_recorded_at) where recorded_pending;
comment on index registry.issuances_recorded_pending is 'HUE-3.3: faults whose time to be resolved has run out since the last run.';
create index issuances_by_public_key on registry.issuances (public_key_hash) where public_key_hash is not null;
comment on index registry.issuances_by_public_key is 'HUE-5.1: one key under two citizens.';
create index dossiers_by_contract on registry.dossiers (registry.contract_key(contract_number)) where contract_number is not null;
comment on index registry.dossiers_by_contract is 'DT-3.2: one contract number on two certificates.';
create index dossiers_by_recipient on registry.dossiers (registry.name_key(recipient_name))
  where recipient_name is not null and received_by_citizen is distinct from true;
comment on index registry.dossiers_by_recipient is 'DT-3.1: one recipient, many holders.';

grant select, insert on registry.violations, registry.violation_evidence, registry.detector_progress, registry.detector_thresholds to campaign_runtime;
grant update (state) on registry.violations to campaign_runtime;
grant update (scanned_to) on registry.detector_progress to campaign_runtime;
grant select on registry.violations, registry.violation_evidence, registry.detector_thresholds to campaign_reader;
