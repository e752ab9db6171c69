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

-- What the registry finds and judges: the department's.
alter table registry.violations enable row level security;
create policy violations_are_the_departments on registry.violations to campaign_runtime using ((select registry.viewer_sees_all()));
create policy analytics_read_violations on registry.violations for select to campaign_reader using (true);
grant select, insert on registry.violations to campaign_runtime;
grant update (state) on registry.violations to campaign_runtime;
grant select on registry.violations to campaign_reader;

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
create index violation_evidence_by_check on registry.violation_evidence (check_id) where check_id is not null;
comment on index registry.violation_evidence_by_check is 'Whether a question about a citizen shows a violation.';
create index violation_evidence_by_need on registry.violation_evidence (need_id) where need_id is not null;
comment on index registry.violation_evidence_by_need is 'Whether a need shows a violation.';

alter table registry.violation_evidence enable row level security;
create policy evidence_is_the_departments on registry.violation_evidence to campaign_runtime using ((select registry.viewer_sees_all()));
create policy analytics_read_evidence on registry.violation_evidence for select to campaign_reader using (true);
grant select, insert on registry.violation_evidence to campaign_runtime;
grant select on registry.violation_evidence to campaign_reader;

-- Up to which instant (inclusive) a detector has seen everything. The next run begins a little earlier, for what was committed late.
create table registry.detector_progress (
  detector   text primary key,
  scanned_to timestamptz not null
);

alter table registry.detector_progress enable row level security;
create policy progress_is_the_registrys on registry.detector_progress to campaign_runtime using ((select registry.viewer_sees_all()));
grant select, insert on registry.detector_progress to campaign_runtime;
grant update (scanned_to) on registry.detector_progress to campaign_runtime;

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

alter table registry.detector_thresholds enable row level security;
create policy thresholds_are_the_departments on registry.detector_thresholds to campaign_runtime using ((select registry.viewer_sees_all()));
create policy analytics_read_thresholds on registry.detector_thresholds for select to campaign_reader using (true);
grant select, insert on registry.detector_thresholds to campaign_runtime;
grant select on registry.detector_thresholds to campaign_reader;

-- ---------- Reports ----------

-- What citizens report of the campaign (HUE-5.2): steering, false statements, money asked for, data collected beforehand, impostors, and "this was not me". Anybody may report,
-- signed in or not; what is reported is a case for the department, verified against the data. Readings: docs/adr/0024.

create table registry.reports (
  id          uuid primary key,
  reference   text not null constraint one_report_per_reference unique
    constraint reference_is_readable_aloud check (reference ~ '^BC(-[2-9AC-HJ-NP-RT-Y]{4}){4}$'), -- unguessable: 72 bits and a check character
  campaign_id integer not null references registry.campaigns,
  kind        text not null constraint report_is_of_a_known_kind check (
    kind in ('STEERING', 'FALSE_STATEMENT', 'ASKED_FOR_MONEY', 'PRE_COLLECTED_DATA', 'IMPOSTOR', 'NOT_ME', 'OTHER')),
  clause      text not null check (length(clause) between 2 and 20),
  text        text check (length(text) between 1 and 2000),   -- what looks like a citizen number is blanked
  provider_id smallint references registry.providers,          -- null: against nobody in particular
  badge       text constraint badge_is_judged check (badge in ('GENUINE', 'FORGED')), -- null: none was scanned. A token is never kept
  staff_id    uuid references registry.staff,                  -- whose badge, or who made the record that is named
  badge_until timestamptz,                                     -- exclusive
  issuance_id uuid,                                            -- the reporter's own
  lookup_id   uuid,                                            -- a look-up under the reporter's own number
  person_id   uuid references registry.persons,                -- the reporter, where signed in and known
  reported_at timestamptz not null,
  reported_by text not null check (length(reported_by) between 1 and 200), -- 'public', 'citizen', or the login that sent it
  phone_key_id        smallint,
  phone_hash          bytea check (octet_length(phone_hash) = 32),
  phone_sealed_key_id smallint,
  phone_sealed        bytea,
  contact_erased_at   timestamptz,
  constraint contact_of_a_report_is_whole check (num_nonnulls(phone_key_id, phone_hash, phone_sealed_key_id, phone_sealed) in (0, 4)),
  constraint erased_contact_is_gone check (contact_erased_at is null or phone_sealed is null),
  constraint genuine_badge_is_somebodys check ((badge = 'GENUINE') is not true or (staff_id is not null and badge_until is not null)),
  constraint citizen_alone_names_a_record check (reported_by = 'citizen' or (issuance_id is null and lookup_id is null and person_id is null)),
  constraint report_names_one_record check (issuance_id is null or lookup_id is null),
  constraint other_report_says_what check (kind <> 'OTHER' or text is not null)
);
comment on table registry.reports is 'HUE-5.2: what was reported stays; the contact of who reported goes with the retention.';
comment on constraint one_report_per_reference on registry.reports is 'A reference number means one report; whoever knows it may ask how the report stands.';
comment on constraint citizen_alone_names_a_record on registry.reports is 'HUE-1.7: who has not proved a number names nothing that stands under one.';
create index reports_by_campaign on registry.reports (campaign_id, reported_at desc, id desc);
comment on index registry.reports_by_campaign is 'The department''s list, newest first, and what the detector has not seen.';
create index reports_by_provider on registry.reports (provider_id, reported_at desc, id desc) where provider_id is not null;
comment on index registry.reports_by_provider is 'The department''s list of one provider, newest first.';
create index reports_by_person on registry.reports (person_id, reported_at desc) where person_id is not null;
comment on index registry.reports_by_person is 'What a citizen has reported.';
create index reports_whose_contact_is_kept on registry.reports (reported_at) where phone_sealed is not null;
comment on index registry.reports_whose_contact_is_kept is 'HUE-1.7: what was reported so long ago that its contact goes.';

