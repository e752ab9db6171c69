-- What is kept for how long, and a role that deletes what is older (HUE-1.7, law 91/2025). campaign_retention may delete and erase in the tables below alone; the database
-- itself shows it nothing that is younger than its term, whatever its statements say. campaign_runtime still deletes nothing (I9). Kept for ever: the journal, persons and their
-- numbers, issuances with their dossiers, serial numbers and free periods, request ids (I3), refused records and revocations, needs without their contact, violations with
-- their evidence, proposals, requests about personal data and corrections. Why: docs/adr/0019.

-- ---------- Terms ----------

create table registry.retention_terms (
  subject        text not null constraint retention_is_of_a_known_subject check (subject in (
    'READS', 'CITIZEN_ASKS', 'NEED_CONTACTS', 'MESSAGES', 'SIGN_IN_CODES', 'SIGN_IN_ATTEMPTS', 'SIGN_IN_SESSIONS', 'SIGN_IN_TOKENS', 'SET_UP_CODES', 'SIGN_IN_EVENTS',
    'PERSON_DETAILS', 'IMPORT_PIECES', 'BADGE_SCANS', 'REPORT_CONTACTS', 'REPORT_PHOTOS', 'STAFF_PHOTOS')),
  effective_from timestamptz not null,
  kept           interval not null constraint nothing_goes_within_a_day check (kept >= interval '1 day'),
  clause         text not null check (length(clause) between 2 and 100),
  why            text not null check (length(why) between 10 and 500),
  constraint one_retention_term_at_a_time primary key (subject, effective_from)
);
comment on table registry.retention_terms is 'How long each kind of row is kept, dated: the latest that has begun is in force. Changed by a migration, which is reviewed.';

grant select on registry.retention_terms to campaign_runtime, campaign_reader;

insert into registry.retention_terms (subject, effective_from, kept, clause, why) values
  ('READS', '2026-01-01', interval '5 years', 'HUE-1.7', 'Who looked a citizen up, from the look on: as long as a matter about it may be brought up.'),
  ('CITIZEN_ASKS', '2026-01-01', interval '5 years', 'HUE-1.7', 'What providers asked about a citizen, from the question on: as the other looks.'),
  ('NEED_CONTACTS', '2026-01-01', interval '1 year', 'HUE-1.7', 'Name, telephone and address of a need, and what support noted, from its end on: for complaints about it; the programme needs them no longer.'),
  ('MESSAGES', '2026-01-01', interval '90 days', 'HUE-1.7', 'A message that was sent or given up, from then on: to answer what was told to whom.'),
  ('SIGN_IN_CODES', '2026-01-01', interval '1 day', 'HUE-1.7', 'One-time codes and the number sealed beside them, from their end on: they serve nothing.'),
  ('SIGN_IN_ATTEMPTS', '2026-01-01', interval '1 day', 'HUE-1.7', 'Counters of failed sign-ins, from the last failure and the end of the wait on: they start anew by then.'),
  ('SIGN_IN_SESSIONS', '2026-01-01', interval '30 days', 'HUE-1.7', 'Sessions that have ended or run out, from then on: to see who was signed in where.'),
  ('SIGN_IN_TOKENS', '2026-01-01', interval '1 day', 'HUE-1.7', 'Codes and refresh tokens, from their end on: they are not taken any more.'),
  ('SET_UP_CODES', '2026-01-01', interval '30 days', 'HUE-1.7', 'Set-up codes, from their end or use on: to see who issued them.'),
  ('SIGN_IN_EVENTS', '2026-01-01', interval '1 year', 'HUE-1.7', 'What happened at the sign-in, from then on: to look into misuse that is found late.'),
  ('PERSON_DETAILS', '2026-01-01', interval '5 years', 'HUE-1.7',
   'What was said of a person, from then on: as the looks, for as long as a second certificate under another number, or a decision on the two, may be brought up.'),
  ('IMPORT_PIECES', '2026-01-01', interval '30 days', 'HUE-1.7', 'An uploaded file of earlier certificates, from its upload on: to import it and to fetch what became of each row.'),
  ('BADGE_SCANS', '2026-01-01', interval '1 year', 'HUE-3.1', 'When a staff QR code was first opened: to answer who showed an old one.'),
  ('REPORT_CONTACTS', '2026-01-01', interval '1 year', 'HUE-1.7',
   'The phone of who reported, from the report on, and never before the case is judged: to ask back, and to say what became of it.'),
  ('REPORT_PHOTOS', '2026-01-01', interval '2 years', 'HUE-1.7',
   'A photograph of a report, from when it came, and never before the case is judged: as long as what was decided on it may be disputed.'),
  ('STAFF_PHOTOS', '2026-01-01', interval '90 days', 'HUE-1.7',
   'A photograph of a member of staff that was removed, replaced, or whose period of service has ended, from then on: as long as a citizen may dispute whom the badge showed.');

