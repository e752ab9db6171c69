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
    raise exception 'a report names the own issuance'
      using errcode = '23514', constraint = 'report_names_the_own_issuance', table = 'reports', schema = 'registry';
  end if;
  return new;
end
$$;
create trigger report_names_the_own_issuance before insert on registry.reports
  for each row execute function registry.report_names_the_own_issuance();
comment on trigger report_names_the_own_issuance on registry.reports is 'I8, HUE-1.7: "this was not me" is said of what stands under the own number.';

grant select, insert on registry.reports to campaign_runtime;
alter table registry.reports enable row level security;
create policy own_reports_are_seen on registry.reports for select to campaign_runtime using (
  (select registry.viewer_sees_all()) or person_id = any ((select registry.viewer_persons())::uuid[]));
create policy reports_are_written_by_the_registry on registry.reports for insert to campaign_runtime with check ((select registry.viewer_sees_all()));

-- ---------- Traces ----------

alter table registry.reads drop constraint read_is_of_a_known_act,
  add constraint read_is_of_a_known_act check (act in (
    'ISSUANCES', 'ISSUANCE', 'NEEDS', 'NEED', 'NEED_FOLLOWED', 'VIOLATIONS', 'LOOKUPS', 'CITIZEN_LOOKUPS', 'LOOKUPS_BY', 'DATA_REQUESTS', 'EXPORT', 'PHONE_BOUND',
    'SAME_PERSONS', 'NUMBERS', 'REPORTS', 'REPORT_PHOTO'));

-- ---------- Keys ----------

grant select (id, phone_key_id, phone_hash, phone_sealed_key_id, phone_sealed), update (phone_key_id, phone_hash, phone_sealed_key_id, phone_sealed)
  on registry.reports to campaign_rekey;
create policy rekeying_sees_all on registry.reports to campaign_rekey using (true) with check (true);

-- ---------- Retention ----------

create function registry.is_held_for_report(of_report uuid) returns boolean
  language plpgsql stable security definer
  set search_path = ''
  as $$
begin
  return exists (
    select from registry.violations v
    where v.kind = 'CITIZEN_REPORT' and v.fingerprint = 'report:' || of_report and v.state in ('FLAGGED', 'UNDER_REVIEW'));
end
$$;
comment on function registry.is_held_for_report(uuid) is 'HUE-5.2: nothing of a report goes while the case that it opened is not judged.';
revoke execute on function registry.is_held_for_report(uuid) from public;
grant execute on function registry.is_held_for_report(uuid) to campaign_retention;

alter table registry.retention_terms drop constraint retention_is_of_a_known_subject;
alter table registry.retention_terms add constraint retention_is_of_a_known_subject check (subject in (
  'READS', 'CITIZEN_ASKS', 'NEED_CONTACTS', 'MESSAGES', 'SIGN_IN_CODES', 'SIGN_IN_ATTEMPTS', 'SIGN_IN_SESSIONS', 'SIGN_IN_TOKENS', 'SET_UP_CODES', 'SIGN_IN_EVENTS',
  'PERSON_DETAILS', 'IMPORT_PIECES', 'BADGE_SCANS', 'REPORT_CONTACTS'));
insert into registry.retention_terms (subject, effective_from, kept, clause, why) values
  ('REPORT_CONTACTS', '2026-01-01', interval '1 year', 'HUE-1.7',
   'The phone of who reported, from the report on, and never before the case is judged: to ask back, and to say what became of it.');

grant select (id, reported_at, phone_sealed, contact_erased_at), update (phone_key_id, phone_hash, phone_sealed_key_id, phone_sealed, contact_erased_at)
  on registry.reports to campaign_retention;
create policy retention_sees_old_reports on registry.reports for select to campaign_retention using (
  reported_at < (select registry.retention_bound('REPORT_CONTACTS')) and not registry.is_held_for_report(id));
create policy contacts_of_old_reports_go on registry.reports for update to campaign_retention
  using (reported_at < (select registry.retention_bound('REPORT_CONTACTS'))) with check (contact_erased_at is not null);