-- I8: whatever the code looked at, an issuance that a report names is the reporter's.
create function registry.report_names_the_own_issuance() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if new.issuance_id is not null and not exists (
    select from registry.issuances i where i.id = new.issuance_id and i.campaign_id = new.campaign_id and i.person_id = any (registry.persons_of(new.person_id))) then
    raise exception 'a report names an issuance of the citizen who reports'
      using errcode = '23514', constraint = 'report_names_the_own_issuance', table = 'reports', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger report_names_the_own_issuance before insert on registry.reports
  for each row execute function registry.report_names_the_own_issuance();
comment on trigger report_names_the_own_issuance on registry.reports is 'I8, HUE-1.7: "this was not me" is said of what stands under his or her own number.';

alter table registry.reports enable row level security;
create policy own_reports_are_seen on registry.reports for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]));
create policy reports_are_written_by_the_registry on registry.reports for insert to campaign_runtime with check ((select registry.viewer_sees_all()));
grant select, insert on registry.reports to campaign_runtime;

-- ---------- Photographs ----------

-- Photographs of a report (HUE-5.2): drawn anew before they are kept, so that nothing but pixels is in them, and sealed, each bound to its own row.

create table registry.report_photos (
  id                uuid primary key,
  report_id         uuid not null references registry.reports,
  place             smallint not null constraint report_has_four_photos_at_most check (place between 1 and 4),
  encryption_key_id smallint not null,
  sealed            bytea not null constraint photo_is_of_4_mebibytes_at_most check (octet_length(sealed) between 29 and 4194332),
  width             smallint not null check (width between 1 and 1600),
  height            smallint not null check (height between 1 and 1600),
  content_hash      bytea not null check (octet_length(content_hash) = 32), -- SHA-256 of what is kept
  kept_at           timestamptz not null,
  constraint one_photo_per_place unique (report_id, place),
  constraint same_photo_is_kept_once unique (report_id, content_hash)
);
alter table registry.report_photos alter column sealed set storage external; -- what is sealed does not compress
comment on table registry.report_photos is 'HUE-5.2: photographs under AES-256-GCM, each bound to the id of its row.';
comment on constraint one_photo_per_place on registry.report_photos is 'Of many that are sent at once four are kept.';
comment on constraint same_photo_is_kept_once on registry.report_photos is 'I3: a photograph that is sent again is the one that is there.';
create index report_photos_by_time on registry.report_photos (kept_at);
comment on index registry.report_photos_by_time is 'HUE-1.7: what has grown old.';

alter table registry.report_photos enable row level security;
create policy report_photos_are_seen_by_the_department on registry.report_photos for select to campaign_runtime using ((select registry.viewer_sees_all()));
create policy report_photos_are_kept_by_the_registry on registry.report_photos for insert to campaign_runtime with check ((select registry.viewer_sees_all()));
grant select, insert on registry.report_photos to campaign_runtime;

-- ---------- Nightly checks ----------

-- The nightly check: I1, I6 and the journal derived anew from what the database holds. One row per day in Vietnam; a check that was cut short goes on where it was.
create table registry.invariant_checks (
  day               date primary key,
  started_at        timestamptz not null,
  persons_to        uuid not null default '00000000-0000-0000-0000-000000000000', -- every person up to this one has been checked
  persons           bigint not null default 0 check (persons >= 0),
  persons_done_at   timestamptz check (persons_done_at >= started_at),
  journal_to        bigint not null default 0,                                    -- every leaf up to this one has been checked
  differences       bigint not null default 0 check (differences >= 0),
  finished_at       timestamptz check (finished_at >= persons_done_at),
  constraint check_ends_after_all_persons check (finished_at is null or persons_done_at is not null)
);
comment on table registry.invariant_checks is 'I1, I6, I10: how far each night''s check is, and how many differences it found.';

alter table registry.invariant_checks enable row level security;
create policy nightly_checks_are_the_departments on registry.invariant_checks to campaign_runtime using ((select registry.viewer_sees_all()));
create policy analytics_read_nightly_checks on registry.invariant_checks for select to campaign_reader using (true);
grant select, insert on registry.invariant_checks to campaign_runtime;
grant update (persons_to, persons, persons_done_at, journal_to, differences, finished_at) on registry.invariant_checks to campaign_runtime;
grant select on registry.invariant_checks to campaign_reader;

-- What must never be: a difference between what is written and what the journal says. Rows are only added.
create table registry.alarms (
  id          uuid primary key,
  raised_at   timestamptz not null,
  invariant   text not null constraint alarm_says_what_is_broken check (invariant in ('I1', 'I2', 'I6', 'I9', 'I10', 'HUE-1.7')),
  what        text not null,
  person_id   uuid,
  campaign_id integer,
  subject_ids uuid[] not null check (cardinality(subject_ids) between 0 and 20), -- in ascending order
  constraint one_alarm_per_difference unique nulls not distinct (what, person_id, campaign_id, subject_ids)
);
comment on constraint one_alarm_per_difference on registry.alarms is 'The same difference is raised once, however often it is found.';
comment on constraint alarm_says_what_is_broken on registry.alarms is 'An invariant, or a clause whose deadline has passed (a citizen''s request that is overdue).';

alter table registry.alarms enable row level security;
create policy alarms_are_the_departments on registry.alarms to campaign_runtime using ((select registry.viewer_sees_all()));
create policy analytics_read_alarms on registry.alarms for select to campaign_reader using (true);
grant select, insert on registry.alarms to campaign_runtime;
grant select on registry.alarms to campaign_reader;