-- Whoever may delete asks this, and nothing else, how far.
create function registry.retention_bound(of_subject text) returns timestamptz
  language plpgsql stable security definer
  set search_path = '' set timezone = 'UTC'
  as $$
declare
  now constant timestamptz := registry.registry_now();
begin
  return now - (
    select t.kept from registry.retention_terms t where t.subject = of_subject and t.effective_from <= now order by t.effective_from desc limit 1);
end
$$;
comment on function registry.retention_bound(text) is 'What is older than this (exclusive: at exactly this it is kept) has been kept for its term. Null: nothing goes.';
revoke execute on function registry.retention_bound(text) from public;
grant execute on function registry.retention_bound(text) to campaign_retention;

-- ---------- What stays though it is old ----------

create function registry.is_held_for_person(of_person uuid) returns boolean
  language plpgsql stable security definer
  set search_path = ''
  as $$
begin
  return exists (select from registry.data_requests r where r.person_id = any (registry.persons_of(of_person)) and r.state = 'OPEN');
end
$$;
comment on function registry.is_held_for_person(uuid) is 'Law 91/2025: nothing of a citizen goes while a request about personal data is open.';
revoke execute on function registry.is_held_for_person(uuid) from public;
grant execute on function registry.is_held_for_person(uuid) to campaign_retention;

create function registry.is_held_for_number(of_hash bytea) returns boolean
  language plpgsql stable security definer
  set search_path = ''
  as $$
begin
  return exists (
    select from registry.number_keys k join registry.data_requests r on r.person_id = any (registry.persons_of(k.person_id))
    where k.key_hash = of_hash and r.state = 'OPEN');
end
$$;
comment on function registry.is_held_for_number(bytea) is 'The same, for what stands under the keyed hash of a number alone.';
revoke execute on function registry.is_held_for_number(bytea) from public;
grant execute on function registry.is_held_for_number(bytea) to campaign_retention;

create function registry.is_held_as_evidence(of_row uuid) returns boolean
  language plpgsql stable security definer
  set search_path = ''
  as $$
begin
  return exists (
    select from registry.violation_evidence e join registry.open_violations v on v.id = e.violation_id
    where (e.check_id = of_row or e.need_id = of_row));
end
$$;
comment on function registry.is_held_as_evidence(uuid) is 'HUE-5.1: nothing goes that shows a violation which is not judged yet.';
revoke execute on function registry.is_held_as_evidence(uuid) from public;
grant execute on function registry.is_held_as_evidence(uuid) to campaign_retention;

create function registry.is_held_for_comparison(of_person uuid) returns boolean
  language plpgsql stable security definer
  set search_path = ''
  as $$
begin
  return exists (select from registry.same_person_pairs p where p.person_a = of_person and p.state = 'OPEN')
    or exists (select from registry.same_person_pairs p where p.person_b = of_person and p.state = 'OPEN');
end
$$;
comment on function registry.is_held_for_comparison(uuid) is 'HUE-1.3: nothing goes by which an officer is yet to compare two persons.';
revoke execute on function registry.is_held_for_comparison(uuid) from public;
grant execute on function registry.is_held_for_comparison(uuid) to campaign_retention;

create function registry.is_held_for_report(of_report uuid) returns boolean
  language plpgsql stable security definer
  set search_path = ''
  as $$
begin
  return exists (
    select from registry.open_violations v where v.kind = 'CITIZEN_REPORT' and v.fingerprint = 'report:' || of_report);
end
$$;
comment on function registry.is_held_for_report(uuid) is 'HUE-5.2: nothing of a report goes while the case that it opened is not judged.';
revoke execute on function registry.is_held_for_report(uuid) from public;
grant execute on function registry.is_held_for_report(uuid) to campaign_retention;

-- ---------- What was done ----------

create table registry.retention_runs (
  id          uuid primary key,
  day         date not null,        -- in Vietnam
  started_at  timestamptz not null,
  finished_at timestamptz check (finished_at >= started_at)
);
comment on table registry.retention_runs is 'HUE-1.7: each run of the retention, and when it was done.';
create unique index one_retention_run_at_a_time on registry.retention_runs ((finished_at is null)) where finished_at is null;
comment on index registry.one_retention_run_at_a_time is 'A run that was cut short is gone on with before another begins.';
create index retention_runs_by_time on registry.retention_runs (started_at desc, id desc);
comment on index registry.retention_runs_by_time is 'The department''s list, newest first.';

alter table registry.retention_runs enable row level security;
create policy runs_are_the_departments on registry.retention_runs for select to campaign_runtime using ((select registry.viewer_sees_all()));
create policy analytics_read_runs on registry.retention_runs for select to campaign_reader using (true);
grant select on registry.retention_runs to campaign_runtime, campaign_reader;

create table registry.retention_run_subjects (
  run_id     uuid not null references registry.retention_runs,
  subject    text not null,
  bound      timestamptz not null,  -- exclusive; what was older went
  oldest     timestamptz,           -- of what went
  rows       bigint not null check (rows >= 0),
  batches    integer not null check (batches >= 0),
  started_at timestamptz not null,
  done_at    timestamptz,
  constraint one_report_per_subject primary key (run_id, subject)
);
comment on table registry.retention_run_subjects is 'How many rows of each kind a run has deleted or erased, up to which instant; written with them, in one transaction.';

alter table registry.retention_run_subjects enable row level security;
create policy runs_are_the_departments on registry.retention_run_subjects for select to campaign_runtime using ((select registry.viewer_sees_all()));
create policy analytics_read_runs on registry.retention_run_subjects for select to campaign_reader using (true);
grant select on registry.retention_run_subjects to campaign_runtime, campaign_reader;

-- ---------- What the role may do ----------

grant select on registry.database_kind to campaign_retention;

grant select on registry.clock to campaign_retention;

grant insert on registry.journal to campaign_retention;
create policy retention_writes_its_leaves on registry.journal for insert to campaign_retention with check (kind = 'RETENTION_DONE' and actor = 'registry');

grant select (id, asked_at, key_hash), delete on registry.citizen_asks to campaign_retention;
create policy retention_sees_old_asks on registry.citizen_asks for select to campaign_retention using (
  asked_at < (select registry.retention_bound('CITIZEN_ASKS')) and not registry.is_held_for_number(key_hash) and not registry.is_held_as_evidence(id));
create policy old_asks_go on registry.citizen_asks for delete to campaign_retention using (asked_at < (select registry.retention_bound('CITIZEN_ASKS')));

grant select (id, expiration_date), delete on signin.tokens to campaign_retention;

grant select (person_id, id, ended_at, contact_erased_at), update (contact_key_id, contact, phone_key_id, phone_hash, contact_erased_at) on registry.needs to campaign_retention;
create policy retention_sees_old_needs on registry.needs for select to campaign_retention using (
  ended_at < (select registry.retention_bound('NEED_CONTACTS')) and not registry.is_held_for_person(person_id) and not registry.is_held_as_evidence(id));
create policy contacts_of_old_needs_go on registry.needs for update to campaign_retention
  using (ended_at < (select registry.retention_bound('NEED_CONTACTS'))) with check (contact_erased_at is not null);

-- What was noted of the support of such a need goes with its contact.
grant select (id, person_id, need_id, note), update (note) on registry.need_supports to campaign_retention;
create policy retention_sees_supports_of_old_needs on registry.need_supports for select to campaign_retention using (
  exists (select from registry.needs n where n.person_id = need_supports.person_id and n.id = need_supports.need_id));
create policy notes_of_old_supports_go on registry.need_supports for update to campaign_retention using (true) with check (note is null);

grant select (id, sent_at, given_up_at, person_id), delete on registry.messages to campaign_retention;
create policy retention_sees_old_messages on registry.messages for select to campaign_retention using (
  coalesce(sent_at, given_up_at) < (select registry.retention_bound('MESSAGES')) and not (person_id is not null and registry.is_held_for_person(person_id)));
create policy old_messages_go on registry.messages for delete to campaign_retention using (
  coalesce(sent_at, given_up_at) < (select registry.retention_bound('MESSAGES')));

grant select (id, read_at, person_id, key_hash), delete on registry.reads to campaign_retention;
create policy retention_sees_old_reads on registry.reads for select to campaign_retention using (
  read_at < (select registry.retention_bound('READS'))
  and not (person_id is not null and registry.is_held_for_person(person_id)) and not (key_hash is not null and registry.is_held_for_number(key_hash)));
create policy old_reads_go on registry.reads for delete to campaign_retention using (read_at < (select registry.retention_bound('READS')));

grant select (id, expires_at, used_at), delete on signin.setup_codes to campaign_retention;

grant select (key, last_at, retry_at), delete on signin.attempts to campaign_retention;

grant select (id, expires_at, ended_at), delete on signin.sessions to campaign_retention;

grant select (id, expires_at), delete on signin.citizen_codes to campaign_retention;

grant select on registry.retention_terms to campaign_retention;

grant select, insert, update (finished_at) on registry.retention_runs to campaign_retention;
create policy retention_writes_its_runs on registry.retention_runs to campaign_retention using (true) with check (true);

grant select, insert, update (oldest, rows, batches, done_at) on registry.retention_run_subjects to campaign_retention;
create policy retention_writes_its_runs on registry.retention_run_subjects to campaign_retention using (true) with check (true);

grant select (id, at), delete on signin.events to campaign_retention;

grant select (person_id, recorded_at, source), delete on registry.person_details to campaign_retention;
create policy retention_sees_old_details on registry.person_details for select to campaign_retention using (
  recorded_at < (select registry.retention_bound('PERSON_DETAILS'))
  and not registry.is_held_for_person(person_id) and not registry.is_held_for_comparison(person_id));
create policy old_details_go on registry.person_details for delete to campaign_retention using (recorded_at < (select registry.retention_bound('PERSON_DETAILS')));

grant select (upload_id, piece, kept_at), delete on registry.import_pieces to campaign_retention;
create policy retention_sees_old_pieces on registry.import_pieces for select to campaign_retention using (kept_at < (select registry.retention_bound('IMPORT_PIECES')));
create policy old_pieces_go on registry.import_pieces for delete to campaign_retention using (kept_at < (select registry.retention_bound('IMPORT_PIECES')));

grant select (badge_hash, scanned_at), delete on registry.badge_scans to campaign_retention;
create policy retention_sees_old_scans on registry.badge_scans for select to campaign_retention using (scanned_at < (select registry.retention_bound('BADGE_SCANS')));
create policy old_scans_go on registry.badge_scans for delete to campaign_retention using (scanned_at < (select registry.retention_bound('BADGE_SCANS')));

grant select (id, reported_at, phone_sealed, contact_erased_at), update (phone_key_id, phone_hash, phone_sealed_key_id, phone_sealed, contact_erased_at) on registry.reports to campaign_retention;
create policy retention_sees_old_reports on registry.reports for select to campaign_retention using (
  reported_at < (select registry.retention_bound('REPORT_CONTACTS')) and not registry.is_held_for_report(id));
create policy contacts_of_old_reports_go on registry.reports for update to campaign_retention
  using (reported_at < (select registry.retention_bound('REPORT_CONTACTS'))) with check (contact_erased_at is not null);

grant select (id, report_id, kept_at), delete on registry.report_photos to campaign_retention;
create policy retention_sees_old_report_photos on registry.report_photos for select to campaign_retention using (
  kept_at < (select registry.retention_bound('REPORT_PHOTOS')) and not registry.is_held_for_report(report_id));
create policy old_report_photos_go on registry.report_photos for delete to campaign_retention using (kept_at < (select registry.retention_bound('REPORT_PHOTOS')));

grant select (id, removed_at), delete on registry.staff_photos to campaign_retention;
create policy retention_sees_old_staff_photos on registry.staff_photos for select to campaign_retention using (removed_at < (select registry.retention_bound('STAFF_PHOTOS')));
create policy old_staff_photos_go on registry.staff_photos for delete to campaign_retention using (removed_at < (select registry.retention_bound('STAFF_PHOTOS')));

create function signin.keep_for_its_term() returns trigger
  language plpgsql
  set search_path = ''
  as $$
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
$$;
create trigger kept_for_its_term before delete on signin.citizen_codes
  for each row when (current_user = 'campaign_retention') execute function signin.keep_for_its_term('SIGN_IN_CODES');
create trigger kept_for_its_term before delete on signin.attempts
  for each row when (current_user = 'campaign_retention') execute function signin.keep_for_its_term('SIGN_IN_ATTEMPTS');
create trigger kept_for_its_term before delete on signin.sessions
  for each row when (current_user = 'campaign_retention') execute function signin.keep_for_its_term('SIGN_IN_SESSIONS');
create trigger kept_for_its_term before delete on signin.tokens
  for each row when (current_user = 'campaign_retention') execute function signin.keep_for_its_term('SIGN_IN_TOKENS');
create trigger kept_for_its_term before delete on signin.setup_codes
  for each row when (current_user = 'campaign_retention') execute function signin.keep_for_its_term('SET_UP_CODES');

create function signin.keep_event_for_its_term() returns trigger
  language plpgsql
  set search_path = ''
  as $$
begin
  if not coalesce(old.at < registry.retention_bound('SIGN_IN_EVENTS'), false) then
    raise exception 'a row within its term is kept'
      using errcode = '23514', constraint = 'kept_for_its_term', table = tg_table_name, schema = tg_table_schema;
  end if;
  return old;
end
$$;
create trigger kept_for_its_term before delete on signin.events
  for each row when (current_user = 'campaign_retention') execute function signin.keep_event_for_its_term();
